using ServicePackaging.Model;

namespace ServicePackaging.Placement;

/// <summary>What a placed file is for. Formats derive its mode, its group and its protection from this.</summary>
internal enum FileRole
{
    /// <summary>Any file without special treatment.</summary>
    Content,

    /// <summary>The program that the service manager starts.</summary>
    Program,

    /// <summary>Published settings that only the service reads, and that nobody edits.</summary>
    Settings,

    /// <summary>Configuration of the service, which the administrator edits.</summary>
    Configuration,

    /// <summary>A declared file in a directory where every file belongs to the administrator.</summary>
    SystemConfiguration,
}

/// <summary>Something in a package that the developer published or declared.</summary>
/// <param name="Target">Its absolute path on the target machine.</param>
internal abstract record PlacedItem(string Target)
{
    /// <summary>The path in the published output of the item that is installed there, or null.</summary>
    public string? PublishedPath { get; init; }
}

/// <summary>A file.</summary>
/// <param name="Source">Its content.</param>
/// <param name="Role">What it is for.</param>
internal sealed record PlacedFile(string Target, SourceFile Source, FileRole Role) : PlacedItem(Target)
{
    /// <summary>Its permission bits, or null for those of its role and content.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>Its owner's name.</summary>
    public string Owner { get; init; } = ServiceAccount.Root.User;

    /// <summary>Its group's name, or null for that of its role.</summary>
    public string? Group { get; init; }

    /// <summary>The path in the published output from which it moved, or null.</summary>
    public string? MovedFrom { get; init; }
}

/// <summary>A symbolic link.</summary>
/// <param name="Text">The path that it contains.</param>
internal sealed record PlacedLink(string Target, string Text) : PlacedItem(Target);

/// <summary>An empty directory.</summary>
internal sealed record PlacedFolder(string Target) : PlacedItem(Target);
