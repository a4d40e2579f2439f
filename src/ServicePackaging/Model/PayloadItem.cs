using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Model;

/// <summary>One thing in the published output.</summary>
/// <param name="Path">Relative, <c>/</c>-separated.</param>
public abstract record PayloadItem(string Path);

/// <summary>A file.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Kind">What its header says it is.</param>
/// <param name="Elf">What it asks of the dynamic linker, for ELF files.</param>
/// <param name="MachO">Its architectures, for Mach-O files.</param>
/// <param name="Shebang">Its first line, for scripts.</param>
public sealed record PayloadFile(
    string Path,
    FileContent Content,
    ExecutableKind Kind,
    ElfFile? Elf = null,
    MachOFile? MachO = null,
    Shebang? Shebang = null) : PayloadItem(Path);

/// <summary>A symbolic link.</summary>
/// <param name="Target">Its text.</param>
public sealed record PayloadSymlink(string Path, string Target) : PayloadItem(Path);

/// <summary>A directory with nothing in it.</summary>
public sealed record PayloadFolder(string Path) : PayloadItem(Path);
