using System.Text.RegularExpressions;
using static ServicePackaging.Formats.Msi.Audit.StandardActions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the actions that restore services when an uninstallation is rolled back (Microsoft, "Rollback Custom Actions"). A
/// rollback runs backwards: the first action in the sequence runs last.</summary>
internal static partial class RollbackRules
{
    private const int Rollback = 0x100;

    public static IReadOnlyList<AuditRule> All { get; } = [new("ServiceRollback", ServiceRollback)];

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

        foreach (var (action, place, service, _) in steps.Where(step => step.IsStart))
        {
            if (steps.Find(step => step.Service == service && !step.IsStart && step.Place < place) is { Action: { } setting })
            {
                yield return $"{action} is at {place}, after {setting}: a rollback would start the service before it is configured.";
            }
        }
    }

    private static IEnumerable<(string Action, int Place, string Service, bool IsStart)> Steps(AuditedPackage package) =>
        from step in SequenceRules.Steps(package, Execute)
        let action = package.Find("CustomAction", step.Action)
        where action is not null && action.Value.HasBit("Type", Rollback)
        let condition = package.Find(Execute, step.Action)?.TextOrEmpty("Condition") ?? ""
        where ConditionSyntax.Names(condition).Contains("REMOVE", StringComparer.Ordinal)
        let commands = Command().Matches(action.Value.TextOrEmpty("Target"))
        where commands.Count > 0
        let isStart = commands.Any(command => command.Groups["verb"].Value.Equals("start", StringComparison.OrdinalIgnoreCase))
        select (step.Action, step.Place, commands[0].Groups["service"].Value, isStart);

    [GeneratedRegex(
        @"\b(?:sc|net)\.exe""?\s+(?<verb>[a-z]+)\s+(?:""(?<service>[^""]+)""|(?<service>[^\s""]+))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Command();
}
