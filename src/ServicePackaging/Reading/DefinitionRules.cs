using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;

namespace ServicePackaging.Reading;

/// <summary>What settings mean together.</summary>
internal static class DefinitionRules
{
    /// <summary>Checks what is said of one service.</summary>
    public static void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        CheckRestart(definition, diagnostics);
        CheckType(definition, diagnostics);
    }

    /// <summary>Checks what is said of the package and its services together.</summary>
    public static void CheckAll(ServiceDefinition definition, PlatformRules rules, DiagnosticBag diagnostics)
    {
        CheckHealth(definition, diagnostics);
        CheckInstances(definition, diagnostics);
        CheckAccounts(definition, rules, diagnostics);
    }

    // Whoever may write to a directory can put another in the place of one in it, and so a superuser's somewhere else.
    private static void CheckAccounts(ServiceDefinition definition, PlatformRules rules, DiagnosticBag diagnostics)
    {
        var places = definition.Services.SelectMany(service => new[] { service.Layout.State, service.Layout.Log }.Select(path => (service.Instance, service.Account, Path: path))).ToList();
        var pairs = from outer in places
                    where outer.Account != rules.Superuser
                    from inner in places
                    where inner.Account != outer.Account && (inner.Path + rules.Separator).StartsWith(outer.Path + rules.Separator, StringComparison.OrdinalIgnoreCase)
                    select (outer, inner);
        if (pairs.FirstOrDefault() is ({ Path: { } holding } outermost, var held))
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, $"ServiceInstance '{outermost.Instance}' directory", holding, $"ServiceInstance '{held.Instance}' directory", held.Path,
                "what is one account's must not hold what is another's; say another StateDirectory or LogDirectory, such as {StateDirectory}-name");
        }
    }

    private static void CheckHealth(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.ControlCommand is null && definition.Services.FirstOrDefault(service => service.HealthUrl is not null) is { } service)
        {
            diagnostics.Report(
                DiagnosticCatalog.WithoutEffect, service.HealthUrl == definition.HealthUrl ? "ServiceHealthUrl" : "ServiceInstance HealthUrl", "ServiceControlCommand", "nothing asks at that address");
        }
    }

    private static void CheckInstances(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.Instances.Count > 0 && definition.Sockets.FirstOrDefault(socket => !DirectoryTokens.DiffersByInstance(socket.Address)) is { } socket)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceSocket", socket.Address, "ServiceInstance", definition.Instances[0].Name,
                "all instances would listen on the same address; say {RuntimeDirectory} or {Instance} in it");
        }

        if (definition.Timers.Count > 0 && definition.Instances.Count > 0)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceTimer", "set", "ServiceInstance", definition.Instances[0].Name,
                "a timer starts one service, and there would be none without an instance's name");
        }

        if (definition.Templates.ContainsKey(GeneratedTexts.ServiceUnit) && definition.Instances.FirstOrDefault(instance => instance.IsOwnKind) is { } own)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServicePackageTemplate", GeneratedTexts.ServiceUnit, "ServiceInstance", own.Name,
                "the unit of your own is every instance's; what is said of one alone belongs into a drop-in, as a ServicePackageFile");
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
    }
}
