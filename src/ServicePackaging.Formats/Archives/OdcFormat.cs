namespace ServicePackaging.Formats.Archives;

/// <summary>The cpio dialect of macOS packages: POSIX.1's portable character format (pax, "cpio Interchange Format"; cpio(5) of libarchive,
/// "odc"): octal digits, no alignment.</summary>
internal static class OdcFormat
{
    public const int HeaderLength = 76;

    /// <summary>The number of digits of every number except the two of <see cref="LongLength"/>.</summary>
    public const int ShortLength = 6;

    /// <summary>The number of digits of the modification time and of the content's length.</summary>
    public const int LongLength = 11;

    public const int MagicOffset = 0;
    public const int DeviceOffset = 6;
    public const int InodeOffset = 12;
    public const int ModeOffset = 18;
    public const int UserIdOffset = 24;
    public const int GroupIdOffset = 30;
    public const int LinkCountOffset = 36;
    public const int SpecialDeviceOffset = 42;
    public const int TimeOffset = 48;
    public const int NameLengthOffset = 59;
    public const int LengthOffset = 65;

    /// <summary>The largest number of six octal digits, for inodes, users and groups.</summary>
    public const int MaxShort = 0x3FFFF;

    /// <summary>The largest number of eleven octal digits: one byte less than 8 GiB.</summary>
    public const long MaxLong = 0x1FFFFFFFF;

    /// <summary>Archives are zero-padded to a multiple of this length.</summary>
    public const int BlockLength = 512;

    public static ReadOnlySpan<byte> Magic => "070707"u8;
}
