namespace ServicePackaging.Model;

/// <summary>How the service manager learns that the service has started (systemd.service(5), Type=).</summary>
public enum ServiceType
{
    /// <summary>Started once the process is forked.</summary>
    Simple,

    /// <summary>Started once its program is executed.</summary>
    Exec,

    /// <summary>Started when it reports that it is ready.</summary>
    Notify,

    /// <summary>Started when its first process exits and leaves a daemon.</summary>
    Forking,

    /// <summary>Done when it exits.</summary>
    Oneshot,
}
