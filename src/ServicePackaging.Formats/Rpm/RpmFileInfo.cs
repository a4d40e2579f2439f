using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>A file of the package as its header lists it.</summary>
public sealed record RpmFileInfo
{
    /// <summary>Its place in the list, from 0 on.</summary>
    public required int Index { get; init; }

    /// <summary>The directory, with slashes before and behind.</summary>
    public required string Directory { get; init; }

    /// <summary>The name in the directory.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required UnixFileType Type { get; init; }

    /// <summary>The permission bits.</summary>
    public required UnixFileMode Mode { get; init; }

    /// <summary>In bytes; of a symbolic link the target's length.</summary>
    public required long Length { get; init; }

    /// <summary>The content's digest in hexadecimal; empty for what has none.</summary>
    public required string Digest { get; init; }

    /// <summary>A symbolic link's target; else empty.</summary>
    public required string LinkTarget { get; init; }

    /// <summary>What rpm is to do with it.</summary>
    public required RpmFileAttributes Flags { get; init; }

    /// <summary>The owner's name.</summary>
    public required string Owner { get; init; }

    /// <summary>The group's name.</summary>
    public required string Group { get; init; }

    /// <summary>When it was changed.</summary>
    public required DateTimeOffset ModificationTime { get; init; }

    /// <summary>Equal ones are hard links of each other.</summary>
    public required uint Inode { get; init; }

    /// <summary>The absolute path.</summary>
    public string Path => Directory + Name;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => Type == UnixFileType.RegularFile;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => Type == UnixFileType.Directory;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsSymlink => Type == UnixFileType.SymbolicLink;

    /// <summary>Whether the package owns it without bringing it.</summary>
    public bool IsGhost => Flags.HasFlag(RpmFileAttributes.Ghost);
}
