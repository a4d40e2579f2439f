namespace ServicePackaging.Formats.Archives;

/// <summary>The header of an entry in POSIX's portable character format.</summary>
/// <param name="Name">The name as it is in the archive.</param>
/// <param name="Inode">The inode number.</param>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="UserId">The owner's user ID.</param>
/// <param name="GroupId">The group ID.</param>
/// <param name="LinkCount">How many names the object has.</param>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="Length">The content's length in bytes.</param>
internal sealed record OdcHeader(string Name, int Inode, InodeMode Mode, int UserId, int GroupId, int LinkCount, long Time, long Length)
{
    /// <summary>The device that contained the object.</summary>
    public int Device { get; init; }

    /// <summary>The device that a special file represents.</summary>
    public int SpecialDevice { get; init; }
}

/// <summary>Reads cpio archives in POSIX's portable character format.</summary>
internal sealed class OdcReader(Stream source) : CpioContentStream(source)
{
    /// <summary>Returns the next entry, or null at the end mark. The rest of the previous content is skipped.</summary>
    public OdcHeader? Next()
    {
        SkipContent();
        Span<byte> header = stackalloc byte[OdcFormat.HeaderLength];
        FillFromSource(header);
        if (!header.StartsWith(OdcFormat.Magic))
        {
            throw new InvalidDataException("The payload has no cpio header of the odc dialect where one is expected.");
        }

        var name = ReadName((uint)Short(header, OdcFormat.NameLengthOffset));
        Remaining = Number(header, OdcFormat.LengthOffset, OdcFormat.LongLength);
        return name == CpioFormat.TrailerName
            ? null
            : new OdcHeader(
                name,
                Short(header, OdcFormat.InodeOffset),
                InodeMode.FromBits(Short(header, OdcFormat.ModeOffset)),
                Short(header, OdcFormat.UserIdOffset),
                Short(header, OdcFormat.GroupIdOffset),
                Short(header, OdcFormat.LinkCountOffset),
                Number(header, OdcFormat.TimeOffset, OdcFormat.LongLength),
                Remaining)
            {
                Device = Short(header, OdcFormat.DeviceOffset),
                SpecialDevice = Short(header, OdcFormat.SpecialDeviceOffset),
            };
    }

    private static int Short(ReadOnlySpan<byte> header, int offset) => (int)Number(header, offset, OdcFormat.ShortLength);

    private static long Number(ReadOnlySpan<byte> header, int offset, int length)
    {
        long value = 0;
        foreach (var digit in header.Slice(offset, length))
        {
            value = digit is >= (byte)'0' and <= (byte)'7'
                ? (value << 3) | (uint)(digit - '0')
                : throw new InvalidDataException("A cpio header contains a field that is not a number.");
        }

        return value;
    }
}
