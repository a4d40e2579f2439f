namespace ServicePackaging.Formats.Executables;

/// <summary>The constants of the ELF specification (System V gABI; symbol versions: LSB core, "Symbol Versioning") that the reader
/// uses.</summary>
internal static class ElfLayout
{
    public const int IdentLength = 16;
    public const int ClassOffset = 4;
    public const int DataOffset = 5;
    public const byte Class32 = 1;
    public const byte Class64 = 2;
    public const byte LittleEndian = 1;
    public const byte BigEndian = 2;

    public const int TypeOffset = 16;
    public const int MachineOffset = 18;

    public const uint LoadSegment = 1;
    public const uint DynamicSegment = 2;
    public const uint InterpreterSegment = 3;

    public const ulong NullTag = 0;
    public const ulong NeededTag = 1;
    public const ulong StringTableTag = 5;
    public const ulong StringTableSizeTag = 10;
    public const ulong SoNameTag = 14;
    public const ulong Flags1Tag = 0x6FFFFFFB;
    public const ulong VersionNeedTag = 0x6FFFFFFE;
    public const ulong VersionNeedCountTag = 0x6FFFFFFF;

    public const ulong PieFlag = 0x08000000;

    // Elf_Verneed and Elf_Vernaux are identical in both classes.
    public const int VersionNeedLength = 16;
    public const int VersionNeedAuxCountOffset = 2;
    public const int VersionNeedFileOffset = 4;
    public const int VersionNeedAuxOffset = 8;
    public const int VersionNeedNextOffset = 12;
    public const int VersionAuxLength = 16;
    public const int VersionAuxNameOffset = 8;
    public const int VersionAuxNextOffset = 12;

    /// <summary>The offsets of the fields that differ between the classes.</summary>
    /// <param name="HeaderLength">The length of the file header.</param>
    /// <param name="WordLength">The length of an address or offset.</param>
    public sealed record Offsets(
        int HeaderLength,
        int WordLength,
        int ProgramHeaders,
        int ProgramHeaderSize,
        int ProgramHeaderCount,
        int SegmentLength,
        int SegmentOffset,
        int SegmentAddress,
        int SegmentFileSize);

    public static Offsets Of32Bit { get; } = new(52, 4, 28, 42, 44, 32, 4, 8, 16);

    public static Offsets Of64Bit { get; } = new(64, 8, 32, 54, 56, 56, 8, 16, 32);
}
