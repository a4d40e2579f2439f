using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Tests.Compression;

public class DecompressorTests
{
    [Fact]
    public void Stored_content_passes_through_and_the_streams_stay_open()
    {
        var output = new MemoryStream();
        using (var stream = Compressor.Create(CompressionKind.None, output, cancellationToken: TestContext.Current.CancellationToken))
        {
            stream.Write("as it is"u8);
        }

        Assert.Equal("as it is"u8.ToArray(), output.ToArray());
        output.Position = 0;
        using (var stream = Decompressor.Open(CompressionKind.None, output))
        {
            Assert.Equal('a', stream.ReadByte());
        }

        Assert.True(output.CanRead);
    }

    [Fact]
    public void Damaged_gzip_is_invalid_data()
    {
        var good = ParallelGzipStreamTests.Compress(Samples.Text(100_000, 41));
        byte[] wrongSum = [.. good];
        wrongSum[^6] ^= 1;
        foreach (var bad in (byte[][])[wrongSum, good[..^9], good[..20], "plain text"u8.ToArray()])
        {
            Assert.Throws<InvalidDataException>(() =>
                Decompressor.Open(CompressionKind.Gzip, new MemoryStream(bad)).CopyTo(Stream.Null));
        }
    }

    [Fact]
    public void Gzip_that_is_truncated_anywhere_is_invalid_data()
    {
        var good = ParallelGzipStreamTests.Compress([.. Samples.Text(1000, 42), .. Samples.Random(1000, 43)]);
        for (var length = 0; length < good.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() =>
                Decompressor.Open(CompressionKind.Gzip, new MemoryStream(good, 0, length)).CopyTo(Stream.Null));
        }
    }

    [Fact]
    public void Consecutive_gzip_members_read_as_one_content()
    {
        var member = ParallelGzipStreamTests.Compress("abc"u8.ToArray());
        var content = new MemoryStream();
        Decompressor.Open(CompressionKind.Gzip, new MemoryStream([.. member, .. member])).CopyTo(content);
        Assert.Equal("abcabc"u8.ToArray(), content.ToArray());
    }

    [Fact]
    public void An_unknown_kind_is_rejected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Compressor.Create((CompressionKind)9, Stream.Null, null, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decompressor.Open((CompressionKind)9, Stream.Null));
    }
}
