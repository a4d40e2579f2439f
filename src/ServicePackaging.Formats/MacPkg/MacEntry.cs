namespace ServicePackaging.Formats.MacPkg;

/// <summary>The kind of object that an entry of a payload creates on the target machine.</summary>
public enum MacEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Symlink,
}

/// <summary>An entry of a payload or of the scripts, as read.</summary>
/// <param name="Path">An absolute and normalised path below the install location; the root is <c>/</c>.</param>
/// <param name="Kind">The kind of the object.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="UserId">The owner's user ID.</param>
/// <param name="GroupId">The group ID: 0 is wheel, 80 is admin.</param>
/// <param name="ModificationTime">The time of the last modification, to the second.</param>
/// <param name="Length">The length of a file in bytes; otherwise 0.</param>
/// <param name="LinkTarget">The unchanged target of a symbolic link; otherwise null.</param>
public sealed record MacEntry(
    string Path,
    MacEntryKind Kind,
    UnixFileMode Mode,
    int UserId,
    int GroupId,
    DateTimeOffset ModificationTime,
    long Length,
    string? LinkTarget);
