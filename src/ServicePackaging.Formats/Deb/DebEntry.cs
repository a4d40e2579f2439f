namespace ServicePackaging.Formats.Deb;

/// <summary>What an entry of data.tar makes on the target machine.</summary>
public enum DebEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Symlink,

    /// <summary>Another name of a file that came before.</summary>
    HardLink,

    /// <summary>A device or a named pipe.</summary>
    Special,
}

/// <summary>An entry of data.tar as it was read.</summary>
/// <param name="Path">Absolute and normalised, without a trailing slash; the root is <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Owner">The owner's name; empty where the archive has none.</param>
/// <param name="Group">The group's name; empty where the archive has none.</param>
/// <param name="UserId">The owner's number, for machines that do not know the name.</param>
/// <param name="GroupId">The group's number.</param>
/// <param name="ModificationTime">To the second.</param>
/// <param name="Length">A file's length in bytes; else 0.</param>
/// <param name="LinkTarget">A symbolic link's text as it is; a hard link's target as an absolute path; else null.</param>
public sealed record DebEntry(
    string Path,
    DebEntryKind Kind,
    UnixFileMode Mode,
    string Owner,
    string Group,
    int UserId,
    int GroupId,
    DateTimeOffset ModificationTime,
    long Length,
    string? LinkTarget);

/// <summary>A line of md5sums.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Md5">32 lower-case hexadecimal digits.</param>
public sealed record DebChecksum(string Path, string Md5);
