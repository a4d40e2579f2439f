using System.Globalization;

namespace ServicePackaging.Planning;

/// <summary>What a file or directory of a package is for the machine's administrator.</summary>
public enum ContentKind
{
    /// <summary>Part of what was published or declared.</summary>
    Payload,

    /// <summary>A file that the administrator may edit.</summary>
    Configuration,

    /// <summary>A file that the package adds, such as a unit.</summary>
    Generated,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A directory.</summary>
    Directory,
}

/// <summary>A file, link or directory that a package installs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Where it is installed.</param>
/// <param name="Size">Its size in bytes; 0 for links and directories.</param>
/// <param name="Access">Type, permissions, owner and group, as <c>ls -l</c> and tar show them; empty if the format has none.</param>
/// <param name="Note">What follows the path, such as the target of a link; empty for nothing.</param>
public sealed record PlannedContent(ContentKind Kind, string Path, long Size, string Access, string Note)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var access = Access.Length == 0 ? "" : Access + " ";
        return string.Create(CultureInfo.InvariantCulture, $"{access}{Size,10} {Path}{Note}");
    }
}
