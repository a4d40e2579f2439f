namespace ServicePackaging.Formats.Streams;

/// <summary>Reads another stream, which it disposes of. A decoder that finds its input too short, in whichever way it says so, is answered
/// with <see cref="InvalidDataException"/>.</summary>
/// <param name="source">What is read.</param>
/// <param name="what">What the source is called at the start of a message.</param>
internal abstract class FilterStream(Stream source, string what) : ReadOnlyStream
{
    /// <summary>How much of the source has been read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>What the source is called.</summary>
    protected string What => what;

    /// <summary>Reads the source to its end, so that a compression's own checksum is reached.</summary>
    public void Drain()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (ReadSource(buffer) > 0)
        {
        }
    }

    /// <summary>Reads from the source; 0 at its end.</summary>
    protected int ReadSource(Span<byte> buffer)
    {
        try
        {
            var read = source.Read(buffer);
            BytesRead += read;
            return read;
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{what} ends early.", e);
        }
    }

    /// <summary>Fills a buffer from the source.</summary>
    protected void FillFromSource(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var read = ReadSource(buffer);
            buffer = buffer[(read > 0 ? read : throw EndsEarly())..];
        }
    }

    /// <summary>The failure to throw where the source ends too early.</summary>
    protected InvalidDataException EndsEarly() => new($"{what} ends early.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
