using System.Globalization;

namespace ServicePackaging.Formats.Archives;

/// <summary>What stands before an entry's content in a cpio archive.</summary>
/// <param name="Name">As the archive has it; null in the stripped form, which leaves all but the index to the reader's list.</param>
/// <param name="Index">The entry's number in the stripped form.</param>
/// <param name="Mode">Type and permission bits; of none in the stripped form.</param>
/// <param name="LinkCount">How many names the object has.</param>
/// <param name="Length">Of the content; of hard links one alone has any.</param>
internal sealed record CpioHeader(string? Name, uint Index, InodeMode Mode, uint LinkCount, long Length);

/// <summary>Reads cpio archives in the portable ASCII format and in rpm's stripped form.</summary>
internal sealed class CpioReader(Stream source) : CpioContentStream(source)
{
    /// <summary>The next entry, or null at the end mark. What is left of the content before is skipped.</summary>
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
            throw new InvalidDataException("The payload has no cpio header where one belongs.");
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

    /// <summary>Says how long the content of a stripped entry is.</summary>
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
            : throw new InvalidDataException("A cpio header holds a number that is none.");
    }
}
