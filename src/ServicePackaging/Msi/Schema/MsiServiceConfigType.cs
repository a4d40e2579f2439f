namespace ServicePackaging.Msi.Schema;

/// <summary>Which setting of a service is changed (Microsoft, "MsiServiceConfig Table", ConfigType).</summary>
internal enum MsiServiceConfigType
{
    /// <summary>Whether an automatic start waits for other services.</summary>
    DelayedAutoStart = 3,

    /// <summary>Whether recovery actions also follow a stop with an error code.</summary>
    FailureActionsFlag = 4,

    /// <summary>The type of the service's security identifier.</summary>
    ServiceSid = 5,

    /// <summary>The only privileges that the service keeps.</summary>
    RequiredPrivileges = 6,

    /// <summary>The milliseconds that the service has before a shutdown.</summary>
    PreshutdownDelay = 7,
}
