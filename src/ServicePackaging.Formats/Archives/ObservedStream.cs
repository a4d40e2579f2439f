using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Archives;

/// <summary>Passes a stream through, which it disposes of, and shows each block to an observer.</summary>
internal sealed class ObservedStream(Stream source, Action<ReadOnlySpan<byte>> observer) : ReadOnlyStream
{
    /// <summary>The number of bytes so far.</summary>
    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        BytesRead += read;
        observer(buffer[..read]);
        return read;
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
