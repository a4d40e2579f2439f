namespace ServicePackaging.Model;

/// <summary>Whether the service starts automatically.</summary>
public enum ServiceStartMode
{
    /// <summary>At boot and at installation.</summary>
    Automatic,

    /// <summary>At boot, after the services that are waited for.</summary>
    Delayed,

    /// <summary>When somebody starts it.</summary>
    Manual,

    /// <summary>Not before somebody enables it.</summary>
    Disabled,
}
