using ServicePackaging.Model;

namespace ServicePackaging.Placement;

/// <summary>Why a service has a directory.</summary>
internal enum DirectoryOrigin
{
    /// <summary>The developer declares it.</summary>
    Declared,

    /// <summary>It is the place of its kind, and the service uses that kind.</summary>
    Implied,

    /// <summary>It belongs to the whole service and contains directories of instances.</summary>
    Shared,

    /// <summary>It contains output files that the service manager opens as root.</summary>
    Output,
}

/// <summary>A directory of a service, with everything that is decided about it. Formats and service managers only render it.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Path">Its absolute path, as the platform writes it.</param>
/// <param name="Account">The account that owns it, on platforms on which directories have owners.</param>
/// <param name="Mode">Its permission bits, on platforms that have them.</param>
/// <param name="Purge">Whether purging the package deletes it.</param>
/// <param name="Origin">Why the service has it.</param>
internal sealed record PlannedDirectory(
    DirectoryKind Kind, string Path, ServiceAccount Account, UnixFileMode Mode, bool Purge, DirectoryOrigin Origin)
{
    /// <summary>The only instance that uses it; empty if all of them do.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Whether it is the place of its kind, and not a directory in or outside that place.</summary>
    public bool IsPlace { get; init; }

    /// <summary>Whether the installation creates it. Otherwise the service manager, a script before the program, or the program itself
    /// creates it when the service starts.</summary>
    public bool IsCreatedAtInstallation { get; init; } = true;

    /// <summary>Whether it contains directories of several accounts, so that none of them may write to it.</summary>
    public bool IsOfSeveralAccounts { get; init; }

    /// <summary>Whether the service only reads it.</summary>
    public bool IsReadOnly => Kind == DirectoryKind.Configuration;
}
