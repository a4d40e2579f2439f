namespace ServicePackaging.Model;

/// <summary>A directory that the service owns.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Path">Relative to the directory of the kind (empty for that directory itself); absolute for
/// <see cref="DirectoryKind.Custom"/>.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Purge">Whether purging the package deletes it.</param>
public sealed record ServiceDirectory(DirectoryKind Kind, string Path, UnixFileMode Mode, bool Purge)
{
    /// <summary>The mode of a directory for which none is set: rwxr-x---.</summary>
    public const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
}

/// <summary>What a directory is for.</summary>
public enum DirectoryKind
{
    /// <summary>Data that is kept from run to run.</summary>
    State,

    /// <summary>Log files.</summary>
    Logs,

    /// <summary>Data that can be created again.</summary>
    Cache,

    /// <summary>Data that is removed when the service stops.</summary>
    Runtime,

    /// <summary>Configuration.</summary>
    Configuration,

    /// <summary>A path of the developer's choice.</summary>
    Custom,
}
