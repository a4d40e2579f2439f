namespace ServicePackaging.Formats.Streams;

/// <summary>Reads another stream, which it disposes of. If the input of a decoder is too short, whether the decoder throws an
/// <see cref="EndOfStreamException"/> or returns no bytes, this stream throws an <see cref="InvalidDataException"/>.</summary>
/// <param name="source">The stream to read.</param>
/// <param name="what">The name of the source at the start of a message.</param>
internal abstract class FilterStream(Stream source, string what) : ReadOnlyStream
{
    /// <summary>The number of bytes that have been read from the source.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The name of the source in messages.</summary>
    protected string What => what;

    /// <summary>Reads the source to its end, so that the checksum of its compression is verified.</summary>
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

    /// <summary>Creates the exception to throw if the source ends too early.</summary>
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
