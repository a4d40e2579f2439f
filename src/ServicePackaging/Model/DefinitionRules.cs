using ServicePackaging.Diagnostics;
using ServicePackaging.Model.Reading;
using ServicePackaging.Model.Values;

namespace ServicePackaging.Model;

/// <summary>What settings mean together.</summary>
internal static class DefinitionRules
{
    public static void Check(ServiceDefinition definition, ValueReader properties, DiagnosticBag diagnostics)
    {
        CheckRestart(definition, diagnostics);
        CheckType(definition, diagnostics);
        CheckLinux(definition, diagnostics);
        CheckUnits(definition, diagnostics);
        CheckControlCommand(definition, properties, diagnostics);
    }

    private static void CheckControlCommand(ServiceDefinition definition, ValueReader properties, DiagnosticBag diagnostics)
    {
        if (properties.Line("ServiceControlCommand") is not null)
        {
            ServiceDefinitionReader.ReadName(
                properties, "ServiceControlCommand", definition.Package.Name, NameRules.IsPackageName, "command name", "lower case letters, digits and -", diagnostics);
            diagnostics.Report(DiagnosticCatalog.NotImplemented, properties.Describe("ServiceControlCommand"));
        }

        if (properties.Read<Uri?>("ServiceHealthUrl", ValueKinds.HttpUrl!, null) is not null)
        {
            diagnostics.Report(DiagnosticCatalog.NotImplemented, properties.Describe("ServiceHealthUrl"));
        }
    }

    private static void CheckRestart(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var restart = definition.Restart;
        if (restart.Limit is null != restart.Window is null)
        {
            var (set, unset) = restart.Limit is null ? ("ServiceRestartWindow", "ServiceRestartLimit") : ("ServiceRestartLimit", "ServiceRestartWindow");
            diagnostics.Report(DiagnosticCatalog.IncompleteLimit, set, unset);
        }

        // systemd refuses the unit: "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services."
        if (definition.Process.Type == ServiceType.Oneshot && restart.When == ServiceRestart.Always)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceType", ServiceType.Oneshot, "ServiceRestart", ServiceRestart.Always,
                "a service that is done when it exits would run for ever; write OnFailure or Never");
        }

        if (restart.Actions.Count > 0 && restart.When == ServiceRestart.Never)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceRestart", ServiceRestart.Never, "ServiceFailureAction", restart.Actions[0].Kind,
                "nothing happens at a failure, so there is no action; write OnFailure");
        }
    }

    private static void CheckType(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var process = definition.Process;
        if (process.Type == ServiceType.Forking && process.PidFile is null)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceType", ServiceType.Forking, "ServicePidFile", "",
                "systemd has to be told which process is the daemon; set ServicePidFile");
        }

        if (process.Watchdog is not null && process.Type is not ServiceType.Notify)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceWatchdog", "on", "ServiceType", process.Type,
                "only a service that notifies gives signs of life; write ServiceType=Notify");
        }

        if (definition.Sockets.Count > 0 && definition.Instances.Count > 0)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceSocket", definition.Sockets[0].Address, "ServiceInstance", definition.Instances[0].Name,
                "all instances would listen on the same address");
        }

        if (definition.Timers.Count > 0 && definition.Instances.Count > 0)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceTimer", "set", "ServiceInstance", definition.Instances[0].Name,
                "a timer starts one service, and there would be none without an instance's name");
        }
    }

    // One unit file holds all sockets, and one all timers: what cannot be said of each would be said of none, silently.
    private static void CheckUnits(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var sections = new[] { ("Socket", definition.Sockets.Count > 0), ("Timer", definition.Timers.Count > 0) };
        foreach (var (section, _) in sections.Where(row => !row.Item2))
        {
            foreach (var directive in definition.ServiceDirectives.Where(directive => directive.Section == section))
            {
                diagnostics.Report(
                    DiagnosticCatalog.Contradiction, "SystemdDirective", directive.Name, "Section", section,
                    $"there is no Service{section} item, and so no unit with that section");
            }
        }

        var local = definition.Sockets.Where(socket => socket.IsLocal).ToList();
        if (local.Find(socket => socket.Mode != local[0].Mode) is { } other)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceSocket", local[0].Address, "ServiceSocket", other.Address,
                "all local sockets of a service have one Mode");
        }
    }

    private static void CheckLinux(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.StartMode == ServiceStartMode.Delayed)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, "ServiceStartMode", ServiceStartMode.Delayed, "systemd",
                "the service starts at boot as soon as what it depends on is up");
        }

        if (definition.Scope == ServiceScope.User && definition.Logs.Count > 0)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceScope", ServiceScope.User, "ServiceLog", definition.Logs[0].Path,
                "logrotate runs for the machine, and a user's log files are in each user's home; write to the journal");
        }

        var delays = definition.Restart.Actions.Where(action => action.Kind == FailureActionKind.Restart).Select(action => action.Delay).Distinct().Count();
        if (delays > 2)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, "ServiceFailureAction", "Restart", "systemd",
                "delays grow evenly from the first to the last (RestartSteps=, systemd 254), and stay at the first before that");
        }
    }
}
