namespace ServicePackaging.Formats.MacPkg;

/// <summary>What an entry of a payload makes on the target machine.</summary>
public enum MacEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Symlink,
}

/// <summary>An entry of a payload, or of the scripts, as it was read.</summary>
/// <param name="Path">Absolute and normalised, below the install location; the root is <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="UserId">The owner's number.</param>
/// <param name="GroupId">The group's number: 0 is wheel, 80 admin.</param>
/// <param name="ModificationTime">To the second.</param>
/// <param name="Length">A file's length in bytes; else 0.</param>
/// <param name="LinkTarget">A symbolic link's text as it is; else null.</param>
public sealed record MacEntry(
    string Path,
    MacEntryKind Kind,
    UnixFileMode Mode,
    int UserId,
    int GroupId,
    DateTimeOffset ModificationTime,
    long Length,
    string? LinkTarget);
