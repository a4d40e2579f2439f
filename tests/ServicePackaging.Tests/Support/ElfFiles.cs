using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Tests.Support;

/// <summary>What native files require from the dynamic linker.</summary>
internal static class ElfFiles
{
    /// <summary>A shared library and what it is linked against.</summary>
    public static ElfFile Library(string? name, params string[] needed) => new()
    {
        Type = ElfType.SharedObject,
        Is64Bit = true,
        IsLittleEndian = true,
        Machine = 62,
        SoName = name,
        Needed = needed,
    };

    /// <summary>A file that needs these symbol versions of the C library.</summary>
    public static ElfFile NeedingGlibc(params string[] versions) => Library(null, "libc.so.6") with { VersionNeeds = [new("libc.so.6", versions)] };
}
