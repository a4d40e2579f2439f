namespace ServicePackaging.Systemd;

/// <summary>The keys of the units that a developer may replace (ServicePackageTemplate).</summary>
internal static class SystemdTemplates
{
    public const string ServiceUnit = "systemd/service";
    public const string SocketUnit = "systemd/socket";
    public const string TimerUnit = "systemd/timer";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ServiceUnit, SocketUnit, TimerUnit];
}
