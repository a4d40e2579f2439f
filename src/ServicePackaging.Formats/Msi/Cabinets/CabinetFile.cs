namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>A folder of a cabinet that was read.</summary>
/// <param name="Index">From 0 on.</param>
/// <param name="DataOffset">Where in the cabinet its first block is.</param>
/// <param name="BlockCount">How many blocks it has.</param>
/// <param name="Compression">How the blocks are packed; there are values beyond those named.</param>
internal sealed record CabinetFolder(int Index, long DataOffset, int BlockCount, CabinetCompression Compression);

/// <summary>A file of a cabinet that was read.</summary>
/// <param name="Name">The name, its slashes as they are stored.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Folder">The index of the folder it is in.</param>
/// <param name="Offset">Where it starts in the unpacked folder.</param>
/// <param name="Modified">As if it were UTC; null where what is stored is no time.</param>
/// <param name="Attributes">As they are stored.</param>
internal sealed record CabinetFile(string Name, long Length, int Folder, long Offset, DateTime? Modified, CabinetFileAttributes Attributes)
{
    /// <summary>Where it ends in the unpacked folder.</summary>
    public long End => Offset + Length;
}

/// <summary>What [MS-CAB] asks for and a readable cabinet does otherwise.</summary>
internal enum CabinetDefectKind
{
    /// <summary>A field of the header is not what it is to be.</summary>
    Header,

    /// <summary>The header's length is not that of the stream, or not where the last block ends.</summary>
    Length,

    /// <summary>A name occurs twice, or is not ASCII and not said to be UTF-8.</summary>
    Name,

    /// <summary>A file's time is none.</summary>
    Time,

    /// <summary>The files are not in the order of their folders and offsets.</summary>
    FileOrder,

    /// <summary>A file starts before the one ahead of it ends.</summary>
    FileOverlap,

    /// <summary>Bytes of a folder belong to no file.</summary>
    UnusedBytes,

    /// <summary>A file ends behind its folder.</summary>
    FileBeyondFolder,

    /// <summary>A folder's blocks do not start where those of the folder before it end.</summary>
    FolderPlace,

    /// <summary>A block has the checksum 0, which stands for none.</summary>
    ChecksumAbsent,

    /// <summary>A block does not have the checksum that its header says.</summary>
    ChecksumWrong,

    /// <summary>A block that is not its folder's last unpacks to less than 32 KiB.</summary>
    BlockLength,

    /// <summary>A folder cannot be unpacked to its end.</summary>
    UnreadableFolder,
}

/// <summary>One defect of a cabinet.</summary>
/// <param name="Kind">What is not as it is to be.</param>
/// <param name="Text">Which part of the cabinet it is about, for people.</param>
internal sealed record CabinetDefect(CabinetDefectKind Kind, string Text);
