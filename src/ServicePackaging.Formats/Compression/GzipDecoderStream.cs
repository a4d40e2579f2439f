using System.IO.Compression;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Compression;

/// <summary>Reads gzip members, one after another, and knows a truncated one: <see cref="GZipStream"/> takes the end of its input for the
/// end of the content, wherever it comes.</summary>
/// <param name="input">What to read; it stays open.</param>
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

    // The input is made to go on with bytes that are no gzip member: behind a whole member they are asked for once and ignored; within one
    // they break its codes or its CRC, or more of them are asked for.
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
