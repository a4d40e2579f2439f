using System.IO.Compression;
using System.Security.Cryptography;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Tests.Compression;

public class ParallelGzipStreamTests
{
    private const int BlockLength = 256 * 1024;

    [Fact]
    public void Every_length_around_the_block_reads_back()
    {
        var mixed = Samples.Mixed((2 * BlockLength) + 3, 21);
        foreach (var border in (int[])[1, BlockLength, 2 * BlockLength])
        {
            foreach (var length in (int[])[border - 1, border, border + 1])
            {
                Assert.Equal(mixed[..length], Decompress(Compress(mixed[..length])));
            }
        }
    }

    [Fact]
    public void Ten_million_zeros_compress_to_almost_nothing_and_read_back()
    {
        var compressed = Compress(new byte[10_000_000]);
        Assert.InRange(compressed.Length, 20, 20_000);
        Assert.Equal(new byte[10_000_000], Decompress(compressed));
    }

    [Fact]
    public void Threads_and_write_sizes_do_not_change_a_byte()
    {
        var input = Samples.Mixed(5_000_000, 22);
        var expected = Compress(input, threads: 1);
        foreach (var (threads, piece) in ((int, int)[])[(2, 1_000_000), (3, 4096), (8, 65537), (16, 5_000_000)])
        {
            Assert.Equal(expected, Compress(input, threads, piece));
        }

        Assert.Equal(input, Decompress(expected));
    }

    [Fact]
    public void The_bytes_of_a_fixed_input_do_not_change()
    {
        // If this hash changes, the bytes of every package change, which must be in the release notes.
        var compressed = Compress(Samples.Mixed(3_000_000, 23));
        var hash = Convert.ToHexStringLower(SHA256.HashData(compressed));
        Assert.Equal("6860856cf705323decdb411f3fd0995994eb2be39dde78559e6b738b7bab5fd2", hash);
    }

    [Fact]
    public void The_header_contains_neither_time_nor_host()
    {
        Assert.Equal([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3], Compress([])[..10]);
    }

    [Theory]
    [InlineData("gzip", "-dc")]
    [InlineData("pigz", "-dc")]
    [InlineData("python3", "-c", "import gzip,sys;sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))")]
    public void Other_decoders_read_it(string tool, params string[] arguments)
    {
        var input = Samples.Mixed(3_000_000, 24);
        Assert.Equal(input, Oracle.Run(tool, arguments, Compress(input)));
    }

    [Fact]
    public void It_is_smaller_than_the_output_of_the_strongest_zlib()
    {
        var input = Samples.Mixed(3_000_000, 25);
        var zlib = new MemoryStream();
        using (var stream = new GZipStream(zlib, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(input);
        }

        Assert.InRange(Compress(input).Length, 1, zlib.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_failing_output_fails_the_write_but_not_the_disposal(int threads)
    {
        var output = new FailingStream(after: 100_000);
        var stream = new ParallelGzipStream(output, leaveOpen: true, threads);
        var input = Samples.Random(1_000_000, 26);
        Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                stream.Write(input);
            }
        });
        Assert.Throws<InvalidOperationException>(() => stream.Write(input));
        stream.Dispose();
        Assert.Equal(1, output.Failures);
    }

    [Fact]
    public void A_failure_at_the_end_is_thrown_by_dispose_once()
    {
        var stream = new ParallelGzipStream(new FailingStream(after: 0), leaveOpen: true, 2);
        Assert.Throws<IOException>(stream.Dispose);
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Write([1]));
    }

    [Fact]
    public void Cancellation_ends_the_write_and_leaves_no_thread()
    {
        using var source = new CancellationTokenSource();
        var stream = new ParallelGzipStream(Stream.Null, leaveOpen: true, 3, source.Token);
        var input = Samples.Mixed(1_000_000, 27);
        stream.Write(input);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                stream.Write(input);
            }
        });
        stream.Dispose();
    }

    [Fact]
    public void Dispose_throws_a_cancellation_that_no_write_has_thrown()
    {
        using var source = new CancellationTokenSource();
        var stream = new ParallelGzipStream(Stream.Null, leaveOpen: true, 2, source.Token);
        stream.Write([1, 2, 3]);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(stream.Dispose);
    }

    [Fact]
    public void The_output_is_closed_unless_it_is_left_open()
    {
        var output = new MemoryStream();
        new ParallelGzipStream(output, leaveOpen: true).Dispose();
        Assert.True(output.CanWrite);
        new ParallelGzipStream(output).Dispose();
        Assert.False(output.CanWrite);
    }

    [Fact]
    public void Jobs_come_back_in_order_and_errors_with_their_job()
    {
        using var workers = new OrderedWorkers<int[], object>(4, () => new object(), (job, _) =>
        {
            Thread.Sleep(job[0] % 3);
            job[0] = job[0] == 17 ? throw new InvalidOperationException("seventeen") : job[0] * 2;
        });
        for (var i = 0; i < 50; i++)
        {
            workers.Submit([i]);
        }

        for (var i = 0; i < 50; i++)
        {
            if (i == 17)
            {
                Assert.Throws<InvalidOperationException>(workers.Take);
            }
            else
            {
                Assert.Equal(2 * i, workers.Take()[0]);
            }
        }
    }

    [Fact]
    public void Idle_threads_end_even_without_dispose()
    {
        Thread? thread = null;
        var workers = new OrderedWorkers<object, object>(2, () => new object(), (_, _) => thread = Thread.CurrentThread);
        workers.Submit(new object());
        workers.Take();
        Assert.True(thread!.Join(TimeSpan.FromMinutes(5)));
        workers.Submit(new object());
        workers.Take();
        workers.Dispose();
        Assert.False(thread.IsAlive);
    }

    internal static byte[] Compress(byte[] input, int? threads = null, int piece = 100_000)
    {
        var output = new MemoryStream();
        using (var stream = Compressor.Create(CompressionKind.Gzip, output, threads))
        {
            for (var start = 0; start < input.Length; start += piece)
            {
                stream.Write(input, start, Math.Min(piece, input.Length - start));
            }
        }

        return output.ToArray();
    }

    private static byte[] Decompress(byte[] compressed)
    {
        var content = new MemoryStream();
        using var stream = Decompressor.Open(CompressionKind.Gzip, new MemoryStream(compressed));
        stream.CopyTo(content);
        return content.ToArray();
    }

    private sealed class FailingStream(int after) : MemoryStream
    {
        public int Failures { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > after)
            {
                Failures++;
                throw new IOException("No space left on device.");
            }

            base.Write(buffer);
        }
    }
}
