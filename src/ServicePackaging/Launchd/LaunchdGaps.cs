using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Launchd;

/// <summary>What a definition asks for and launchd does not have: the developer is told what happens instead.</summary>
internal static class LaunchdGaps
{
    private const string Manager = "launchd";

    private const string NoLimits = "there are no control groups; the service runs without";

    private static readonly PlatformGap[] Gaps =
    [
        new("ServiceType", definition => definition.Process.Type is ServiceType.Forking ? definition.Process.Type : null,
            "the process that launchd starts has to stay; run the program in the foreground"),
        new("ServiceStartMode", definition => definition.StartMode == ServiceStartMode.Delayed ? definition.StartMode : null, "the service starts at boot with all others",
            "the service starts at log-in with all others"),
        new("ServiceStartMode", definition => definition is { StartMode: ServiceStartMode.Manual, Sockets.Count: 0, Restart.When: not ServiceRestart.Never } ? definition.StartMode : null,
            "what launchd keeps alive it also starts at boot; a service that is started by hand is not started again when it fails",
            "what launchd keeps alive it also starts at log-in; a service that is started by hand is not started again when it fails"),
        new("ServiceRestartLimit", definition => definition.Restart.Limit, "launchd never gives up"),
        new("ServiceFailureAction", definition => definition.Restart.Actions is [var action, ..] ? action.Kind : null, "a service that fails is started again after ServiceRestartDelay"),
        new("ServiceStartTimeout", definition => PlatformGap.Duration(definition.Process.StartTimeout), "launchd does not wait for a service to be up"),
        new("ServiceWatchdog", definition => PlatformGap.Duration(definition.Process.Watchdog), "a service that hangs is not noticed"),
        new("ServiceReloadSignal", definition => definition.Process.ReloadSignal is null or "SIGHUP" ? null : definition.Process.ReloadSignal,
            "'launchctl kill' sends any signal to a service; nothing is configured"),
        new("ServiceStopCommand", definition => definition.Process.StopCommand is [var command, ..] ? command : null, "the service is stopped with SIGTERM"),
        new("ServicePidFile", definition => definition.Process.PidFile, "launchd knows the process; the program may write the file itself"),
        new("ServiceLogIdentifier", definition => definition.Process.LogIdentifier == definition.Name ? null : definition.Process.LogIdentifier,
            "what the service prints goes to a file as it is, without a name"),
        .. PlatformGap.ControlGroups(NoLimits),
        new("ServiceHardening", definition => definition.Hardening == ServiceHardening.Strict ? definition.Hardening : null,
            "the service is fenced in by its account and the permissions of its directories alone",
            "the service has all the rights of its user"),
        new("ServiceUpgradeMode", definition => definition is { UpgradeMode: ServiceUpgradeMode.RestartAfter, Project.SingleFile: false } ? definition.UpgradeMode : null,
            "the service is stopped before its files are replaced"),
        new("ServiceSocket", definition => LaunchdJob.SocketsOf(definition) is [var socket, ..] ? socket.Address : null,
            "launchd listens and starts the service, which has to ask for the sockets with launch_activate_socket(3), name Listeners; LISTEN_FDS is not set"),
        new("ServiceSocket", definition => definition.Sockets.Except(LaunchdJob.SocketsOf(definition)).FirstOrDefault()?.Address,
            "a job is the same for all users, and none of them could listen at another's place; the program has to listen itself, below RUNTIME_DIRECTORY"),
        new("ServiceTimer RandomDelay", definition => definition.Timers.FirstOrDefault(timer => timer.RandomDelay is not null)?.RandomDelay, "starts are not put off"),
        new("ServiceTimer Calendar", definition => definition.Timers.FirstOrDefault(timer => timer.Calendar is { } calendar && CalendarIntervals.Parse(calendar) is null)?.Calendar,
            "it is left out: launchd knows numbers of months, days, weekdays, hours and minutes alone"),
        new("ServiceTimer Every", definition => definition.Timers.Where(timer => timer.Every is not null).Skip(1).FirstOrDefault()?.Every is { } every ? PlatformGap.Duration(every) : null,
            "there is one interval; the first one holds"),
        new("ServiceTimer Persistent", definition => definition.Timers.FirstOrDefault(timer => timer is { Calendar: not null, Persistent: true })?.Calendar,
            "what was missed while the machine slept is made up for, and not what was missed while it was off. Persistent=false says that this is known"),
        new("ServiceRestart", definition => definition is { Timers.Count: > 0, Restart.When: not ServiceRestart.Never } ? definition.Restart.When : null,
            "what launchd keeps alive it also starts at boot; a run that fails is not repeated before the next time"),
        new("ServiceLog Reload", definition => LaunchdJob.CanReopenLogs(definition) ? null : definition.Logs.FirstOrDefault(log => log.Reload)?.Path,
            "the file is moved by the service's account, which may not start the service again, and the service keeps the old file open; "
            + "set ServiceReloadSignal or ServiceRestart=Always, or leave Reload out"),
        new("ServiceDirectory",
            definition => definition.Scope == ServiceScope.User ? definition.Directories.FirstOrDefault(directory => directory.Kind is DirectoryKind.Custom or DirectoryKind.Configuration && !HomePaths.IsIn(directory.Path))?.Path : null,
            "it is not in a user's home, and is not made"),
    ];

    /// <summary>Reports every gap.</summary>
    public static void Report(ServiceDefinition definition, DiagnosticBag diagnostics) => PlatformGap.Report(Gaps, Manager, definition, diagnostics);
}
