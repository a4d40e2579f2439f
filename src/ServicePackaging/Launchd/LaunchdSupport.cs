using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Launchd;

/// <summary>What launchd does with each property and item (launchd.plist(5)).</summary>
internal static class LaunchdSupport
{
    private const string NoLimits = "launchd has no control groups; the service runs without the limit.";

    public static readonly SupportTable Table = new("launchd",
    [
        Support.Mapped(ServiceProperties.Name, "names of files and of the account"),
        Support.Mapped(ServiceProperties.DisplayName, "title of the Installer, real name of the account"),
        Support.Mapped(ServiceProperties.Description, "package only"),
        Support.Mapped(ServiceProperties.Identifier, "`Label`"),
        Support.Mapped(ServiceProperties.InstallDirectory, "`ProgramArguments`"),
        Support.Mapped(ServiceProperties.ConfigDirectory, "environment variable `CONFIGURATION_DIRECTORY`"),
        Support.Mapped(ServiceProperties.StateDirectory, "environment variable `STATE_DIRECTORY`, home of the account"),
        Support.Mapped(ServiceProperties.LogDirectory, "`StandardOutPath`"),
        Support.Mapped(ServiceProperties.User, "`UserName`"),
        Support.Mapped(ServiceProperties.Group, "`GroupName`"),
        Support.Unsupported(ServiceProperties.SupplementaryGroups, "The service has the rights of its own group only."),
        Support.Mapped(ServiceProperties.Scope, "`/Library/LaunchDaemons`, `/Library/LaunchAgents`"),
        Support.Mapped(ServiceProperties.Type, "`KeepAlive`"),
        Support.Unsupported(
            ServiceProperties.Type, definition => definition.Process.Type is ServiceType.Forking ? definition.Process.Type : null,
            "The process that launchd starts has to keep running; run the program in the foreground."),
        Support.Mapped(ServiceProperties.StartMode, "`RunAtLoad`, `Disabled`"),
        Support.Unsupported(
            ServiceProperties.StartMode, definition => definition.StartMode == ServiceStartMode.Delayed ? definition.StartMode : null,
            "The service starts at boot with all others.", "The service starts at log-in with all others."),
        Support.Unsupported(
            ServiceProperties.StartMode,
            definition => definition is { StartMode: ServiceStartMode.Manual, Sockets.Count: 0, Restart.When: not ServiceRestart.Never }
                ? definition.StartMode : null,
            "A service that launchd keeps alive also starts at boot; one that is started manually is not restarted when it fails.",
            "A service that launchd keeps alive also starts at log-in; one that is started manually is not restarted when it fails."),
        Support.Mapped(ServiceProperties.Executable, "`ProgramArguments`"),
        Support.Mapped(ServiceProperties.Arguments, "`ProgramArguments`"),
        Support.Mapped(ServiceProperties.WorkingDirectory, "`WorkingDirectory`"),
        Support.Mapped(ServiceProperties.UMask, "`Umask`"),
        Support.Mapped(ServiceProperties.Nice, "`Nice`"),
        Support.Mapped(ServiceProperties.Restart, "`KeepAlive`"),
        Support.Unsupported(
            ServiceProperties.Restart, definition => definition is { Timers.Count: > 0, Restart.When: not ServiceRestart.Never }
                ? definition.Restart.When : null,
            "A service that launchd keeps alive also starts at boot; a run that fails is not repeated before the next scheduled time."),
        Support.Mapped(ServiceProperties.RestartDelay, "`ThrottleInterval`"),
        Support.Unsupported(ServiceProperties.RestartLimit, "launchd restarts the service without a limit."),
        // Without the limit it has no effect, and the limit is reported.
        Support.Mapped(ServiceProperties.RestartWindow, "with `ServiceRestartLimit`"),
        Support.Unsupported(ServiceProperties.StartTimeout, "launchd does not wait until a service is ready."),
        Support.Mapped(ServiceProperties.StopTimeout, "`ExitTimeOut`"),
        Support.Unsupported(ServiceProperties.Watchdog, "A service that hangs is not noticed."),
        Support.Mapped(ServiceProperties.ReloadSignal, "log rotation"),
        Support.Unsupported(
            ServiceProperties.ReloadSignal,
            definition => definition.Process.ReloadSignal is null or "SIGHUP" ? null : definition.Process.ReloadSignal,
            "'launchctl kill' sends any signal to a service; nothing is configured."),
        Support.Unsupported(
            ServiceProperties.StopCommand, definition => definition.Process.StopCommand is [var command, ..] ? command : null,
            "The service is stopped with SIGTERM."),
        Support.Unsupported(
            ServiceProperties.PidFile, definition => definition.Process.PidFile,
            "launchd knows the process; the program may write the file itself."),
        Support.Mapped(ServiceProperties.StandardOutput, "`StandardOutPath`"),
        Support.Mapped(ServiceProperties.StandardError, "`StandardErrorPath`"),
        Support.Unsupported(
            ServiceProperties.LogIdentifier,
            definition => definition.Process.LogIdentifier == definition.Name ? null : definition.Process.LogIdentifier,
            "The service's output goes to a file as it is, without a name."),
        Support.Unsupported(ServiceProperties.MemoryMax, NoLimits),
        Support.Unsupported(ServiceProperties.MemoryHigh, NoLimits),
        Support.Unsupported(ServiceProperties.MemorySwapMax, NoLimits),
        Support.Unsupported(ServiceProperties.CpuQuota, NoLimits),
        Support.Unsupported(ServiceProperties.CpuWeight, NoLimits),
        Support.Unsupported(ServiceProperties.IoWeight, NoLimits),
        Support.Unsupported(ServiceProperties.TasksMax, NoLimits),
        Support.Mapped(ServiceProperties.OpenFilesLimit, "`NumberOfFiles`"),
        Support.Mapped(ServiceProperties.ProcessLimit, "`NumberOfProcesses`"),
        Support.Unsupported(
            ServiceProperties.Hardening,
            definition => definition.Hardening == ServiceHardening.Strict ? definition.Hardening : null,
            "Only its account and the permissions of its directories restrict the service.",
            "The service has all the rights of its user."),
        Support.Mapped(ServiceProperties.UpgradeMode, "the scripts of the package"),
        Support.Unsupported(
            ServiceProperties.UpgradeMode,
            definition => definition is { UpgradeMode: ServiceUpgradeMode.RestartAfter, Project.SingleFile: false }
                ? definition.UpgradeMode : null,
            "The service is stopped before its files are replaced."),
        Support.Unsupported(
            ServiceProperties.RestartAfterRuntimeUpgrade, _ => null,
            "Nothing tells a package that a runtime was upgraded; the service uses it after its next start."),
        Support.Mapped(ServiceProperties.HealthUrl, "management command"),
        Support.Mapped(ServiceProperties.ControlCommand, "`/usr/local/bin`"),
        .. Items,
    ]);

