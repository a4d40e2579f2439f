namespace ServicePackaging.Formats.Deb;

/// <summary>The kind of object that an entry of data.tar creates on the target machine.</summary>
public enum DebEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Symlink,

    /// <summary>Another name of an earlier file.</summary>
    HardLink,

    /// <summary>A device or a named pipe.</summary>
    Special,
}

/// <summary>An entry of data.tar, as read.</summary>
/// <param name="Path">Absolute and normalised, without a trailing slash; the root is <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Owner">The owner's name; empty if the archive does not contain it.</param>
/// <param name="Group">The group's name; empty if the archive does not contain it.</param>
/// <param name="UserId">The owner's user ID, for machines that do not know the name.</param>
/// <param name="GroupId">The group ID.</param>
/// <param name="ModificationTime">The time of the last modification, to the second.</param>
/// <param name="Length">The length of a file in bytes; otherwise 0.</param>
/// <param name="LinkTarget">The unchanged target of a symbolic link, or the target of a hard link as an absolute path; otherwise
/// null.</param>
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
/// <param name="Path">An absolute path.</param>
/// <param name="Md5">32 lower-case hexadecimal digits.</param>
public sealed record DebChecksum(string Path, string Md5);
