using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Model;

/// <summary>What was published: every file, with what has to be known of it.</summary>
/// <param name="Source">The directory it lies in, for messages.</param>
/// <param name="Items">The items in any order.</param>
public sealed record Payload(string Source, IReadOnlyList<PayloadItem> Items);

/// <summary>One thing in the published output.</summary>
/// <param name="Path">Relative, <c>/</c>-separated.</param>
public abstract record PayloadItem(string Path);

/// <summary>A file.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Kind">What its header says it is.</param>
/// <param name="Elf">What it asks of the dynamic linker, for ELF files.</param>
/// <param name="MachO">Its architectures, for Mach-O files.</param>
public sealed record PayloadFile(string Path, FileContent Content, ExecutableKind Kind, ElfFile? Elf = null, MachOFile? MachO = null) : PayloadItem(Path);

/// <summary>A symbolic link.</summary>
/// <param name="Target">Its text.</param>
public sealed record PayloadSymlink(string Path, string Target) : PayloadItem(Path);