    private static IEnumerable<Support> Items =>
    [
        Support.Unsupported(
            ServiceItems.FailureAction, definition => definition.Restart.Actions is [var action, ..] ? action.Kind : null,
            "A service that fails is restarted after ServiceRestartDelay."),
        Support.Unsupported(
            ServiceItems.Socket, definition => LaunchdJob.SocketsOf(definition) is [var socket, ..] ? socket.Address : null,
            "launchd listens and starts the service, which has to request the sockets with launch_activate_socket(3), name Listeners; "
            + "LISTEN_FDS is not set."),
        Support.Unsupported(
            ServiceItems.Socket, definition => definition.Sockets.Except(LaunchdJob.SocketsOf(definition)).FirstOrDefault()?.Address,
            "A job is the same for all users, and a path in it would be shared by them; the program has to listen itself, below "
            + "RUNTIME_DIRECTORY."),
        Support.Unsupported(
            ServiceItems.Timer, ServiceItems.TimerRandomDelay,
            definition => definition.Timers.FirstOrDefault(timer => timer.RandomDelay is not null)?.RandomDelay, "Starts are not delayed."),
        Support.Unsupported(
            ServiceItems.Timer, ServiceItems.TimerCalendar, definition => definition.Timers.FirstOrDefault(IsUnknownCalendar)?.Calendar,
            "It is left out: launchd supports only numbers of months, days, weekdays, hours and minutes."),
        Support.Unsupported(
            ServiceItems.Timer, ServiceItems.TimerEvery,
            definition => definition.Timers.Where(timer => timer.Every is not null).Skip(1).FirstOrDefault()?.Every is { } every
                ? ServiceItems.TimerEvery.Kind.Format(every) : null,
            "A job has only one interval; the first one is used."),
        Support.Unsupported(
            ServiceItems.Timer, ServiceItems.TimerPersistent,
            definition => definition.Timers.FirstOrDefault(timer => timer is { Calendar: not null, Persistent: true })?.Calendar,
            "A start that was missed while the machine slept happens later, but not one that was missed while it was off. Set "
            + "Persistent=false to accept that."),
        Support.Unsupported(
            ServiceItems.Log, ServiceItems.LogReload,
            definition => LaunchdJob.CanReopenLogs(definition) ? null : definition.Logs.FirstOrDefault(log => log.Reload)?.Path,
            "The service's account moves the file but may not restart the service, which keeps the old file open. Set ServiceReloadSignal "
            + "or ServiceRestart=Always, or leave Reload out."),
        Support.Unsupported(
            ServiceItems.ConfigFile, ServiceItems.FormerPath,
            definition => definition.ConfigFiles.FirstOrDefault(file => file.FormerPath is not null)?.FormerPath,
            "An upgrade does not move the file; the administrator copies the changes."),
        Support.Unsupported(
            ServiceItems.Directory,
            definition => definition.Scope == ServiceScope.User ? definition.Directories.FirstOrDefault(IsOutsideHome)?.Path : null,
            "It is not in a user's home, and is not created."),
    ];

    private static bool IsUnknownCalendar(ServiceTimer timer) =>
        timer.Calendar is { } calendar && CalendarIntervals.Parse(calendar) is null;

    private static bool IsOutsideHome(ServiceDirectory directory) =>
        directory.Kind is DirectoryKind.Custom or DirectoryKind.Configuration && !HomePaths.IsIn(directory.Path);
}
