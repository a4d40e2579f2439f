namespace ServicePackaging.Formats.Archives;

/// <summary>A file system object that a package installs on the target machine.</summary>
/// <param name="Path">Absolute, <c>/</c>-separated and normalised: no <c>.</c>, <c>..</c> or empty segments, no trailing slash; the root is
/// <c>/</c>.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Owner">The owner's user name on the target machine.</param>
/// <param name="Group">The owning group's name on the target machine.</param>
public abstract record PackageEntry(string Path, UnixFileMode Mode, string Owner, string Group);

/// <summary>A regular file.</summary>
public sealed record FileEntry(string Path, UnixFileMode Mode, string Owner, string Group, FileContent Content)
    : PackageEntry(Path, Mode, Owner, Group)
{
    /// <summary>Whether the administrator may edit the file and package managers must preserve the changes (conffile,
    /// %config(noreplace)).</summary>
    public bool IsConfiguration { get; init; }
}

/// <summary>A directory.</summary>
public sealed record DirectoryEntry(string Path, UnixFileMode Mode, string Owner, string Group)
    : PackageEntry(Path, Mode, Owner, Group);

/// <summary>A symbolic link; its mode is always octal 0777.</summary>
/// <param name="Target">The link's target, as readlink(2) returns it.</param>
public sealed record SymlinkEntry(string Path, string Owner, string Group, string Target)
    : PackageEntry(Path, StandardModes.SymbolicLink, Owner, Group);
