using ServicePackaging.Model;

namespace ServicePackaging.Placement;

/// <summary>A directory that a service owns, where the package makes it and not the service manager.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Path">Where it is, as the platform writes it.</param>
/// <param name="Instance">The instance whose it is alone; empty for all of the services.</param>
/// <param name="Account">Whose it is, where directories have owners.</param>
/// <param name="Mode">Permission bits, where the platform has them.</param>
/// <param name="Purge">Whether purging deletes it.</param>
internal sealed record OwnedDirectory(DirectoryKind Kind, string Path, string Instance, ServiceAccount Account, UnixFileMode Mode, bool Purge)
{
    /// <summary>Whether the service only reads it.</summary>
    public bool IsReadOnly => Kind == DirectoryKind.Configuration;
}
