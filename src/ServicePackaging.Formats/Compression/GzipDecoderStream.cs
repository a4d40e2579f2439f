using System.IO.Compression;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Compression;

/// <summary>Reads consecutive gzip members and detects truncation, which <see cref="GZipStream"/> does not: it treats the end of its input
/// as the end of the content.</summary>
/// <param name="input">The stream to read, which stays open.</param>
internal sealed class GzipDecoderStream(Stream input) : ReadOnlyStream
{
    private readonly GZipStream _gzip = new(new MarkedInput(input), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer) => _gzip.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    // Appends bytes to the input that are not a gzip member. After a complete member, the decoder requests them once and ignores them.
    // Within a member, they break its codes or its CRC, or the decoder requests more of them.
    private sealed class MarkedInput(Stream input) : ReadOnlyStream
    {
        private const int MarkLength = 16;

        private bool _ended;

        public override int Read(Span<byte> buffer)
        {
            var read = input.Read(buffer);
            if (read > 0 || buffer.IsEmpty)
            {
                return read;
            }

            if (_ended)
            {
                throw new InvalidDataException("The gzip stream is truncated.");
            }

            _ended = true;
            var mark = buffer[..Math.Min(MarkLength, buffer.Length)];
            mark.Fill(0xFF);
            return mark.Length;
        }
    }
}
