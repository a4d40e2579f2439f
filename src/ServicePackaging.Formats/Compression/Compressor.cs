namespace ServicePackaging.Formats.Compression;

/// <summary>Creates the streams that compress the members of a package.</summary>
public static class Compressor
{
    /// <summary>Creates a write-only stream that compresses to another stream. It is completed when it is disposed of.</summary>
    /// <param name="kind">The compression.</param>
    /// <param name="output">The stream to write to, which stays open.</param>
    /// <param name="maxThreads">The maximum number of threads, at least 1; null for the number of cores. The output does not depend on
    /// it.</param>
    /// <param name="cancellationToken">If it is cancelled, writing and completing the stream throw.</param>
    /// <exception cref="CompressionUnavailableException">The host has no library for this compression.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Stream Create(
        CompressionKind kind, Stream output, int? maxThreads = null, CancellationToken cancellationToken = default) => kind switch
        {
            CompressionKind.None => new PlainStream(output, cancellationToken),
            CompressionKind.Gzip => new ParallelGzipStream(output, leaveOpen: true, maxThreads, cancellationToken),
            CompressionKind.Xz => new XzStream(output, leaveOpen: true, maxThreads, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This compression does not exist."),
        };

    private sealed class PlainStream(Stream output, CancellationToken cancellation) : CompressingStream
    {
        protected override void WriteCore(ReadOnlySpan<byte> buffer)
        {
            cancellation.ThrowIfCancellationRequested();
            output.Write(buffer);
        }

        protected override void Complete() => cancellation.ThrowIfCancellationRequested();

        protected override void Release()
        {
        }
    }
}
