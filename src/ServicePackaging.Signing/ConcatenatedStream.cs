using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Signing;

/// <summary>The contents of several streams, one after the other. The streams are disposed of with it.</summary>
internal sealed class ConcatenatedStream(IReadOnlyList<Stream> parts) : ReadOnlyStream
{
    private int _index;

    public override int Read(Span<byte> buffer)
    {
        for (; _index < parts.Count && !buffer.IsEmpty; _index++)
        {
            if (parts[_index].Read(buffer) is var read and > 0)
            {
                return read;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
