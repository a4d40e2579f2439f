using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Model.Platforms;

namespace ServicePackaging.WindowsService;

/// <summary>What a definition asks for and the Service Control Manager does not have: the developer is told what happens instead.</summary>
internal static class WindowsGaps
{
    private const string Manager = "the Windows service manager";

    private const string NoLimits = "it sets no limits to what a service uses; the service runs without";

    // How a program that is hosted by .NET speaks to the SCM.
    private static readonly string[] ServiceLibraries =
        ["Microsoft.Extensions.Hosting.WindowsServices", "System.ServiceProcess.ServiceController", "Topshelf"];

    private static readonly PlatformGap[] Gaps =
    [
        new("ServiceWorkingDirectory", definition => definition.Process.WorkingDirectory == definition.Layout.Install ? null : definition.Process.WorkingDirectory,
            "a service starts in the system's directory; take AppContext.BaseDirectory, or pass a place as {StateDirectory} in ServiceArguments",
            "a program starts where Windows starts those of a log-on; take AppContext.BaseDirectory"),
        new("ServiceType", definition => definition.Process.Type is ServiceType.Forking or ServiceType.Oneshot ? definition.Process.Type : null,
            "the process that the manager starts is the service, and runs until it is stopped",
            "nobody waits for the program or its first process"),
        new("ServiceUMask", definition => Octal(definition.Process.UMask), "files inherit the permissions of the directories that the package makes"),
        new("ServiceNice", definition => definition.Process.Nice, "the service runs with normal priority; it may set Process.PriorityClass itself"),
        new("ServiceStartTimeout", definition => PlatformGap.Duration(definition.Process.StartTimeout), "the service itself asks for the time it needs while it starts (SERVICE_STATUS, dwWaitHint)",
            "nobody waits for the program to be up"),
        new("ServiceStopTimeout", definition => definition.Process.StopTimeout == ServiceProcess.DefaultStopTimeout ? null : PlatformGap.Duration(definition.Process.StopTimeout),
            "it holds when the machine shuts down; otherwise the service itself asks for the time that it needs (dwWaitHint), and nothing kills it",
            "at log-off Windows ends a program after some seconds"),
        new("ServiceWatchdog", definition => PlatformGap.Duration(definition.Process.Watchdog), "a service that hangs is not noticed"),
        new("ServiceReloadSignal", definition => definition.Process.ReloadSignal, "there are no signals; a service may listen for 'sc control <name> paramchange'",
            "there are no signals; the program has to notice changes itself"),
        new("ServiceStopCommand", definition => definition.Process.StopCommand is [var command, ..] ? command : null, "the service is told to stop by a control code",
            "the program ends when the user logs off"),
        new("ServicePidFile", definition => definition.Process.PidFile, "the manager knows the process; 'sc queryex <name>' shows its number",
            "the program may write the file itself"),
        new("ServiceStandardOutput", definition => definition.Process.StandardOutput.Path, "a service has no console; log to the event log or to a file in {LogDirectory}",
            "nobody keeps what the program prints; it has to write a file itself"),
        new("ServiceStandardError", definition => definition.Process.StandardError?.Path, "a service has no console; log to the event log or to a file in {LogDirectory}",
            "nobody keeps what the program prints; it has to write a file itself"),
        .. PlatformGap.ControlGroups(NoLimits),
        new("ServiceOpenFilesLimit", definition => definition.Limits.OpenFiles, NoLimits),
        new("ServiceProcessLimit", definition => definition.Limits.Processes, NoLimits),
        new("ServiceUpgradeMode", definition => definition is { UpgradeMode: ServiceUpgradeMode.RestartAfter, Project.SingleFile: false } ? definition.UpgradeMode : null,
            "a file in use cannot be replaced; the service is stopped before"),
        new("ServiceSocket", definition => definition.Sockets is [var socket, ..] ? socket.Address : null, "nothing listens in the service's place; it has to listen itself"),
        new("ServiceTimer", definition => definition.Timers.Count > 0 ? "set" : null, "it is left out, and the service starts at boot"),
        new("ServiceLog", definition => definition.Logs is [var log, ..] ? log.Path : null, "nothing rotates log files; the directory is made, and the program has to limit them"),
        new("ServiceDirectory", definition => definition is { Scope: ServiceScope.User, Directories: [var directory, ..] } ? directory.Path : null,
            "the installation does not know each user's places; the program makes its own"),
        new("ServiceEnvironment", definition => definition.Scope == ServiceScope.User
                ? definition.Process.Environment.Select(variable => variable.Key).FirstOrDefault(name => !MachineVariables.IsOwn(definition, name)) : null,
            "a program that is started at log-on sees the machine's variables, and one that does not begin with the package's name would be for every program; it is left out"),
        new("ServiceInstance", definition => definition is { Scope: ServiceScope.User, Instances: [var instance, ..] } ? instance.Name : null,
            "one program is started at log-on, without a name"),
        new("ServiceScope", definition => definition.Scope == ServiceScope.User ? definition.Scope : null, "the program is started at each user's log-on, and not again when it ends"),
        new("ServiceHardening", definition => definition is { Scope: ServiceScope.User, Hardening: ServiceHardening.Strict } ? definition.Hardening : null,
            "a program that is started at log-on has all the rights of its user"),
        new("ServiceFailureAction", definition => definition is { Scope: ServiceScope.User, Restart.Actions: [var action, ..] } ? action.Kind : null,
            "nobody notices the failure of a program that is started at log-on"),
        new("ServiceControlCommand", definition => definition.Scope == ServiceScope.User ? definition.ControlCommand : null,
            "a program that is started at log-on is no service that could be managed; it is left out"),
        new("ServiceDependency", definition => definition.Dependencies.FirstOrDefault(dependency => definition.Scope == ServiceScope.User || dependency.Kind is DependencyKind.After or DependencyKind.Wants)?.Name,
            "the service is not started without it",
            "programs start at log-on in no order; the program has to try again until the other is there"),
        new("ServicePackageFile Mode", definition => definition.Files.FirstOrDefault(IsSecretForAll)?.TargetPath,
            "every user may read what lies in Program Files; a TargetPath in {ConfigDirectory} is for the service and administrators alone"),
        new("ServiceRestart", definition => definition is { Restart: { When: ServiceRestart.Always, Actions.Count: 0 } } ? definition.Restart.When : null,
            "a service that fails is started again, one that reports a clean stop stays stopped",
            "a program that has ended is not started again before the next log-on"),
        new("ServiceRestartLimit", definition => definition.Scope == ServiceScope.User || definition.Restart.Limit is > RecoveryActions.LongestRow ? definition.Restart.Limit : null,
            $"a limit above {RecoveryActions.LongestRow.ToString(CultureInfo.InvariantCulture)} is none; the service is always started again",
            "a program that has ended is not started again, and there is nothing to give up"),
    ];

    /// <summary>Reports every gap.</summary>
    public static void Report(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        PlatformGap.Report(Gaps, Manager, definition, diagnostics);
        if (definition is { Scope: ServiceScope.System, Project.IsDotNet: true } && !ServiceLibraries.Any(definition.Project.Packages.Contains))
        {
            diagnostics.Report(PackageDiagnostics.NoServiceLibrary, definition.Project.AssemblyName, ServiceLibraries[0]);
        }
    }

    private static bool IsSecretForAll(PackagedFile file) =>
        file.Mode is { } mode && !mode.HasFlag(UnixFileMode.OtherRead) && file.TargetPath.StartsWith(WindowsPaths.ProgramFiles, StringComparison.OrdinalIgnoreCase);

    private static string? Octal(UnixFileMode? mode) => mode is { } bits ? "0" + Convert.ToString((int)bits, 8) : null;
}
