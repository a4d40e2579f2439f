using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>What the readers of all cpio dialects have in common: entries follow one another, and reading yields the content of the current
/// entry. Any damage, including damage to the compression, is reported as an <see cref="InvalidDataException"/>.</summary>
/// <param name="source">The archive, which this stream disposes of.</param>
internal abstract class CpioContentStream(Stream source) : FilterStream(source, "The payload")
{
    private readonly byte[] _name = new byte[CpioFormat.MaxNameLength];

    /// <summary>The number of bytes of the current content that have not been read yet.</summary>
    protected long Remaining { get; set; }

    /// <summary>Reads the content of the current entry.</summary>
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

    /// <summary>Skips the rest of the current content.</summary>
    protected void SkipContent()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (Read(buffer) > 0)
        {
        }
    }

    /// <summary>Reads a name. The length includes its terminating NUL.</summary>
    protected string ReadName(uint length)
    {
        if (length is 0 or > CpioFormat.MaxNameLength)
        {
            throw new InvalidDataException($"A cpio entry declares a name of {length} bytes.");
        }

        var name = _name.AsSpan(0, (int)length);
        FillFromSource(name);
        return name.IndexOf((byte)0) == name.Length - 1
            ? PackageText.Decode(name[..^1])
            : throw new InvalidDataException("A cpio entry's name does not have the length that its header declares.");
    }
}
