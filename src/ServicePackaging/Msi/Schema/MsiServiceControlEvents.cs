namespace ServicePackaging.Msi.Schema;

/// <summary>What is done with a service, and when (Microsoft, "ServiceControl Table", Event).</summary>
[Flags]
internal enum MsiServiceControlEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>StartServices starts it at an installation.</summary>
    InstallStart = 1,

    /// <summary>StopServices stops it at an installation.</summary>
    InstallStop = 2,

    /// <summary>DeleteServices deletes it at an installation.</summary>
    InstallDelete = 8,

    /// <summary>StartServices starts it at a removal.</summary>
    UninstallStart = 16,

    /// <summary>StopServices stops it at a removal.</summary>
    UninstallStop = 32,

    /// <summary>DeleteServices deletes it at a removal.</summary>
    UninstallDelete = 128,
}
