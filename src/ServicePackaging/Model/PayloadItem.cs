using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Model;

/// <summary>A file, link or directory of the published output.</summary>
/// <param name="Path">Relative, <c>/</c>-separated.</param>
public abstract record PayloadItem(string Path);

/// <summary>A file.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Kind">What it is according to its header.</param>
/// <param name="Elf">What it requires from the dynamic linker, for ELF files.</param>
/// <param name="MachO">Its architectures, for Mach-O files.</param>
/// <param name="Shebang">Its first line, for scripts.</param>
public sealed record PayloadFile(
    string Path,
    FileContent Content,
    ExecutableKind Kind,
    ElfFile? Elf = null,
    MachOFile? MachO = null,
    Shebang? Shebang = null) : PayloadItem(Path)
{
    /// <summary>The versions of Node.js that it asks for, for a package.json that does.</summary>
    public string? NodeEngine { get; init; }
}

/// <summary>A symbolic link.</summary>
/// <param name="Target">Its text.</param>
public sealed record PayloadSymlink(string Path, string Target) : PayloadItem(Path);

/// <summary>An empty directory.</summary>
public sealed record PayloadFolder(string Path) : PayloadItem(Path);
