using System.Buffers.Binary;

namespace ServicePackaging.Formats.Compression;

/// <summary>Writes one gzip member (RFC 1952) on several cores. The bytes depend on the content alone: not on the number of threads, on how
/// the content is divided among writes, on the host or on the day. Memory is some 2.4 MB per core, whatever the length
/// of the content.</summary>
public sealed class ParallelGzipStream : CompressingStream
{
    // Deflate; no flags; no time; 2, the compressor's strongest; made on Unix: what the bytes say must not depend on the host.
    private static readonly byte[] Header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3];

    private readonly Stream _output;
    private readonly bool _leaveOpen;
    private readonly ParallelDeflater _deflater;
    private bool _begun;

    /// <summary>A gzip member onto a stream, complete when this stream is disposed of.</summary>
    /// <param name="output">Where to; written by the thread that writes to this stream, and by no other.</param>
    /// <param name="leaveOpen">Whether <paramref name="output"/> stays open.</param>
    /// <param name="maxThreads">The most threads, from 1 on; null for as many as there are cores, up to 16. One compresses on the writing
    /// thread.</param>
    /// <param name="cancellationToken">Makes writes, and the completion, throw.</param>
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
