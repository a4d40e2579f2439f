using System.Globalization;

namespace ServicePackaging.Formats.Archives;

/// <summary>The header of an entry in a cpio archive.</summary>
/// <param name="Name">The name as it is in the archive; null in the stripped form, which contains only the index of the entry in a separate
/// list.</param>
/// <param name="Index">The entry's number in the stripped form.</param>
/// <param name="Mode">Type and permission bits; empty in the stripped form.</param>
/// <param name="LinkCount">How many names the object has.</param>
/// <param name="Length">The length of the content. Of several hard links to one file, only one has a content.</param>
internal sealed record CpioHeader(string? Name, uint Index, InodeMode Mode, uint LinkCount, long Length);

/// <summary>Reads cpio archives in the portable ASCII format and in rpm's stripped form.</summary>
internal sealed class CpioReader(Stream source) : CpioContentStream(source)
{
    /// <summary>Returns the next entry, or null at the end mark. The rest of the previous content is skipped.</summary>
    public CpioHeader? Next()
    {
        SkipContent();
        Align();
        Span<byte> header = stackalloc byte[CpioFormat.HeaderLength];
        FillFromSource(header[..CpioFormat.StrippedHeaderLength]);
        if (header.StartsWith(CpioFormat.StrippedMagic))
        {
            Align();
            return new CpioHeader(null, Number(header, 0), default, 1, 0);
        }

        if (!header.StartsWith(CpioFormat.Magic) && !header.StartsWith(CpioFormat.ChecksumMagic))
        {
            throw new InvalidDataException("The payload has no cpio header where one is expected.");
        }

        FillFromSource(header[CpioFormat.StrippedHeaderLength..]);
        var name = ReadName(Number(header, CpioFormat.NameLengthNumber));
        Align();
        SetLength(Number(header, CpioFormat.LengthNumber));
        return name == CpioFormat.TrailerName
            ? null
            : new CpioHeader(
                name,
                0,
                InodeMode.FromBits((int)Number(header, CpioFormat.ModeNumber)),
                Number(header, CpioFormat.LinkCountNumber),
                Remaining);
    }

    /// <summary>Sets the length of the content of a stripped entry.</summary>
    public new void SetLength(long length) => Remaining = length;

    private void Align()
    {
        Span<byte> padding = stackalloc byte[3];
        FillFromSource(padding[..CpioFormat.PaddingOf(BytesRead)]);
    }

    private static uint Number(ReadOnlySpan<byte> header, int index)
    {
        var field = header.Slice(CpioFormat.MagicLength + (index * CpioFormat.NumberLength), CpioFormat.NumberLength);
        return uint.TryParse(field, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException("A cpio header contains a field that is not a number.");
    }
}
