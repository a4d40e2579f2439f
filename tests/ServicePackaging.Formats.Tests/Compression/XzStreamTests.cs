using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Tests.Compression;

public class XzStreamTests
{
    [Fact]
    public void What_is_compressed_reads_back()
    {
        SkipWithoutLiblzma();
        foreach (var input in (byte[][])[[], [1], Samples.Random(100_000, 31), Samples.Mixed(2_000_000, 32)])
        {
            Assert.Equal(input, Decompress(Compress(input)));
        }
    }

    [Fact]
    public void Threads_do_not_change_a_byte()
    {
        SkipWithoutLiblzma();

        // Slightly more than two blocks of content that is fast to compress.
        var input = new byte[50 * 1024 * 1024];
        Samples.Mixed(1_000_000, 33).CopyTo(input, 24 * 1024 * 1024);
        Assert.Equal(Compress(input, threads: 1), Compress(input, threads: 2));
    }

    [Fact]
    public void The_xz_tool_reads_it()
    {
        SkipWithoutLiblzma();
        var input = Samples.Mixed(1_000_000, 34);
        Assert.Equal(input, Oracle.Run("xz", ["-dc"], Compress(input)));
    }

    [Fact]
    public void Damaged_xz_is_invalid_data()
    {
        SkipWithoutLiblzma();
        var good = Compress(Samples.Text(100_000, 35));
        byte[] corrupt = [.. good];
        corrupt[good.Length / 2] ^= 0x55;
        Assert.Throws<InvalidDataException>(() => Decompress(corrupt));
        Assert.Throws<InvalidDataException>(() => Decompress(good[..^7]));
        Assert.Throws<InvalidDataException>(() => Decompress([]));
        Assert.Throws<InvalidDataException>(() => Decompress([.. good, 1, 2, 3, 4]));
        Assert.Throws<InvalidDataException>(() => Decompress("not xz at all"u8.ToArray()));
    }

    [Fact]
    public void A_stream_that_requires_too_much_memory_is_rejected()
    {
        SkipWithoutLiblzma();
        var huge = Oracle.Run("xz", ["-c", "--lzma2=dict=512MiB"], Samples.Text(1000, 36));
        Assert.Throws<InvalidDataException>(() => Decompress(huge));
    }

    [Fact]
    public void A_failing_output_and_a_cancellation_end_the_stream()
    {
        SkipWithoutLiblzma();
        using var source = new CancellationTokenSource();
        var stream = Compressor.Create(CompressionKind.Xz, Stream.Null, cancellationToken: source.Token);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => stream.Write([1]));
        stream.Dispose();
    }

    [Fact]
    public void Without_the_library_the_error_lists_the_searched_paths()
    {
        var error = Assert.Throws<CompressionUnavailableException>(() => Liblzma.Load(["/nowhere/liblzma.so", "no-such-lzma.so.5"]));
        Assert.Contains("/nowhere/liblzma.so, no-such-lzma.so.5", error.Message, StringComparison.Ordinal);
        Assert.Equal(CompressionKind.Xz, error.Kind);
    }

    [Fact]
    public void The_library_next_to_the_assembly_is_preferred() =>
        Assert.StartsWith(Path.Combine(AppContext.BaseDirectory, "runtimes"), Liblzma.Candidates().First(), StringComparison.Ordinal);

    private static byte[] Compress(byte[] input, int? threads = null)
    {
        var output = new MemoryStream();
        using (var stream = Compressor.Create(CompressionKind.Xz, output, threads))
        {
            stream.Write(input);
        }

        return output.ToArray();
    }

    private static byte[] Decompress(byte[] compressed)
    {
        var content = new MemoryStream();
        using var stream = Decompressor.Open(CompressionKind.Xz, new MemoryStream(compressed));
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static void SkipWithoutLiblzma()
    {
        try
        {
            Liblzma.Require();
        }
        catch (CompressionUnavailableException)
        {
            Assert.Skip("liblzma is not installed: apt-get install liblzma5");
        }
    }
}
