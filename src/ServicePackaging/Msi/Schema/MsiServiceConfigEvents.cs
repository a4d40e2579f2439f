namespace ServicePackaging.Msi.Schema;

/// <summary>When a setting of a service is applied (Microsoft, "MsiServiceConfig Table", Event).</summary>
[Flags]
internal enum MsiServiceConfigEvents
{
    /// <summary>Never.</summary>
    None = 0,

    /// <summary>At an installation.</summary>
    Install = 1,

    /// <summary>At a removal.</summary>
    Uninstall = 2,

    /// <summary>At a repair.</summary>
    Reinstall = 4,
}
