using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>A file of the package as listed in its header.</summary>
public sealed record RpmFileInfo
{
    /// <summary>The index in the list, starting with 0.</summary>
    public required int Index { get; init; }

    /// <summary>The directory, with a leading and a trailing slash.</summary>
    public required string Directory { get; init; }

    /// <summary>The name in the directory.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the object.</summary>
    public required UnixFileType Type { get; init; }

    /// <summary>The permission bits.</summary>
    public required UnixFileMode Mode { get; init; }

    /// <summary>The length in bytes; for a symbolic link, the length of its target.</summary>
    public required long Length { get; init; }

    /// <summary>The digest of the content in hexadecimal; empty if the object has no content.</summary>
    public required string Digest { get; init; }

    /// <summary>The target of a symbolic link; otherwise empty.</summary>
    public required string LinkTarget { get; init; }

    /// <summary>How rpm treats the file.</summary>
    public required RpmFileAttributes Flags { get; init; }

    /// <summary>The owner's name.</summary>
    public required string Owner { get; init; }

    /// <summary>The group's name.</summary>
    public required string Group { get; init; }

    /// <summary>The time of the last modification.</summary>
    public required DateTimeOffset ModificationTime { get; init; }

    /// <summary>The inode number. Files with equal numbers are hard links of each other.</summary>
    public required uint Inode { get; init; }

    /// <summary>The absolute path.</summary>
    public string Path => Directory + Name;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => Type == UnixFileType.RegularFile;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => Type == UnixFileType.Directory;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsSymlink => Type == UnixFileType.SymbolicLink;

    /// <summary>Whether the package owns the file without containing it.</summary>
    public bool IsGhost => Flags.HasFlag(RpmFileAttributes.Ghost);
}
