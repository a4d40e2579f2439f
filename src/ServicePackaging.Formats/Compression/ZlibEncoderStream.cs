using System.Buffers.Binary;
using ServicePackaging.Formats.Checksums;

namespace ServicePackaging.Formats.Compression;

/// <summary>Writes one zlib stream (RFC 1950) whose bytes depend on the content alone, unlike those of the runtime's own, which depend on
/// the host. The output stays open.</summary>
internal sealed class ZlibEncoderStream : CompressingStream
{
    // Deflate with a window of 32 KiB; the compressor's slowest, no dictionary; a multiple of 31.
    private static readonly byte[] Header = [0x78, 0xDA];

    private readonly Stream _output;
    private readonly ParallelDeflater _deflater;
    private uint _adler = Adler32.Initial;

    public ZlibEncoderStream(Stream output, CancellationToken cancellationToken = default)
    {
        _output = output;
        // What is compressed so is small: more threads would take longer to start than to help.
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
