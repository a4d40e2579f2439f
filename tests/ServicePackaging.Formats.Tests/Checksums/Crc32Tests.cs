using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Checksums;

namespace ServicePackaging.Formats.Tests.Checksums;

public class Crc32Tests
{
    [Fact]
    public void It_computes_the_check_value_of_the_catalogue() => Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));

    [Fact]
    public void Empty_input_has_the_checksum_zero() => Assert.Equal(0u, Crc32.Compute([]));

    [Fact]
    public void Every_length_and_alignment_agrees_with_a_bit_by_bit_computation()
    {
        var bytes = Samples.Random(700, seed: 1);
        for (var length = 0; length < 300; length++)
        {
            var part = bytes.AsSpan(length % 17, length);
            Assert.Equal(BitByBit(part), Crc32.Compute(part));
            Assert.Equal(BitByBit(part), Crc32.ComputeByTables(part));
        }

        Assert.Equal(BitByBit(bytes), Crc32.Compute(bytes));
    }

    [Fact]
    public void Parts_combine_to_the_checksum_of_the_whole() =>
        Prop.ForAll<byte[], byte[]>((first, second) =>
        {
            byte[] whole = [.. first, .. second];
            var combined = Crc32.Combine(Crc32.Compute(first), Crc32.Compute(second), second.Length);
            return combined == Crc32.Compute(whole) && Crc32.Append(Crc32.Compute(first), second) == combined;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Combining_supports_more_than_four_gigabytes()
    {
        // 2^33 zero bytes, computed by repeated doubling from one byte.
        var zeros = Crc32.Compute([0]);
        var all = Crc32.Compute("abc"u8);
        for (var length = 1L; length < 1L << 33; length <<= 1)
        {
            zeros = Crc32.Combine(zeros, zeros, length);
        }

        Assert.Equal(
            Crc32.Combine(all, zeros, 1L << 33),
            Crc32.Combine(Crc32.Combine(all, Crc32.Compute([0]), 1), Zeros((1L << 33) - 1), (1L << 33) - 1));
    }

    private static uint Zeros(long length)
    {
        var (result, power) = (0u, Crc32.Compute([0]));
        for (var size = 1L; size <= length; size <<= 1)
        {
            result = (length & size) != 0 ? Crc32.Combine(result, power, size) : result;
            power = Crc32.Combine(power, power, size);
        }

        return result;
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
