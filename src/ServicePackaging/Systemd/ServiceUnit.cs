using System.Globalization;
using ServicePackaging.Model;
using ServicePackaging.Unix;
using ServicePackaging.Values;

namespace ServicePackaging.Systemd;

/// <summary>The .service unit (systemd.service(5), systemd.exec(5), systemd.resource-control(5)).</summary>
internal static class ServiceUnit
{
    private const string Unit = "Unit";
    private const string Service = "Service";
    private const string Install = "Install";

    // The assumed time that a service which fails repeatedly runs each time.
    private static readonly TimeSpan RunBeforeFailure = TimeSpan.FromMinutes(1);

    // A service that fails again and again waits twice as long each time, up to this delay (since systemd 254).
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    // How long a service that fails at once is restarted at least: longer than most outages of what it depends on.
    private static readonly TimeSpan Endurance = TimeSpan.FromMinutes(30);

    private const int LeastStarts = 10;

    // 128 + SIGTERM: how runtimes without their own handler (.NET up to 9, Java) and scripts report that the signal ended them. systemd
    // counts the signal itself as success.
    private const string ExitCodeOfStopSignal = "143";

    // Enough for a dump that DOTNET_DbgEnableMiniDump requests.
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);

    public static UnitFile Create(ServiceDefinition definition)
    {
        var unit = new UnitFile();
        var text = new UnitText(definition);
        AddUnit(unit, definition, text);
        AddProcess(unit, definition, text);
        AddRecovery(unit, definition);
        AddOutput(unit, definition.Process, text);
        AddDirectories(unit, definition, text);
        UnitLimits.Add(unit, Service, definition);
        foreach (var (name, value) in HardeningProfile.For(definition))
        {
            unit.Add(Service, name, value);
        }

        if (definition.Timers.Count == 0 && !definition.IsOnDemand)
        {
            unit.Add(Install, "WantedBy", definition.Scope == ServiceScope.User ? "default.target" : "multi-user.target");
        }

        return ApplyDirectives(unit, definition, Unit, Service, Install);
    }

    /// <summary>Applies the developer's own directives: each replaces the generated directives with its name.</summary>
    public static UnitFile ApplyDirectives(UnitFile unit, ServiceDefinition definition, params string[] sections)
    {
        var text = new UnitText(definition);
        var own = definition.ServiceDirectives.Where(directive => sections.Contains(directive.Section)).ToList();
        foreach (var directive in own)
        {
            unit.Remove(directive.Section, directive.Name);
        }

        foreach (var directive in own)
        {
            unit.Add(directive.Section, directive.Name, text.Native(directive.Value));
        }

        return unit;
    }

    private static void AddUnit(UnitFile unit, ServiceDefinition definition, UnitText text)
    {
        unit.Add(Unit, "Description", text.Description(definition.Description));
        unit.Add(Unit, "Documentation", Documentation(definition.Package.Homepage) is { } page ? UnitSyntax.EscapeSpecifiers(page) : null);
        var wanted = new List<string>();
        var after = new List<string>();

        // A user's manager does not know the machine's targets.
        if (definition.Scope == ServiceScope.System)
        {
            wanted.Add("network-online.target");
            after.Add("network-online.target");
        }

        foreach (var dependency in definition.Dependencies.Where(dependency => dependency.Kind != DependencyKind.Mounts))
        {
            after.Add(dependency.Name);
            if (dependency.Kind == DependencyKind.Wants)
            {
                wanted.Add(dependency.Name);
            }
        }

        var required = definition.Dependencies
            .Where(dependency => dependency.Kind == DependencyKind.Requires)
            .Select(dependency => dependency.Name)
            .ToList();
        if (definition.Sockets.Count > 0)
        {
            var socket = definition.Instance.Length > 0 ? $"{definition.Name}@%i.socket" : $"{definition.Name}.socket";
            required.Add(socket);
            after.Add(socket);
        }

        unit.Add(Unit, "Wants", List(wanted)).Add(Unit, "Requires", List(required)).Add(Unit, "After", List(after));
        AddOwnUnits(unit, definition);
        unit.Add(Unit, "RequiresMountsFor", List(MountPaths(definition).Select(path => UnitSyntax.Quote(text.Value(path)))));
        AddStartLimit(unit, definition.Restart);
    }

    // systemd ignores other addresses and those that contain a quote (systemd.unit(5), Documentation=).
    private static string? Documentation(Uri? homepage) => homepage?.Scheme is "http" or "https"
        ? homepage.AbsoluteUri.Replace("'", "%27", StringComparison.Ordinal)
        : null;

    // On separate lines, so that the developer's own values are not changed.
    private static void AddOwnUnits(UnitFile unit, ServiceDefinition definition)
    {
        var directories = DirectoriesUnit.NameFor(definition);
        unit.Add(Unit, "Requires", directories).Add(Unit, "After", directories);
        unit.Add(Unit, "Wants", LogrotateUnits.AreFor(definition) ? LogrotateUnits.TimerOf(definition) : null);
    }

    private static IEnumerable<string> MountPaths(ServiceDefinition definition)
    {
        if (definition.Scope == ServiceScope.System)
        {
            yield return $"{{{DirectoryTokens.State}}}";
        }

        foreach (var dependency in definition.Dependencies.Where(dependency => dependency.Kind == DependencyKind.Mounts))
        {
            yield return dependency.Name;
        }
    }

    private static void AddStartLimit(UnitFile unit, RestartPolicy restart)
    {
        var restarts = restart.Actions.TakeWhile(action => action.Kind == FailureActionKind.Restart).Count();
        var last = restart.Actions.Count > restarts ? restart.Actions[restarts] : null;
        if (last is not null && restarts == 0)
        {
            unit.Add(Unit, "FailureAction", last.Kind == FailureActionKind.Reboot ? "reboot" : null);
        }
        else if (last is not null)
        {
            // Every start counts, also the first one and those of the administrator. So the window is not longer than a series of failures
            // can take.
            var row = restart.Actions.Take(restarts).Aggregate(TimeSpan.Zero, (sum, action) => sum + action.Delay + RunBeforeFailure);
            unit.Add(Unit, "StartLimitIntervalSec", DurationText.ToSystemd(restart.Window ?? row + RunBeforeFailure));
            unit.Add(Unit, "StartLimitBurst", Number(restarts + 1));
            unit.Add(Unit, "StartLimitAction", last.Kind == FailureActionKind.Reboot ? "reboot" : null);
        }
        else if (restart.Limit is { } limit && restart.Window is { } window)
        {
            unit.Add(Unit, "StartLimitIntervalSec", DurationText.ToSystemd(window)).Add(Unit, "StartLimitBurst", Number(limit));
        }
        else if (restart.Actions.Count > 0 || restart.When == ServiceRestart.Never)
        {
            // The developer did not request systemd's own limit (5 starts in 10 s), which would end a service that should always be
            // restarted.
            unit.Add(Unit, "StartLimitIntervalSec", "0");
        }
        else
        {
            // A crash loop ends as 'failed', which monitoring notices, but only after hours. Before systemd 254 the delay stays the same,
            // so that the same number of starts takes less time.
            var delay = restart.Delay > TimeSpan.Zero ? restart.Delay : TimeSpan.FromSeconds(1);
            var starts = Math.Max(LeastStarts, (int)Math.Ceiling(Endurance / delay));
            var slowest = (delay > LongestDelay ? delay : LongestDelay) + RunBeforeFailure;
            unit.Add(Unit, "StartLimitIntervalSec", DurationText.ToSystemd(starts * slowest)).Add(Unit, "StartLimitBurst", Number(starts));
        }
    }

    private static void AddProcess(UnitFile unit, ServiceDefinition definition, UnitText text)
    {
        var process = definition.Process;
        unit.Add(Service, "Type", LowerCase(process.Type));
        if (definition.Scope == ServiceScope.System)
        {
            unit.Add(Service, "User", definition.Account.User).Add(Service, "Group", definition.Account.Group);
        }

        unit.Add(Service, "WorkingDirectory", text.Value(process.WorkingDirectory));
        var variables = UnitDirectories.Variables(definition).Concat(Home(definition)).Concat(DotNetVariables.For(definition));
        foreach (var variable in variables.Concat(process.Environment))
        {
            unit.Add(Service, "Environment", text.Assignment(variable));
        }

        foreach (var file in EnvironmentFileNames(definition))
        {
            unit.Add(Service, "EnvironmentFile", "-" + file);
        }

        unit.Add(Service, "ExecStart", text.CommandLine([.. ProgramCommand.For(definition), .. process.Arguments]));
        unit.Add(Service, "ExecReload", process.ReloadSignal is { } signal ? $"/bin/kill -{signal[3..]} $MAINPID" : null);
        unit.Add(Service, "ExecStop", process.StopCommand.Count > 0 ? text.CommandLine(process.StopCommand) : null);
        unit.Add(Service, "PIDFile", process.PidFile is { } pidFile ? text.Value(pidFile) : null);
        unit.Add(Service, "TimeoutStartSec", process.StartTimeout is { } start ? DurationText.ToSystemd(start) : null);
        unit.Add(Service, "TimeoutStopSec", DurationText.ToSystemd(process.StopTimeout));
        unit.Add(Service, "SuccessExitStatus", ExitCodeOfStopSignal);
        AddWatchdog(unit, definition);
        unit.Add(Service, "UMask", definition.UMask is { } mask ? UnixModes.ToOctal(mask) : null);
        unit.Add(Service, "Nice", process.Nice is { } nice ? Number(nice) : null);
    }

    // The home of the account is the same for all instances, and is not writable if the state directory is another one: the passwd entry is
    // as old as the account. A user's service has the user's home.
    private static IEnumerable<KeyValuePair<string, string>> Home(ServiceDefinition definition)
    {
        if (definition.Scope == ServiceScope.System && !definition.Process.Environment.Any(variable => variable.Key == "HOME"))
        {
            yield return KeyValuePair.Create("HOME", $"{{{DirectoryTokens.State}}}");
        }
    }

    // CoreCLR survives the first SIGABRT that comes from outside. Without a separate timeout, it would keep running until TimeoutStopSec=
    // is over.
    private static void AddWatchdog(UnitFile unit, ServiceDefinition definition)
    {
        if (definition.Process is not { Watchdog: { } watchdog, StopTimeout: var stop })
        {
            return;
        }

        unit.Add(Service, "WatchdogSec", DurationText.ToSystemd(watchdog));
        if (definition.Project.IsDotNet)
        {
            unit.Add(Service, "TimeoutAbortSec", DurationText.ToSystemd(stop > TimeSpan.Zero && stop < AbortTimeout ? stop : AbortTimeout));
        }
    }

    // The administrator's file comes last, so that its values override the others (systemd.exec(5), EnvironmentFile=).
    private static IEnumerable<string> EnvironmentFileNames(ServiceDefinition definition)
    {
        var standard = definition.Layout.EnvironmentFile(definition.Name);
        var own = $"{standard}-{definition.Instance}";
        foreach (var file in definition.EnvironmentFiles.Select(file => file.TargetPath).Where(path => path != standard && path != own))
        {
            yield return UnitSyntax.EscapeSpecifiers(file);
        }

        yield return UnitSyntax.EscapeSpecifiers(standard);
        if (definition.Instance.Length > 0)
        {
            yield return UnitSyntax.EscapeSpecifiers(standard) + "-%i";
        }
    }

    private static void AddRecovery(UnitFile unit, ServiceDefinition definition)
    {
        var restart = definition.Restart;
        var actions = restart.Actions.TakeWhile(action => action.Kind == FailureActionKind.Restart).ToList();
        var isRestarted = restart.When != ServiceRestart.Never && (actions.Count > 0 || restart.Actions.Count == 0);
        unit.Add(Service, "Restart", !isRestarted ? "no" : restart.When == ServiceRestart.Always ? "always" : "on-failure");
        if (!isRestarted)
        {
            return;
        }

        unit.Add(Service, "RestartSec", DurationText.ToSystemd(actions.Count > 0 ? actions[0].Delay : restart.Delay));
        if (actions.Count > 1 && actions[^1].Delay > actions[0].Delay)
        {
            AddSteps(unit, actions.Count - 1, actions[^1].Delay);
        }
        else if (restart.Actions.Count == 0 && restart.Limit is null && restart.Delay == RestartPolicy.DefaultDelay)
        {
            AddSteps(unit, (int)Math.Ceiling(Math.Log2(LongestDelay / restart.Delay)), LongestDelay);
        }
    }

    // The delay grows evenly from RestartSec= to the longest one (systemd.service(5), RestartSteps=; before systemd 254 it does not grow).
    private static void AddSteps(UnitFile unit, int steps, TimeSpan longest) => unit
        .Add(Service, "RestartSteps", Number(steps)).Add(Service, "RestartMaxDelaySec", DurationText.ToSystemd(longest));

    private static void AddOutput(UnitFile unit, ServiceProcess process, UnitText text)
    {
        unit.Add(Service, "StandardOutput", Render(process.StandardOutput));
        unit.Add(Service, "StandardError", process.StandardError is { } error ? Render(error) : null);
        unit.Add(Service, "SyslogIdentifier", UnitSyntax.EscapeSpecifiers(process.LogIdentifier));

        string Render(OutputTarget target) => target.Kind switch
        {
            OutputKind.File => "append:" + text.Value(target.Path!),
            OutputKind.Null => "null",
            _ => "journal",
        };
    }

    private static void AddDirectories(UnitFile unit, ServiceDefinition definition, UnitText text)
    {
        foreach (var group in UnitDirectories.ByDirective(definition))
        {
            unit.Add(Service, group.Directive, List(group.Names.Select(name => UnitSyntax.Quote(text.Value(name)))));
            unit.Add(Service, group.Directive + "Mode", UnixModes.ToOctal(group.Mode));
        }

        if (definition.Sockets.Any(socket => socket.IsLocal))
        {
            // The socket's file exists longer than the service, so that its directory has to be kept too.
            unit.Add(Service, "RuntimeDirectoryPreserve", "yes");
        }

        if (definition.Scope == ServiceScope.System && definition.Hardening != ServiceHardening.None)
        {
            var writable = UnitDirectories.WritablePaths(definition).Select(path => UnitSyntax.Quote(text.Value(path)));
            unit.Add(Service, "ReadWritePaths", List(writable));
        }
    }

    private static string? List(IEnumerable<string> words) => string.Join(' ', words.Distinct()) is { Length: > 0 } list ? list : null;

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string LowerCase(Enum value) => value.ToString().ToLowerInvariant();
}
