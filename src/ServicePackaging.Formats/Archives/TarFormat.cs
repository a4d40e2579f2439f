namespace ServicePackaging.Formats.Archives;

/// <summary>The fields of a tar header in GNU's dialect (GNU tar manual, "Basic Tar Format"; tar(5) of libarchive, "GNU Tar
/// Archives").</summary>
internal static class TarFormat
{
    public const int BlockLength = 512;

    public const int NameOffset = 0;
    public const int NameLength = 100;
    public const int ModeOffset = 100;
    public const int UserIdOffset = 108;
    public const int GroupIdOffset = 116;
    public const int IdLength = 8;
    public const int SizeOffset = 124;
    public const int ModificationTimeOffset = 136;
    public const int NumberLength = 12;
    public const int ChecksumOffset = 148;
    public const int ChecksumLength = 8;
    public const int TypeOffset = 156;
    public const int LinkNameOffset = 157;
    public const int MagicOffset = 257;
    public const int UserNameOffset = 265;
    public const int GroupNameOffset = 297;
    public const int OwnerNameLength = 32;

    /// <summary>The smallest size that does not fit into eleven octal digits: 8 GiB.</summary>
    public const long FirstBinarySize = 1L << 33;

    public const byte RegularFile = (byte)'0';
    public const byte OldRegularFile = 0;
    public const byte HardLink = (byte)'1';
    public const byte SymbolicLink = (byte)'2';
    public const byte Directory = (byte)'5';
    public const byte Fifo = (byte)'6';
    public const byte LongLinkTarget = (byte)'K';
    public const byte LongName = (byte)'L';

    /// <summary>The magic and version of the GNU dialect, which dpkg accepts in addition to ustar's.</summary>
    public static ReadOnlySpan<byte> GnuMagic => "ustar  \0"u8;

    /// <summary>The name of the pseudo entry whose content is the next entry's long name or long link target.</summary>
    public static ReadOnlySpan<byte> LongLinkName => "././@LongLink"u8;

    /// <summary>The number of bytes that pad a content of the given length to whole blocks.</summary>
    public static int PaddingOf(long length) => (int)(-length & (BlockLength - 1));
}
