namespace ServicePackaging.Msi.Schema;

/// <summary>What happens if a service cannot be started at boot, or cannot be installed (Microsoft, "ServiceInstall Table", ErrorControl).
/// </summary>
[Flags]
internal enum MsiErrorControl
{
    /// <summary>Windows writes the failure to the event log and goes on.</summary>
    Ignore = 0,

    /// <summary>Windows writes the failure to the event log, shows a message and goes on.</summary>
    Normal = 1,

    /// <summary>Windows restarts with the last configuration that is known to be good.</summary>
    Critical = 3,

    /// <summary>The installation fails if the service cannot be installed.</summary>
    Vital = 0x8000,
}
