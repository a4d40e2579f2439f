namespace ServicePackaging.Formats.Archives;

/// <summary>The cpio dialects of rpm payloads: the portable ASCII format of SVR4 (cpio(5) of libarchive, "New ASCII Format"), and the
/// stripped form, in which the header contains only an entry's number instead of its name (rpm, docs/manual/large_files.md).</summary>
internal static class CpioFormat
{
    public const int MagicLength = 6;
    public const int NumberLength = 8;

    /// <summary>The numbers after the magic: inode, mode, user, group, links, time, length, device (2), device of a special file (2),
    /// length of the name with its NUL, checksum.</summary>
    public const int NumberCount = 13;
    public const int InodeNumber = 0;
    public const int ModeNumber = 1;
    public const int LinkCountNumber = 4;
    public const int TimeNumber = 5;
    public const int LengthNumber = 6;
    public const int NameLengthNumber = 11;

    public const int HeaderLength = MagicLength + (NumberCount * NumberLength);

    /// <summary>The header of the stripped form: the magic and the entry's number.</summary>
    public const int StrippedHeaderLength = MagicLength + NumberLength;

    /// <summary>The longest name, including its NUL, that rpm reads (lib/cpio.c).</summary>
    public const int MaxNameLength = 4096;

    public const string TrailerName = "TRAILER!!!";

    public static ReadOnlySpan<byte> Magic => "070701"u8;

    /// <summary>Like <see cref="Magic"/>, but with a checksum field, which no tool fills in.</summary>
    public static ReadOnlySpan<byte> ChecksumMagic => "070702"u8;

    public static ReadOnlySpan<byte> StrippedMagic => "07070X"u8;

    /// <summary>The number of bytes that pad a position to a multiple of four.</summary>
    public static int PaddingOf(long position) => (int)(-position & 3);
}
