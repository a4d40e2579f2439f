using ServicePackaging.Formats.Archives;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>A file or directory that the package installs in its own component.</summary>
/// <param name="Path">A directory of <see cref="Platforms.WindowsPaths"/> and names below it.</param>
internal abstract record MsiItem(string Path)
{
    /// <summary>The key of its component: the same in every version of the package.</summary>
    public string Component { get; init; } = MsiNames.Identifier("c", Path);

    /// <summary>The directory that it needs.</summary>
    public abstract string Directory { get; }
}

/// <summary>A file to install.</summary>
/// <param name="Content">Its bytes.</param>
internal sealed record MsiPlannedFile(string Path, FileContent Content) : MsiItem(Path)
{
    /// <summary>Its key in table File.</summary>
    public string Key { get; } = MsiNames.Identifier("f", Path);

    /// <summary>The file that the administrator edits, and that is created from this one; null if there is none.</summary>
    public string? ConfigurationPath { get; init; }

    /// <summary>Whether it is the default of a file that the administrator edits.</summary>
    public bool IsConfiguration => ConfigurationPath is not null;

    /// <summary>Whether it keeps its directory from being replaced by a link. It stays when the product is removed for another
    /// version.</summary>
    public bool IsKeeper { get; init; }

    /// <summary>The access rights to it, or null for those of its directory.</summary>
    public string? SecurityDescriptor { get; init; }

    /// <summary>Its path in the published output, or null if it is not from there.</summary>
    public string? PublishedPath { get; init; }

    /// <inheritdoc/>
    public override string Directory => MsiPath.Parent(Path)!;
}

/// <summary>Whose a directory is.</summary>
internal enum MsiFolderKind
{
    /// <summary>The program's.</summary>
    Program,

    /// <summary>That of services.</summary>
    Owned,

    /// <summary>The vendor's, with the directories of all its products.</summary>
    Vendor,
}

/// <summary>A directory that the installation creates even if it is empty.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="SecurityDescriptor">The access rights to it, or null for those of its parent.</param>
internal sealed record MsiFolder(string Path, MsiFolderKind Kind, string? SecurityDescriptor = null) : MsiItem(Path)
{
    /// <inheritdoc/>
    public override string Directory => Path;
}
