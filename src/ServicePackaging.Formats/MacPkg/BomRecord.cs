using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>What a bill of materials says of the code for one architecture.</summary>
/// <param name="CpuType">cputype of mach-o/loader.h.</param>
/// <param name="CpuSubtype">cpusubtype.</param>
/// <param name="Length">Of the slice in bytes.</param>
/// <param name="Checksum">Of the slice, as cksum(1).</param>
internal sealed record BomSlice(uint CpuType, uint CpuSubtype, uint Length, uint Checksum);

/// <summary>What a bill of materials says of one object.</summary>
internal sealed record BomRecord
{
    /// <summary>Type and permission bits.</summary>
    public required InodeMode Mode { get; init; }

    /// <summary>The owner's number.</summary>
    public required uint UserId { get; init; }

    /// <summary>The group's.</summary>
    public required uint GroupId { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required uint Time { get; init; }

    /// <summary>Of a file its bytes, of a link those of its target, of a directory 32 for each child and 64.</summary>
    public required long Size { get; init; }

    /// <summary>Of a file's content or a link's target, as cksum(1); else 0.</summary>
    public uint Checksum { get; init; }

    /// <summary>A link's target; else empty.</summary>
    public string LinkTarget { get; init; } = "";

    /// <summary>Whether a file is a universal one.</summary>
    public bool IsUniversal { get; init; }

    /// <summary>A Mach-O file's slices; else none.</summary>
    public IReadOnlyList<BomSlice> Slices { get; init; } = [];
}
