namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Violations of [MS-CFB] in a readable file.</summary>
internal enum CompoundFileDefectKind
{
    /// <summary>A field of the header, or the length of the file, has a wrong value.</summary>
    Header,

    /// <summary>A sector of the FAT is not marked as such in the FAT.</summary>
    FatSectorNotMarked,

    /// <summary>A sector of the DIFAT is not marked as such in the FAT.</summary>
    DifatSectorNotMarked,

    /// <summary>A sector belongs to two chains.</summary>
    OverlappingChains,

    /// <summary>A chain continues after the end of its stream.</summary>
    ChainTooLong,

    /// <summary>A sector is neither free nor used.</summary>
    LostSector,

    /// <summary>A table contains entries for sectors after the end of the file or of the mini stream.</summary>
    SectorBeyondEnd,

    /// <summary>A stream cannot be read, because its chain ends early or leads to a sector that does not exist.</summary>
    UnreadableStream,

    /// <summary>A short stream is located in sectors of the file instead of the mini stream.</summary>
    SmallStreamOutsideMiniStream,

    /// <summary>Siblings are not in the order of their names, or two of them have the same name.</summary>
    TreeOrder,

    /// <summary>A red entry has a red child.</summary>
    RedBelowRed,

    /// <summary>The paths from the top of a storage's tree to its leaves contain different numbers of black entries.</summary>
    BlackHeight,

    /// <summary>A field of an entry has a wrong value.</summary>
    EntryField,

    /// <summary>An unused entry is not blank.</summary>
    UnusedEntry,

    /// <summary>An entry is used, but not in any storage.</summary>
    OrphanedEntry,

    /// <summary>Bytes that belong to no stream and to no table are not zero. Signatures do not cover them, and Windows refuses signed
    /// packages with data in free sectors or after the end.</summary>
    HiddenData,
}

/// <summary>One defect of a compound file.</summary>
/// <param name="Kind">The violated rule.</param>
/// <param name="Text">A sentence that describes the defect and where it is.</param>
internal sealed record CompoundFileDefect(CompoundFileDefectKind Kind, string Text);
