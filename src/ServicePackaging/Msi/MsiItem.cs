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

    /// <summary>Whether the administrator edits it: it is never overwritten or removed.</summary>
    public bool IsConfiguration { get; init; }

    /// <summary>Its path in the published output, or null if it is not from there.</summary>
    public string? PublishedPath { get; init; }

    /// <inheritdoc/>
    public override string Directory => MsiPath.Parent(Path)!;
}

/// <summary>A directory that the installation creates even if it is empty.</summary>
/// <param name="SecurityDescriptor">The access rights to it, or null for those of its parent.</param>
internal sealed record MsiFolder(string Path, string? SecurityDescriptor = null) : MsiItem(Path)
{
    /// <inheritdoc/>
    public override string Directory => Path;
}
