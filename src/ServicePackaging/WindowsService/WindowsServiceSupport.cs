using System.Globalization;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.WindowsService;

/// <summary>What the Service Control Manager does with each property and item, and Windows with programs that start at log-on.</summary>
internal static class WindowsServiceSupport
{
    private const string NoLimits = "It does not limit what a service uses; the service runs without the limit.";
    private const string NoConsole = "A service has no console; log to the event log or to a file in {LogDirectory}.";
    private const string NoConsoleForUser = "Nothing stores the program's output; the program has to write a file itself.";

    public static readonly SupportTable Table = new("the Windows service manager",
    [
        Support.Mapped(ServiceProperties.Name, "name of the service"),
        Support.Mapped(ServiceProperties.DisplayName, "display name"),
        Support.Mapped(ServiceProperties.Description, "description"),
        Support.Mapped(ServiceProperties.Identifier, "`UpgradeCode`"),
        Support.Mapped(ServiceProperties.InstallDirectory, "`INSTALLFOLDER`"),
        Support.Mapped(ServiceProperties.ConfigDirectory, "directory of the package"),
        Support.Mapped(ServiceProperties.StateDirectory, "directory of the package"),
        Support.Mapped(ServiceProperties.LogDirectory, "directory of the package"),
        Support.Mapped(ServiceProperties.User, "account of the service"),
        // Reported where the account is read.
        Support.Mapped(ServiceProperties.Group, "none"),
        Support.Unsupported(ServiceProperties.SupplementaryGroups, "The service has the rights of its own account only."),
        Support.Mapped(ServiceProperties.Scope, "service, or a program that starts at log-on"),
        Support.Unsupported(
            ServiceProperties.Scope, definition => definition.Scope == ServiceScope.User ? definition.Scope : null,
            "The program is started at each user's log-on, and not restarted when it ends."),
        Support.Unsupported(
            ServiceProperties.Type,
            definition => definition.Process.Type is ServiceType.Forking or ServiceType.Oneshot ? definition.Process.Type : null,
            "The process that the manager starts is the service, and runs until it is stopped.",
            "Nothing waits for the program or its first process."),
        Support.Mapped(ServiceProperties.StartMode, "start type"),
        Support.Mapped(ServiceProperties.Executable, "program of the service"),
        Support.Mapped(ServiceProperties.Arguments, "command line"),
        Support.Unsupported(
            ServiceProperties.WorkingDirectory,
            definition => definition.Process.WorkingDirectory == definition.Layout.Install ? null : definition.Process.WorkingDirectory,
            "A service starts in the system's directory; use AppContext.BaseDirectory, or pass a directory such as {StateDirectory} in "
            + "ServiceArguments.",
            "A program starts in the directory where Windows starts programs at log-on; use AppContext.BaseDirectory."),
        Support.Unsupported(ServiceProperties.UMask, "Files inherit the permissions of the directories that the package creates."),
        Support.Unsupported(ServiceProperties.Nice, "The service runs with normal priority; it may set Process.PriorityClass itself."),
        Support.Mapped(ServiceProperties.Restart, "recovery actions"),
        Support.Unsupported(
            ServiceProperties.Restart,
            definition => definition is { Restart: { When: ServiceRestart.Always, Actions.Count: 0 } } ? definition.Restart.When : null,
            "A service that fails is restarted; one that reports a clean stop stays stopped.",
            "A program that has ended is not restarted before the next log-on."),
        Support.Mapped(ServiceProperties.RestartDelay, "delay of the recovery actions"),
        Support.Mapped(ServiceProperties.RestartLimit, "number of recovery actions"),
        Support.Unsupported(
            ServiceProperties.RestartLimit,
            definition => definition.Scope == ServiceScope.User || definition.Restart.Limit is > RecoveryActions.LongestRow
                ? definition.Restart.Limit : null,
            $"A limit above {RecoveryActions.LongestRow.ToString(CultureInfo.InvariantCulture)} is not possible; "
            + "the service is always restarted.",
            "A program that has ended is not restarted, so that the limit has no effect."),
        Support.Mapped(ServiceProperties.RestartWindow, "reset period"),
        Support.Unsupported(
            ServiceProperties.StartTimeout,
            "The service itself requests the time that it needs while it starts (SERVICE_STATUS, dwWaitHint).",
            "Nothing waits until the program is ready."),
        Support.Mapped(ServiceProperties.StopTimeout, "pre-shutdown timeout"),
        Support.Unsupported(
            ServiceProperties.StopTimeout,
            "It applies when the machine shuts down, and only to a service that accepts the pre-shutdown control, which .NET's service "
            + "library does not. Otherwise the service itself requests the time that it needs (dwWaitHint), and nothing kills it.",
            "At log-off Windows ends a program after some seconds."),
        Support.Unsupported(ServiceProperties.Watchdog, "A service that hangs is not noticed."),
        Support.Unsupported(
            ServiceProperties.ReloadSignal,
            "There are no signals; a service may handle 'sc control <name> paramchange'.",
            "There are no signals; the program has to notice changes itself."),
        Support.Unsupported(
            ServiceProperties.StopCommand, definition => definition.Process.StopCommand is [var command, ..] ? command : null,
            "A control code tells the service to stop.", "The program ends when the user logs off."),
        Support.Unsupported(
            ServiceProperties.PidFile, definition => definition.Process.PidFile,
            "The manager knows the process; 'sc queryex <name>' shows its number.", "The program may write the file itself."),
        Support.Unsupported(
            ServiceProperties.StandardOutput, definition => definition.Process.StandardOutput.Path, NoConsole, NoConsoleForUser),
        Support.Unsupported(
            ServiceProperties.StandardError, definition => definition.Process.StandardError?.Path, NoConsole, NoConsoleForUser),
        Support.Mapped(ServiceProperties.LogIdentifier, "event source"),
        Support.Mapped(ServiceProperties.Hardening, "required privileges"),
        Support.Unsupported(
            ServiceProperties.Hardening,
            definition => definition is { Scope: ServiceScope.User, Hardening: ServiceHardening.Strict } ? definition.Hardening : null,
            "A program that is started at log-on has all the rights of its user."),
        Support.Unsupported(ServiceProperties.MemoryMax, NoLimits),
        Support.Unsupported(ServiceProperties.MemoryHigh, NoLimits),
        Support.Unsupported(ServiceProperties.MemorySwapMax, NoLimits),
        Support.Unsupported(ServiceProperties.CpuQuota, NoLimits),
        Support.Unsupported(ServiceProperties.CpuWeight, NoLimits),
        Support.Unsupported(ServiceProperties.IoWeight, NoLimits),
        Support.Unsupported(ServiceProperties.TasksMax, NoLimits),
        Support.Unsupported(ServiceProperties.OpenFilesLimit, NoLimits),
        Support.Unsupported(ServiceProperties.ProcessLimit, NoLimits),
        Support.Unsupported(
            ServiceProperties.UpgradeMode,
            definition => definition is { UpgradeMode: ServiceUpgradeMode.RestartAfter, Project.SingleFile: false }
                ? definition.UpgradeMode : null,
            "A file in use cannot be replaced; the service is stopped first."),
        Support.Unsupported(
            ServiceProperties.RestartAfterRuntimeUpgrade, _ => null,
            "Nothing tells a package that a runtime was upgraded; the service uses it after its next start."),
        Support.Mapped(ServiceProperties.HealthUrl, "management command"),
        Support.Mapped(ServiceProperties.ControlCommand, "`bin` in the install directory, on the search path"),
        Support.Unsupported(
            ServiceProperties.ControlCommand, definition => definition.Scope == ServiceScope.User ? definition.ControlCommand : null,
            "A program that is started at log-on is not a service that could be managed; the command is left out."),
        .. Items,
    ]);

