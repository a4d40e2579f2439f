namespace ServicePackaging.Model;

/// <summary>When a service that ended is started again.</summary>
public enum ServiceRestart
{
    /// <summary>Whenever it ended.</summary>
    Always,

    /// <summary>When it crashed, was killed, timed out or exited unclean.</summary>
    OnFailure,

    /// <summary>Not automatically.</summary>
    Never,
}
