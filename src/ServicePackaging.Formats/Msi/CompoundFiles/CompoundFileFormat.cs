namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>The constants of the Compound File Binary File Format, [MS-CFB].</summary>
internal static class CompoundFileFormat
{
    /// <summary>The sector length of version 3.</summary>
    public const int SectorLength = 1 << SectorShift;

    public const int SectorShift = 9;

    /// <summary>The sector length of version 4 as a power of two.</summary>
    public const int Version4SectorShift = 12;

    public const int MiniSectorLength = 1 << MiniSectorShift;

    public const int MiniSectorShift = 6;

    /// <summary>Shorter streams are located in the mini stream, other streams are not ([MS-CFB] 2.2, 2.4).</summary>
    public const int MiniStreamCutoff = 4096;

    /// <summary>The length below which a file of version 3 must stay, in bytes ([MS-CFB] 2.6.1 limits its streams to 2 GiB).</summary>
    public const long LengthLimit = 1L << 31;

    public const ushort MajorVersion = 3;
    public const ushort MajorVersion4 = 4;
    public const ushort MinorVersion = 0x003E;
    public const ushort ByteOrder = 0xFFFE;

    /// <summary>The number of FAT sectors that the header lists. DIFAT sectors list the others.</summary>
    public const int HeaderDifatEntries = 109;

    public const int DirectoryEntryLength = 128;

    /// <summary>The maximum length of a name in UTF-16 units, without the terminating NUL.</summary>
    public const int MaxNameLength = 31;

    /// <summary>The characters that a name must not contain ([MS-CFB] 2.6.1).</summary>
    public const string IllegalNameCharacters = "/\\:!";

    public const string RootName = "Root Entry";

    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The offsets of the header's fields ([MS-CFB] 2.2).</summary>
    public static class Header
    {
        public const int Length = 512;
        public const int ClassId = 8;
        public const int MinorVersion = 24;
        public const int MajorVersion = 26;
        public const int ByteOrder = 28;
        public const int SectorShift = 30;
        public const int MiniSectorShift = 32;
        public const int Reserved = 34;
        public const int DirectorySectorCount = 40;
        public const int FatSectorCount = 44;
        public const int FirstDirectorySector = 48;
        public const int TransactionSignature = 52;
        public const int MiniStreamCutoff = 56;
        public const int FirstMiniFatSector = 60;
        public const int MiniFatSectorCount = 64;
        public const int FirstDifatSector = 68;
        public const int DifatSectorCount = 72;
        public const int Difat = 76;
    }

    /// <summary>The offsets of a directory entry's fields ([MS-CFB] 2.6.1).</summary>
    public static class Entry
    {
        public const int NameLength = 64;
        public const int Kind = 66;
        public const int Color = 67;
        public const int Left = 68;
        public const int Right = 72;
        public const int Child = 76;
        public const int ClassId = 80;
        public const int StateBits = 96;
        public const int CreationTime = 100;
        public const int ModifiedTime = 108;
        public const int StartSector = 116;
        public const int StreamLength = 120;
    }

    /// <summary>The special values in the FAT, the mini FAT and the DIFAT that are not sector numbers ([MS-CFB] 2.1).</summary>
    public static class Sector
    {
        /// <summary>The largest number of a sector.</summary>
        public const uint MaxRegular = 0xFFFFFFFA;
        public const uint Difat = 0xFFFFFFFC;
        public const uint Fat = 0xFFFFFFFD;
        public const uint EndOfChain = 0xFFFFFFFE;
        public const uint Free = 0xFFFFFFFF;
    }

    /// <summary>The value that means "no directory entry".</summary>
    public const uint NoEntry = 0xFFFFFFFF;
}

/// <summary>The type of a directory entry ([MS-CFB] 2.6.1).</summary>
internal enum CompoundFileEntryKind : byte
{
    Unused = 0,
    Storage = 1,
    Stream = 2,
    Root = 5,
}

/// <summary>A directory entry's colour in the red-black tree of its siblings ([MS-CFB] 2.6.4).</summary>
internal enum CompoundFileColor : byte
{
    Red = 0,
    Black = 1,
}