    private static IEnumerable<Support> Items =>
    [
        Support.Unsupported(
            ServiceItems.Socket, definition => definition.Sockets is [var socket, ..] ? socket.Address : null,
            "Nothing listens for the service; it has to listen itself."),
        Support.Unsupported(
            ServiceItems.Timer, definition => definition.Timers.Count > 0 ? "set" : null,
            "It is left out, and the service starts at boot."),
        Support.Unsupported(
            ServiceItems.Log, definition => definition.Logs is [var log, ..] ? log.Path : null,
            "Nothing rotates log files; the package creates the directory, and the program has to limit the files."),
        Support.Unsupported(
            ServiceItems.Directory,
            definition => definition is { Scope: ServiceScope.User, Directories: [var directory, ..] } ? directory.Path : null,
            "The installation does not know each user's directories; the program creates its own."),
        Support.Unsupported(
            ServiceItems.Environment, definition => definition.Scope == ServiceScope.User ? FindSharedVariable(definition) : null,
            "A program that is started at log-on sees the machine's variables, and one that does not begin with the package's name would "
            + "be set for every program; it is left out."),
        Support.Unsupported(
            ServiceItems.Instance,
            definition => definition is { Scope: ServiceScope.User, Instances: [var instance, ..] } ? instance.Name : null,
            "Only one program is started at log-on, without an instance name."),
        Support.Unsupported(
            ServiceItems.FailureAction,
            definition => definition is { Scope: ServiceScope.User, Restart.Actions: [var action, ..] } ? action.Kind : null,
            "Nothing notices the failure of a program that is started at log-on."),
        Support.Unsupported(
            ServiceItems.Dependency,
            definition => definition.Dependencies.FirstOrDefault(dependency => IsWeaker(definition, dependency))?.Name,
            "The service is not started without it.",
            "Programs start at log-on in no particular order; the program has to try again until the other one runs."),
        Support.Unsupported(
            ServiceItems.ConfigFile, ServiceItems.FormerPath,
            definition => definition.ConfigFiles.FirstOrDefault(file => file.FormerPath is not null)?.FormerPath,
            "An upgrade does not move the file; the administrator copies the changes."),
        Support.Unsupported(
            ServiceItems.File, ServiceItems.Mode, definition => definition.Files.FirstOrDefault(IsSecretForAll)?.TargetPath,
            "Every user can read files in Program Files; only the service and administrators can read a file whose TargetPath is in "
            + "{ConfigDirectory}."),
    ];

    private static string? FindSharedVariable(ServiceDefinition definition) =>
        definition.Process.Environment.Select(variable => variable.Key).FirstOrDefault(name => !MachineVariables.IsOwn(definition, name));

    private static bool IsWeaker(ServiceDefinition definition, ServiceDependency dependency) =>
        definition.Scope == ServiceScope.User || dependency.Kind is DependencyKind.After or DependencyKind.Wants;

    private static bool IsSecretForAll(PackagedFile file) =>
        file.Mode is { } mode && !mode.HasFlag(UnixFileMode.OtherRead)
        && file.TargetPath.StartsWith(WindowsPaths.ProgramFiles, StringComparison.OrdinalIgnoreCase);
}
