using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Tests.Compression;

public sealed class ZlibEncoderStreamTests
{
    [Fact]
    public void What_is_written_is_a_zlib_stream_of_the_content() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[][]>().ToArbitrary(), parts =>
        {
            var content = parts.SelectMany(part => part).ToArray();
            return Decoded(Encoded(parts)).AsSpan().SequenceEqual(content);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Long_contents_and_their_checksum_are_correct()
    {
        var content = Enumerable.Repeat((byte)0xFF, 1_000_000).ToArray();

        Assert.Equal(content, Decoded(Encoded([content])));
        Assert.Equal([0x78, 0xDA], Encoded([content])[..2]);
    }

    private static byte[] Encoded(byte[][] parts)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZlibEncoderStream(bytes, TestContext.Current.CancellationToken))
        {
            foreach (var part in parts)
            {
                zlib.Write(part);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Decoded(byte[] encoded)
    {
        using var bytes = new MemoryStream();
        new ZLibStream(new MemoryStream(encoded), CompressionMode.Decompress).CopyTo(bytes);
        return bytes.ToArray();
    }
}
