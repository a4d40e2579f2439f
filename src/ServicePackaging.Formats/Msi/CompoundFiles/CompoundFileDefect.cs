namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>What [MS-CFB] asks for and a readable file does otherwise.</summary>
internal enum CompoundFileDefectKind
{
    /// <summary>A field of the header, or the length of the file, is not what it is to be.</summary>
    Header,

    /// <summary>A sector of the FAT is not marked as one in the FAT.</summary>
    FatSectorNotMarked,

    /// <summary>A sector of the DIFAT is not marked as one in the FAT.</summary>
    DifatSectorNotMarked,

    /// <summary>A sector belongs to two chains.</summary>
    OverlappingChains,

    /// <summary>A chain goes on behind the end of its stream.</summary>
    ChainTooLong,

    /// <summary>A sector is neither free nor part of anything.</summary>
    LostSector,

    /// <summary>A table says something of sectors that the file, or the mini stream, does not have.</summary>
    SectorBeyondEnd,

    /// <summary>A stream cannot be read: its chain ends early or leads nowhere.</summary>
    UnreadableStream,

    /// <summary>A short stream lies in sectors of its own.</summary>
    SmallStreamOutsideMiniStream,

    /// <summary>Siblings are not in the order of their names, or two have one name.</summary>
    TreeOrder,

    /// <summary>A red entry has a red child.</summary>
    RedBelowRed,

    /// <summary>The black entries on the ways from a storage's top to its leaves are not equally many.</summary>
    BlackHeight,

    /// <summary>A field of an entry is not what it is to be.</summary>
    EntryField,

    /// <summary>An unused entry is not blank.</summary>
    UnusedEntry,

    /// <summary>An entry is used and in no storage.</summary>
    OrphanedEntry,
}

/// <summary>One defect of a compound file.</summary>
/// <param name="Kind">What is not as it is to be.</param>
/// <param name="Text">Which part of the file it is about, for people.</param>
internal sealed record CompoundFileDefect(CompoundFileDefectKind Kind, string Text);
