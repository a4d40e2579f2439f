using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>What the readers of all cpio dialects have in common: entries follow one another, and reading yields the current one's content.
/// Whatever is wrong with the bytes, compression included, comes out as <see cref="InvalidDataException"/>.</summary>
/// <param name="source">The archive, which is disposed of.</param>
internal abstract class CpioContentStream(Stream source) : FilterStream(source, "The payload")
{
    private readonly byte[] _name = new byte[CpioFormat.MaxNameLength];

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
        Remaining -= read > 0 ? read : throw EndsEarly();
        return read;
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
        FillFromSource(name);
        return name.IndexOf((byte)0) == name.Length - 1
            ? PackageText.Decode(name[..^1])
            : throw new InvalidDataException("A cpio entry's name does not end where its header says.");
    }
}
