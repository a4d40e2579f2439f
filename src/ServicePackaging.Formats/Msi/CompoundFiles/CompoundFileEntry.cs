namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>One entry of a compound file's directory, as it is stored ([MS-CFB] 2.6.1).</summary>
internal sealed record CompoundFileEntry
{
    /// <summary>The entry's number; the root's is 0.</summary>
    public required uint Id { get; init; }

    public required CompoundFileEntryKind Kind { get; init; }

    /// <summary>The name, or null where the stored one has an impossible length.</summary>
    public required string? StoredName { get; init; }

    /// <summary>The name; empty where there is none.</summary>
    public string Name => StoredName ?? "";

    public required CompoundFileColor Color { get; init; }

    public required uint Left { get; init; }

    public required uint Right { get; init; }

    public required uint Child { get; init; }

    public required Guid ClassId { get; init; }

    public required uint StateBits { get; init; }

    /// <summary>Since 1601 in units of 100 ns; 0 for none.</summary>
    public required ulong CreationTime { get; init; }

    /// <summary>Since 1601 in units of 100 ns; 0 for none.</summary>
    public required ulong ModifiedTime { get; init; }

    /// <summary>Of a stream in the mini stream a mini sector, else a sector.</summary>
    public required uint StartSector { get; init; }

    /// <summary>In bytes; of the root, the mini stream's.</summary>
    public required long Length { get; init; }

    /// <summary>Whether the stored bytes are what an unused entry has: nothing but the marks of no relatives.</summary>
    public required bool IsBlank { get; init; }

    /// <summary>The number of the storage that the entry is in; the root's and that of an entry in no tree is the entry's own.</summary>
    public uint Parent { get; init; }

    /// <summary>Whether a stream of this length lies in the mini stream.</summary>
    public bool IsInMiniStream => Kind == CompoundFileEntryKind.Stream && Length < CompoundFileFormat.MiniStreamCutoff;
}
