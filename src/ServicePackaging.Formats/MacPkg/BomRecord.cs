using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The properties of the code for one architecture in a bill of materials.</summary>
/// <param name="CpuType">The cputype of mach-o/loader.h.</param>
/// <param name="CpuSubtype">The cpusubtype.</param>
/// <param name="Length">The length of the slice in bytes.</param>
/// <param name="Checksum">The checksum of the slice, computed as by cksum(1).</param>
internal sealed record BomSlice(uint CpuType, uint CpuSubtype, uint Length, uint Checksum);

/// <summary>The properties of one object in a bill of materials.</summary>
internal sealed record BomRecord
{
    /// <summary>Type and permission bits.</summary>
    public required InodeMode Mode { get; init; }

    /// <summary>The owner's user ID.</summary>
    public required uint UserId { get; init; }

    /// <summary>The group ID.</summary>
    public required uint GroupId { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required uint Time { get; init; }

    /// <summary>For a file, its length in bytes; for a link, the length of its target; for a directory, 64 plus 32 for each
    /// child.</summary>
    public required long Size { get; init; }

    /// <summary>The checksum of a file's content or a link's target, computed as by cksum(1); otherwise 0.</summary>
    public uint Checksum { get; init; }

    /// <summary>The target of a link; otherwise empty.</summary>
    public string LinkTarget { get; init; } = "";

    /// <summary>Whether the file is a universal file.</summary>
    public bool IsUniversal { get; init; }

    /// <summary>The slices of a Mach-O file; otherwise empty.</summary>
    public IReadOnlyList<BomSlice> Slices { get; init; } = [];
}
