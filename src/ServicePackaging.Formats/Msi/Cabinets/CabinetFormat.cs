namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>The constants of the cabinet format, [MS-CAB], and of MSZIP, [MS-MCI].</summary>
internal static class CabinetFormat
{
    public const byte MajorVersion = 1;
    public const byte MinorVersion = 3;

    /// <summary>The maximum number of unpacked bytes in a block. All blocks of a folder except the last one have this length ([MS-CAB],
    /// CFDATA).</summary>
    public const int BlockLength = 32 * 1024;

    /// <summary>How far an MSZIP block can refer back to previous blocks of its folder ([MS-MCI], structures).</summary>
    public const int HistoryLength = 32 * 1024;

    /// <summary>The maximum length of a packed MSZIP block with its signature ([MS-MCI], structures).</summary>
    public const int MaxPackedLength = BlockLength + 12;

    public const int MaxBlocksPerFolder = 65535;

    /// <summary>The maximum number of unpacked bytes in a folder, and so the maximum length of a file: 65,535 blocks ([MS-CAB],
    /// CFFILE).</summary>
    public const long MaxFolderLength = (long)MaxBlocksPerFolder * BlockLength;

    /// <summary>The maximum length of a cabinet in bytes ([MS-CAB], CFHEADER).</summary>
    public const long MaxCabinetLength = int.MaxValue;

    public const int MaxFiles = 65535;

    /// <summary>The maximum length of a file's name in bytes, including the terminating NUL ([MS-CAB], CFFILE).</summary>
    public const int MaxNameLength = 256;

    public static ReadOnlySpan<byte> Signature => "MSCF"u8;

    /// <summary>The signature at the start of an MSZIP block.</summary>
    public static ReadOnlySpan<byte> BlockSignature => "CK"u8;

    /// <summary>The offsets of the header's fields ([MS-CAB], CFHEADER).</summary>
    public static class Header
    {
        public const int CabinetLength = 8;
        public const int FilesOffset = 16;
        public const int MinorVersion = 24;
        public const int MajorVersion = 25;
        public const int FolderCount = 26;
        public const int FileCount = 28;
        public const int Flags = 30;
        public const int Length = 36;
    }

    /// <summary>The offsets of a folder's fields ([MS-CAB], CFFOLDER).</summary>
    public static class Folder
    {
        public const int DataOffset = 0;
        public const int BlockCount = 4;
        public const int Compression = 6;
        public const int Length = 8;
    }

    /// <summary>The offsets of a file's fields, which precede its name ([MS-CAB], CFFILE).</summary>
    public static class File
    {
        public const int FileLength = 0;
        public const int OffsetInFolder = 4;
        public const int Folder = 8;
        public const int Date = 10;
        public const int Time = 12;
        public const int Attributes = 14;
        public const int Length = 16;
    }

    /// <summary>The offsets of the fields in a block's header ([MS-CAB], CFDATA).</summary>
    public static class Block
    {
        public const int Checksum = 0;
        public const int PackedLength = 4;
        public const int UnpackedLength = 6;
        public const int Length = 8;
    }
}

/// <summary>The compression of a folder's blocks ([MS-CAB], CFFOLDER).</summary>
internal enum CabinetCompression : ushort
{
    None = 0,

    /// <summary>Deflate, block by block.</summary>
    MsZip = 1,
}

/// <summary>A file's attributes ([MS-CAB], CFFILE).</summary>
[Flags]
internal enum CabinetFileAttributes : ushort
{
    None = 0,
    ReadOnly = 0x01,
    Hidden = 0x02,
    System = 0x04,
    Archive = 0x20,
    Execute = 0x40,

    /// <summary>The name is UTF-8.</summary>
    NameIsUtf8 = 0x80,
}
