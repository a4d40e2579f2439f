using System.Text.RegularExpressions;
using static ServicePackaging.Formats.Msi.Audit.StandardActions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the actions that restore services when an uninstallation is rolled back (Microsoft, "Rollback Custom Actions"). A
/// rollback runs backwards: the first action in the sequence runs last.</summary>
internal static partial class RollbackRules
{
    private const int Rollback = 0x100;

    // The column's width is 255; a hostile package may have longer texts.
    private const int LongestCommand = 1024;

    private const int AtInstallation = 1;
    private const int MostOfService = 100;

    // The types of MsiServiceConfig, the arguments that change what CreateService sets, and the commands of sc.exe that set the same.
    private static readonly (int Type, string[]? Arguments, string Verb)[] Restorable =
        [(3, ["1"], "config"), (4, ["1"], "failureflag"), (5, ["1", "3"], "sidtype"), (6, null, "privs")];

    private static readonly Dictionary<string, string?> Replacement = new(StringComparer.Ordinal)
    {
        ["Installed"] = "1",
        ["REMOVE"] = "ALL",
        ["UPGRADINGPRODUCTCODE"] = "{}",
        ["REINSTALL"] = null,
    };

    public static IReadOnlyList<AuditRule> All { get; } =
        [new("ServiceRollback", ServiceRollback), new("ServiceRestored", ServiceRestored)];

    private static IEnumerable<string> ServiceRollback(AuditedPackage package)
    {
        var steps = Steps(package).ToList();
        var begin = package.Find(Execute, "InstallInitialize")?.Number("Sequence");
        var removal = package.Find(Execute, "RemoveExistingProducts")?.Number("Sequence");
        foreach (var (action, place, _, _) in steps)
        {
            foreach (var later in new[] { "StopServices", "DeleteServices" })
            {
                if (package.Find(Execute, later)?.Number("Sequence") < place)
                {
                    yield return $"{action} is at {place}, after {later}: a rollback would run it before the service is restored.";
                }
            }

            if (place > begin && place < removal)
            {
                yield return $"{action} is at {place}, between InstallInitialize and RemoveExistingProducts.";
            }
        }

        var ofService = steps.ToLookup(step => step.Service, StringComparer.OrdinalIgnoreCase);
        foreach (var start in steps.Where(step => step.Starts))
        {
            var earlier = ofService[start.Service].Take(MostOfService).Where(step => step.Place < start.Place).ToList();
            if (earlier.Find(step => !step.Starts) is { Action: { } setting })
            {
                yield return $"{start.Action} is at {start.Place}, after {setting}: a rollback would start the service before it is "
                    + "configured.";
            }

            // A restart does nothing to a service that ended without its settings. A start does nothing to one that runs.
            if (!start.Stops && earlier.Find(step => step.Stops) is { Action: { } restart })
            {
                yield return $"{start.Action} is at {start.Place}, after {restart}: a rollback would start the service and then stop it.";
            }
        }
    }

    // The rollback of DeleteServices restores only the parameters of CreateService. A process gets other settings when it starts.
    private static IEnumerable<string> ServiceRestored(AuditedPackage package)
    {
        var steps = Steps(package)
            .Where(step => ConditionLogic.CanBeTrue(package.Find(Execute, step.Action)?.Text("Condition"), Replacement))
            .ToLookup(step => step.Service, StringComparer.OrdinalIgnoreCase);
        var settings = Settings(package).Distinct().ToList();
        foreach (var (service, verb) in settings)
        {
            if (!steps[service].Take(MostOfService).Any(step => step.Verbs.Contains(verb)))
            {
                yield return $"Nothing runs 'sc {verb}' for {Quote.Shorten(service)} when an upgrade is rolled back.";
            }
        }

        var stopped = StoppedFirst(package).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var service in settings.Select(setting => setting.Service).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!steps[service].Take(MostOfService).Any(step => step.Starts && (step.Stops || stopped.Contains(service))))
            {
                yield return $"Nothing restarts {Quote.Shorten(service)} with its settings when an upgrade is rolled back.";
            }
        }
    }

    // The rollback of StopServices does not start a service that was stopped before.
    private static IEnumerable<string> StoppedFirst(AuditedPackage package) =>
        from step in SequenceRules.Steps(package, Execute)
        where step.Place < package.Find(Execute, "StopServices")?.Number("Sequence")
        let action = package.Find("CustomAction", step.Action)
        where action is not null && !action.Value.HasBit("Type", Rollback)
            && ConditionLogic.CanBeTrue(package.Find(Execute, step.Action)?.Text("Condition"), Replacement)
        from command in Command().Matches(Target(action.Value))
        where command.Groups["verb"].Value.Equals("stop", StringComparison.OrdinalIgnoreCase)
        select command.Groups["service"].Value;

    private static IEnumerable<(string Service, string Verb)> Settings(AuditedPackage package)
    {
        var configured = from row in package.Rows("MsiServiceConfig")
                         where row.HasBit("Event", AtInstallation)
                         from setting in Restorable
                         where setting.Type == row.Number("ConfigType") && setting.Arguments?.Contains(row.TextOrEmpty("Argument")) != false
                         select (row.TextOrEmpty("Name"), setting.Verb);
        var recovered = from action in package.Rows("CustomAction")
                        where !action.HasBit("Type", Rollback)
                        from command in Command().Matches(Target(action))
                        where command.Groups["verb"].Value.Equals("failure", StringComparison.OrdinalIgnoreCase)
                        select (command.Groups["service"].Value, "failure");
        return configured.Concat(recovered);
    }

    private static IEnumerable<Step> Steps(AuditedPackage package) =>
        from step in SequenceRules.Steps(package, Execute)
        let action = package.Find("CustomAction", step.Action)
        where action is not null && action.Value.HasBit("Type", Rollback)
        let condition = package.Find(Execute, step.Action)?.TextOrEmpty("Condition") ?? ""
        where ConditionSyntax.Names(condition).Contains("REMOVE", StringComparer.Ordinal)
        let commands = Command().Matches(Target(action.Value))
        where commands.Count > 0
        select new Step(
            step.Action, step.Place, commands[0].Groups["service"].Value,
            [.. commands.Select(command => command.Groups["verb"].Value.ToLowerInvariant())]);

    private static string Target(AuditedRow action) =>
        action.TextOrEmpty("Target") is var text && text.Length <= LongestCommand ? text : "";

    private sealed record Step(string Action, int Place, string Service, IReadOnlyList<string> Verbs)
    {
        public bool Starts => Verbs.Contains("start");

        public bool Stops => Verbs.Contains("stop");
    }

    [GeneratedRegex(
        @"\b(?:sc|net)\.exe""?\s+(?<verb>[a-z]+)\s+(?:""(?<service>[^""]+)""|(?<service>[^\s""]+))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Command();
}
