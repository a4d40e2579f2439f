using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>The rules for combinations of settings.</summary>
internal static class DefinitionRules
{
    /// <summary>Checks the settings of the package and each of its services.</summary>
    public static void Check(ServiceDefinition definition, PlatformRules rules, DiagnosticBag diagnostics)
    {
        CheckHealth(definition, diagnostics);
        CheckInstances(definition, diagnostics);
        CheckAccounts(definition, rules, diagnostics);
        CheckSecrets(definition, rules, diagnostics);
        foreach (var service in definition.Services.Prepend(definition).Distinct())
        {
            CheckRestart(service, diagnostics);
            CheckType(service, diagnostics);
            CheckCapabilities(service, rules, diagnostics);
            CheckArguments(service, rules, diagnostics);
        }

        CheckWritablePaths(definition, diagnostics);
    }

    // user_namespaces(7): in its own user namespace (PrivateUsers=), a process has its capabilities only there.
    private static void CheckCapabilities(ServiceDefinition definition, PlatformRules rules, DiagnosticBag diagnostics)
    {
        if (rules.Platform == Platform.Linux && definition is { Capabilities: { } capabilities, Hardening: ServiceHardening.Strict }
            && !definition.Account.IsRoot)
        {
            diagnostics.Report(DiagnosticCatalog.Contradiction, ConflictKind.StrictCapabilities, capabilities);
        }
    }

    private static void CheckArguments(ServiceDefinition definition, PlatformRules rules, DiagnosticBag diagnostics)
    {
        if (rules.Platform != Platform.Linux && definition.Process.Arguments.FirstOrDefault(VariableToken.IsIn) is { } argument)
        {
            diagnostics.Report(DiagnosticCatalog.Contradiction, ConflictKind.VariableArgument, argument);
        }
    }

    // The links beside the program are the same for all instances and all users.
    private static void CheckWritablePaths(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.WritablePaths.Count > 0 && (definition.Instances.Count > 0 || definition.Scope == ServiceScope.User))
        {
            diagnostics.Report(DiagnosticCatalog.Contradiction, ConflictKind.WritablePathState, definition.WritablePaths[0]);
        }
    }

    // An account that may write to a directory can replace a directory in it by a link, so that the superuser would write somewhere else.
    private static void CheckAccounts(ServiceDefinition definition, PlatformRules rules, DiagnosticBag diagnostics)
    {
        var directories = (from service in definition.Services
                           from path in new[] { service.Layout.State, service.Layout.Log }
                           select (service.Instance, service.Account, Path: path)).ToList();
        var pairs = from outer in directories
                    where outer.Account != rules.Superuser
                    from inner in directories
                    where inner.Account != outer.Account && IsWithin(inner.Path, outer.Path)
                    select (outer, inner);
        if (pairs.FirstOrDefault() is ({ Path: { } outerPath } outermost, var held))
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.NestedInstanceDirectories,
                outermost.Instance ?? "", outerPath, held.Instance ?? "", held.Path);
        }

        bool IsWithin(string path, string directory) =>
            (path + rules.Separator).StartsWith(directory + rules.Separator, StringComparison.OrdinalIgnoreCase);
    }

    private static void CheckSecrets(ServiceDefinition definition, PlatformRules rules, DiagnosticBag diagnostics)
    {
        var shared = definition.Process.Environment;
        var kind = rules.Platform == Platform.Windows ? SecretKind.Windows
            : definition.Scope == ServiceScope.User ? SecretKind.User : SecretKind.Unix;
        var found =
            from service in definition.Services.Prepend(definition)
            from variable in service.Process.Environment.Where(SecretVariables.Contain)
            let type = shared.Contains(variable) ? ServiceItems.Environment : ServiceItems.Instance
            where !definition.Acknowledged.Contains(type.Name)
            select (type.Name, Subject: type == ServiceItems.Environment
                ? $"{type} '{variable.Key}'"
                : $"{variable.Key} in {type} '{service.Instance}' {ServiceItems.InstanceEnvironment}");
        foreach (var (type, subject) in found)
        {
            diagnostics.Report(DiagnosticCatalog.Secret, kind, subject, type);
        }
    }

    private static void CheckHealth(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.ControlCommand is null
            && definition.Services.FirstOrDefault(service => service.HealthUrl is not null) is { } service)
        {
            var subject = service.HealthUrl == definition.HealthUrl
                ? ServiceProperties.HealthUrl.Name
                : $"{ServiceItems.Instance} {ServiceProperties.HealthUrl.InstanceMetadata}";
            diagnostics.Report(DiagnosticCatalog.WithoutEffect, subject, ServiceProperties.ControlCommand);
        }
    }

    private static void CheckInstances(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.Instances.Count == 0)
        {
            return;
        }

        var first = definition.Instances[0].Name;
        if (definition.Sockets.FirstOrDefault(socket => !DirectoryTokens.DiffersByInstance(socket.Address)) is { } socket)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.SharedSocket, socket.Address, first);
        }

        if (definition.Timers.Count > 0)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.TimerOfInstances, first);
        }
    }

    private static void CheckRestart(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var restart = definition.Restart;
        if (restart.Limit is null != restart.Window is null)
        {
            ServiceProperty limit = ServiceProperties.RestartLimit;
            ServiceProperty window = ServiceProperties.RestartWindow;
            var (set, unset) = restart.Limit is null ? (window, limit) : (limit, window);
            diagnostics.Report(DiagnosticCatalog.IncompleteLimit, set, unset);
        }

        // systemd refuses the unit: "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot
        // services."
        if (definition.Process.Type == ServiceType.Oneshot && restart.When == ServiceRestart.Always)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.OneshotAlways);
        }

        if (restart.Actions.Count > 0 && restart.When == ServiceRestart.Never)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.ActionNever, restart.Actions[0].Kind);
        }
    }

    private static void CheckType(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var process = definition.Process;
        if (process.Type == ServiceType.Forking && process.PidFile is null)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.ForkingPidFile);
        }

        if (process.Watchdog is not null && process.Type is not ServiceType.Notify)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.WatchdogType, process.Type);
        }
    }
}
