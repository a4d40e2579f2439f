using System.Buffers.Binary;

namespace ServicePackaging.Formats.Compression;

/// <summary>Writes one gzip member (RFC 1952) on several cores. The output depends only on the content: not on the number of threads, the
/// division into writes, the host or the date. It uses about 2.4 MB of memory per core, whatever the length of the content.</summary>
public sealed class ParallelGzipStream : CompressingStream
{
    // Deflate; no flags; no time; 2, the strongest compression; created on Unix, since the bytes must not depend on the host.
    private static readonly byte[] Header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3];

    private readonly Stream _output;
    private readonly bool _leaveOpen;
    private readonly ParallelDeflater _deflater;
    private bool _begun;

    /// <summary>Creates a stream that writes a gzip member to another stream. It is completed when it is disposed of.</summary>
    /// <param name="output">The stream to write to. Only the thread that writes to this stream writes to it.</param>
    /// <param name="leaveOpen">Whether <paramref name="output"/> stays open.</param>
    /// <param name="maxThreads">The maximum number of threads, at least 1; null for the number of cores, up to 16. With 1, the writing
    /// thread compresses.</param>
    /// <param name="cancellationToken">If it is cancelled, writing and completing the stream throw.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is below 1.</exception>
    public ParallelGzipStream(Stream output, bool leaveOpen = false, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxThreads ?? 1, 1, nameof(maxThreads));
        _output = output;
        _leaveOpen = leaveOpen;
        _deflater = new ParallelDeflater(output, maxThreads, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void WriteCore(ReadOnlySpan<byte> buffer)
    {
        WriteHeader();
        _deflater.Write(buffer);
    }

    /// <inheritdoc/>
    protected override void Complete()
    {
        WriteHeader();
        _deflater.Complete();
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _deflater.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], unchecked((uint)_deflater.Length));
        _output.Write(trailer);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        _deflater.Dispose();
        if (!_leaveOpen)
        {
            _output.Dispose();
        }
    }

    private void WriteHeader()
    {
        if (!_begun)
        {
            _begun = true;
            _output.Write(Header);
        }
    }
}
