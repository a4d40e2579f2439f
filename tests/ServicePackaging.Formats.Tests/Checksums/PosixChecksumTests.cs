using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Checksums;

public sealed class PosixChecksumTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Known_checksums()
    {
        Assert.Equal(4294967295u, PosixChecksum.Compute([]));
        Assert.Equal(742937289u, PosixChecksum.Compute("APPL????"u8));
        Assert.Equal(930766865u, PosixChecksum.Compute("123456789"u8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_537)]
    [InlineData(1 << 24)]
    public void It_equals_the_checksum_of_cksum(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var path = _directory.Write("x", bytes);

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{PosixChecksum.Compute(bytes)} {length} {path}\n"), Tool.Run($"cksum {path}"));
    }

    [Fact]
    public void Bytes_in_any_parts_have_the_checksum_of_the_whole_and_the_next_starts_fresh() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[][]>().ToArbitrary(), parts =>
        {
            var checksum = new PosixChecksum();
            foreach (var part in parts)
            {
                checksum.Append(part);
            }

            return checksum.Finish() == PosixChecksum.Compute([.. parts.SelectMany(part => part)]) && checksum.Finish() == PosixChecksum.Compute([]);
        }).QuickCheckThrowOnFailure();

    public void Dispose() => _directory.Dispose();
}
