namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>The constants of the cabinet format, [MS-CAB], and of MSZIP, [MS-MCI].</summary>
internal static class CabinetFormat
{
    public const byte MajorVersion = 1;
    public const byte MinorVersion = 3;

    /// <summary>The most bytes that a block unpacks to; all of a folder's blocks but the last have as many ([MS-CAB], CFDATA).</summary>
    public const int BlockLength = 32 * 1024;

    /// <summary>How far back a block of MSZIP can refer to, into the blocks before it in its folder ([MS-MCI], structures).</summary>
    public const int HistoryLength = 32 * 1024;

    /// <summary>The longest packed block of MSZIP with its signature ([MS-MCI], structures).</summary>
    public const int MaxPackedLength = BlockLength + 12;

    public const int MaxBlocksPerFolder = 65535;

    /// <summary>The most bytes that a folder unpacks to, and so the longest file: 65,535 blocks ([MS-CAB], CFFILE).</summary>
    public const long MaxFolderLength = (long)MaxBlocksPerFolder * BlockLength;

    /// <summary>The longest cabinet in bytes ([MS-CAB], CFHEADER).</summary>
    public const long MaxCabinetLength = int.MaxValue;

    public const int MaxFiles = 65535;

    /// <summary>Of a file's name in bytes, with the zero that ends it ([MS-CAB], CFFILE).</summary>
    public const int MaxNameLength = 256;

    public static ReadOnlySpan<byte> Signature => "MSCF"u8;

    /// <summary>What an MSZIP block starts with.</summary>
    public static ReadOnlySpan<byte> BlockSignature => "CK"u8;

    /// <summary>Where the header's fields lie ([MS-CAB], CFHEADER).</summary>
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

    /// <summary>Where a folder's fields lie ([MS-CAB], CFFOLDER).</summary>
    public static class Folder
    {
        public const int DataOffset = 0;
        public const int BlockCount = 4;
        public const int Compression = 6;
        public const int Length = 8;
    }

    /// <summary>Where a file's fields lie, before its name ([MS-CAB], CFFILE).</summary>
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

    /// <summary>Where the fields of a block's header lie ([MS-CAB], CFDATA).</summary>
    public static class Block
    {
        public const int Checksum = 0;
        public const int PackedLength = 4;
        public const int UnpackedLength = 6;
        public const int Length = 8;
    }
}

/// <summary>How a folder's blocks are packed ([MS-CAB], CFFOLDER).</summary>
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
