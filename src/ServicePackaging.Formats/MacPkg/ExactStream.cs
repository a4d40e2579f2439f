using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Passes a decoder's output on, which has to be as long as promised: the runtime's decoders take the end of their input for the
/// end of the content.</summary>
internal sealed class ExactStream(Stream source, long length, string what) : ReadOnlyStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        try
        {
            read = source.Read(buffer);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{what} ends early.", e);
        }

        _read += read;
        return _read <= length && (read > 0 || _read == length)
            ? read
            : throw new InvalidDataException($"{what} is not of the {length} bytes that it promises.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
