using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Archives;

/// <summary>What the readers of all cpio dialects do alike: entries follow one another, and reading yields the current one's content.
/// Whatever is wrong with the bytes, compression included, comes out as <see cref="InvalidDataException"/>.</summary>
/// <param name="source">The archive, which is disposed of.</param>
internal abstract class CpioContentStream(Stream source) : ReadOnlyStream
{
    private readonly byte[] _name = new byte[CpioFormat.MaxNameLength];

    /// <summary>How much of the archive has been read.</summary>
    public long ArchivePosition { get; private set; }

    /// <summary>How much of the current content is left.</summary>
    protected long Remaining { get; set; }

    /// <summary>Reads from the content of the current entry.</summary>
    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Remaining);
        if (count == 0)
        {
            return 0;
        }

        var read = ReadSource(buffer[..count]);
        Remaining -= read > 0 ? read : throw Truncated();
        return read;
    }

    /// <summary>Reads what is behind the end mark, so that a compression's own checksum is reached.</summary>
    public void Drain()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (ReadSource(buffer) > 0)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads over what is left of the current content.</summary>
    protected void SkipContent()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (Read(buffer) > 0)
        {
        }
    }

    /// <summary>Reads a name of a length that includes its NUL.</summary>
    protected string ReadName(uint length)
    {
        if (length is 0 or > CpioFormat.MaxNameLength)
        {
            throw new InvalidDataException($"A cpio entry claims a name of {length} bytes.");
        }

        var name = _name.AsSpan(0, (int)length);
        ReadHeader(name);
        return name.IndexOf((byte)0) == name.Length - 1
            ? PackageText.Decode(name[..^1])
            : throw new InvalidDataException("A cpio entry's name does not end where its header says.");
    }

    /// <summary>Fills a buffer from the archive.</summary>
    protected void ReadHeader(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var read = ReadSource(buffer);
            buffer = buffer[(read > 0 ? read : throw Truncated())..];
        }
    }

    private int ReadSource(Span<byte> buffer)
    {
        try
        {
            var read = source.Read(buffer);
            ArchivePosition += read;
            return read;
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The compressed payload ends early.", e);
        }
    }

    private static InvalidDataException Truncated() => new("The payload ends early.");
}
