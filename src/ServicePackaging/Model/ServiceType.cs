namespace ServicePackaging.Model;

/// <summary>How the service manager learns that the service is up (systemd.service(5), Type=).</summary>
public enum ServiceType
{
    /// <summary>Up once forked.</summary>
    Simple,

    /// <summary>Up once its program was executed.</summary>
    Exec,

    /// <summary>Up when it says so.</summary>
    Notify,

    /// <summary>Up when its first process exits, leaving a daemon.</summary>
    Forking,

    /// <summary>Done when it exits.</summary>
    Oneshot,
}
