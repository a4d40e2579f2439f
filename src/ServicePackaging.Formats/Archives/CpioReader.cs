using System.Globalization;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Archives;

/// <summary>What stands before an entry's content in a cpio archive.</summary>
/// <param name="Name">As the archive has it; null in the stripped form, which leaves all but the index to the reader's list.</param>
/// <param name="Index">The entry's number in the stripped form.</param>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="LinkCount">How many names the object has.</param>
/// <param name="Length">Of the content; of hard links one alone has any.</param>
internal sealed record CpioHeader(string? Name, uint Index, uint Mode, uint LinkCount, long Length);

/// <summary>Reads cpio archives in the portable ASCII format and in rpm's stripped form. Whatever is wrong with the bytes, compression
/// included, comes out as <see cref="InvalidDataException"/>.</summary>
internal sealed class CpioReader(Stream source) : ReadOnlyStream
{
    private readonly byte[] _name = new byte[CpioFormat.MaxNameLength];
    private long _position;
    private long _remaining;

    /// <summary>The next entry, or null at the end mark. What is left of the content before is skipped.</summary>
    public CpioHeader? Next()
    {
        Skip();
        Align();
        Span<byte> header = stackalloc byte[CpioFormat.HeaderLength];
        ReadExactly(header[..CpioFormat.StrippedHeaderLength]);
        if (header.StartsWith(CpioFormat.StrippedMagic))
        {
            Align();
            return new CpioHeader(null, Number(header, 0), 0, 1, 0);
        }

        if (!header.StartsWith(CpioFormat.Magic) && !header.StartsWith(CpioFormat.ChecksumMagic))
        {
            throw new InvalidDataException("The payload has no cpio header where one belongs.");
        }

        ReadExactly(header[CpioFormat.StrippedHeaderLength..]);
        var name = ReadName(Number(header, CpioFormat.NameLengthNumber));
        Align();
        SetLength(Number(header, CpioFormat.LengthNumber));
        return name == CpioFormat.TrailerName
            ? null
            : new CpioHeader(name, 0, Number(header, CpioFormat.ModeNumber), Number(header, CpioFormat.LinkCountNumber), _remaining);
    }

    /// <summary>Says how long the content of a stripped entry is.</summary>
    public new void SetLength(long length) => _remaining = length;

    /// <summary>Reads from the content of the current entry.</summary>
    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _remaining);
        if (count == 0)
        {
            return 0;
        }

        var read = ReadSource(buffer[..count]);
        _remaining -= read > 0 ? read : throw Truncated();
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

    private string ReadName(uint length)
    {
        if (length is 0 or > CpioFormat.MaxNameLength)
        {
            throw new InvalidDataException($"A cpio entry claims a name of {length} bytes.");
        }

        var name = _name.AsSpan(0, (int)length);
        ReadExactly(name);
        return name.IndexOf((byte)0) == name.Length - 1
            ? PackageText.Decode(name[..^1])
            : throw new InvalidDataException("A cpio entry's name does not end where its header says.");
    }

    private void Skip()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (Read(buffer) > 0)
        {
        }
    }

    private void Align()
    {
        Span<byte> padding = stackalloc byte[3];
        ReadExactly(padding[..CpioFormat.PaddingOf(_position)]);
    }

    private new void ReadExactly(Span<byte> buffer)
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
            _position += read;
            return read;
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The compressed payload ends early.", e);
        }
    }

    private static uint Number(ReadOnlySpan<byte> header, int index)
    {
        var field = header.Slice(CpioFormat.MagicLength + (index * CpioFormat.NumberLength), CpioFormat.NumberLength);
        return uint.TryParse(field, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException("A cpio header holds a number that is none.");
    }

    private static InvalidDataException Truncated() => new("The payload ends early.");
}
