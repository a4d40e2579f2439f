using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Tests.Compression;

public class HuffmanCodeTests
{
    [Fact]
    public void Codes_are_complete_within_the_limit_and_shorter_for_frequent_symbols() =>
        Prop.ForAll<NonNegativeInt[], bool>((drawn, isSteep) =>
        {
            var frequencies = new int[Math.Max(2, Math.Min(drawn.Length, 19))];
            for (var i = 0; i < Math.Min(drawn.Length, frequencies.Length); i++)
            {
                // Doubling 7 eighteen times stays below 2^22, the limit for the sum of a block.
                frequencies[i] = isSteep ? Math.Min(drawn[i].Get, 7) << i : drawn[i].Get;
            }

            var lengths = new byte[frequencies.Length];
            HuffmanCode.BuildLengths(frequencies, 7, lengths);
            var occurring = frequencies.Zip(lengths).Where(pair => pair.First > 0);
            var rarestFirst = occurring.OrderBy(pair => pair.First).Select(pair => pair.Second);
            return lengths.Sum(length => length == 0 ? 0 : 128 >> length) == 128
                && frequencies.Zip(lengths).All(pair => pair.First == 0 || pair.Second is > 0 and <= 7)
                && rarestFirst.SequenceEqual(rarestFirst.OrderDescending());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_computes_the_codes_of_the_rfc_example()
    {
        // RFC 1951 section 3.2.2: ABCDEFGH with lengths 3,3,3,3,3,2,4,4.
        var codes = new ushort[8];
        HuffmanCode.BuildCodes([3, 3, 3, 3, 3, 2, 4, 4], codes);
        Assert.Equal([0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111], codes.Select(code => (int)code));
    }
}
