using System.Buffers.Binary;
using ServicePackaging.Formats.Checksums;

namespace ServicePackaging.Formats.Compression;

/// <summary>Writes one zlib stream (RFC 1950). Its output depends only on the content, whereas that of the runtime's class depends on the
/// host. The output stays open.</summary>
internal sealed class ZlibEncoderStream : CompressingStream
{
    // Deflate with a window of 32 KiB; the slowest compression, no dictionary; a multiple of 31.
    private static readonly byte[] Header = [0x78, 0xDA];

    private readonly Stream _output;
    private readonly ParallelDeflater _deflater;
    private uint _adler = Adler32.Initial;

    public ZlibEncoderStream(Stream output, CancellationToken cancellationToken = default)
    {
        _output = output;
        // The content is small: starting more threads would take longer than compressing it.
        _deflater = new ParallelDeflater(output, maxThreads: 1, cancellationToken);
        output.Write(Header);
    }

    protected override void WriteCore(ReadOnlySpan<byte> buffer)
    {
        _adler = Adler32.Append(_adler, buffer);
        _deflater.Write(buffer);
    }

    protected override void Complete()
    {
        _deflater.Complete();
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(trailer, _adler);
        _output.Write(trailer);
    }

    protected override void Release() => _deflater.Dispose();
}
