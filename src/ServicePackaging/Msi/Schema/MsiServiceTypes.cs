namespace ServicePackaging.Msi.Schema;

/// <summary>How a service shares its process (Microsoft, "ServiceInstall Table", ServiceType).</summary>
[Flags]
internal enum MsiServiceTypes
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>The service has its own process.</summary>
    OwnProcess = 16,

    /// <summary>The service shares a process with others.</summary>
    ShareProcess = 32,
}
