namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>One entry of a compound file's directory, as stored ([MS-CFB] 2.6.1).</summary>
internal sealed record CompoundFileEntry
{
    /// <summary>The entry's number; the root's is 0.</summary>
    public required uint Id { get; init; }

    public required CompoundFileEntryKind Kind { get; init; }

    /// <summary>The name, or null if the stored name has an impossible length.</summary>
    public required string? StoredName { get; init; }

    /// <summary>The name; empty if it is missing.</summary>
    public string Name => StoredName ?? "";

    public required CompoundFileColor Color { get; init; }

    public required uint Left { get; init; }

    public required uint Right { get; init; }

    public required uint Child { get; init; }

    public required Guid ClassId { get; init; }

    public required uint StateBits { get; init; }

    /// <summary>The time since 1601 in units of 100 ns; 0 if it is missing.</summary>
    public required ulong CreationTime { get; init; }

    /// <summary>The time since 1601 in units of 100 ns; 0 if it is missing.</summary>
    public required ulong ModifiedTime { get; init; }

    /// <summary>The first sector, which is a mini sector if the stream is in the mini stream.</summary>
    public required uint StartSector { get; init; }

    /// <summary>The length in bytes; for the root, the length of the mini stream.</summary>
    public required long Length { get; init; }

    /// <summary>Whether the stored bytes are those of an unused entry: zeros, except for the values that mean "no relative".</summary>
    public required bool IsBlank { get; init; }

    /// <summary>Whether bytes without a meaning are zero: those after the name, and in version 3 the upper half of the length.</summary>
    public required bool RestIsZero { get; init; }

    /// <summary>The number of the storage that contains the entry; the entry's own number if it is the root or not in any tree.</summary>
    public uint Parent { get; init; }

    /// <summary>Whether a stream of this length is located in the mini stream.</summary>
    public bool IsInMiniStream => Kind == CompoundFileEntryKind.Stream && Length < CompoundFileFormat.MiniStreamCutoff;
}
