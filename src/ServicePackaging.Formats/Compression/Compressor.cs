namespace ServicePackaging.Formats.Compression;

/// <summary>Makes the streams that compress the members of a package.</summary>
public static class Compressor
{
    /// <summary>A write-only stream that compresses onto another and is complete when it is disposed of.</summary>
    /// <param name="kind">The compression.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="maxThreads">The most threads, from 1 on; null for as many as there are cores. The bytes do not depend on it.</param>
    /// <param name="cancellationToken">Makes writes, and the completion, throw.</param>
    /// <exception cref="CompressionUnavailableException">The host has no library for this compression.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Stream Create(
        CompressionKind kind, Stream output, int? maxThreads = null, CancellationToken cancellationToken = default) => kind switch
        {
            CompressionKind.None => new PlainStream(output, cancellationToken),
            CompressionKind.Gzip => new ParallelGzipStream(output, leaveOpen: true, maxThreads, cancellationToken),
            CompressionKind.Xz => new XzStream(output, leaveOpen: true, maxThreads, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such compression."),
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
