namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>A folder of a cabinet, as read.</summary>
/// <param name="Index">The index, starting with 0.</param>
/// <param name="DataOffset">The position of its first block in the cabinet.</param>
/// <param name="BlockCount">The number of its blocks.</param>
/// <param name="Compression">The compression of the blocks, which may be a value without a name.</param>
internal sealed record CabinetFolder(int Index, long DataOffset, int BlockCount, CabinetCompression Compression);

/// <summary>A file of a cabinet, as read.</summary>
/// <param name="Name">The name with its slashes as stored.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Folder">The index of the folder that contains it.</param>
/// <param name="Offset">The position of its first byte in the unpacked folder.</param>
/// <param name="Modified">The time of the last modification, interpreted as UTC; null if the stored value is invalid.</param>
/// <param name="Attributes">The attributes as stored.</param>
internal sealed record CabinetFile(string Name, long Length, int Folder, long Offset, DateTime? Modified, CabinetFileAttributes Attributes)
{
    /// <summary>The position of its end in the unpacked folder.</summary>
    public long End => Offset + Length;
}

/// <summary>Violations of [MS-CAB] in a readable cabinet.</summary>
internal enum CabinetDefectKind
{
    /// <summary>A field of the header has a wrong value.</summary>
    Header,

    /// <summary>The length in the header is not that of the stream, or not the end of the last block.</summary>
    Length,

    /// <summary>A name occurs twice, or is not ASCII and not marked as UTF-8.</summary>
    Name,

    /// <summary>A file's time is invalid.</summary>
    Time,

    /// <summary>The files are not in the order of their folders and offsets.</summary>
    FileOrder,

    /// <summary>A file starts before the end of the previous one.</summary>
    FileOverlap,

    /// <summary>Bytes of a folder do not belong to any file.</summary>
    UnusedBytes,

    /// <summary>A file ends after the end of its folder.</summary>
    FileBeyondFolder,

    /// <summary>The blocks of a folder do not start at the end of the previous folder's blocks.</summary>
    FolderPlace,

    /// <summary>A block has the checksum 0, which means that it has none.</summary>
    ChecksumAbsent,

    /// <summary>A block does not match the checksum in its header.</summary>
    ChecksumWrong,

    /// <summary>A block that is not the last one of its folder unpacks to less than 32 KiB.</summary>
    BlockLength,

    /// <summary>A folder cannot be unpacked to its end.</summary>
    UnreadableFolder,
}

/// <summary>One defect of a cabinet.</summary>
/// <param name="Kind">The violated rule.</param>
/// <param name="Text">A sentence that describes the defect and where it is.</param>
internal sealed record CabinetDefect(CabinetDefectKind Kind, string Text);
