using static ServicePackaging.Formats.Msi.Audit.StandardActions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the actions that set properties (Microsoft, "Custom Action Type 51"): when values are known, and when they are
/// needed.</summary>
internal static class PropertyActionRules
{
    private const int TypeMask = 0x3F;
    private const int SetProperty = 51;

    // Windows Installer reads these when it determines what to install.
    private static readonly string[] OfCosting =
    [
        "REINSTALL", "REINSTALLMODE", "REMOVE", "ADDLOCAL", "ADDSOURCE", "ADDDEFAULT", "ADVERTISE", "ALLUSERS", "TARGETDIR", "INSTALLLEVEL",
    ];

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("PropertyBeforeUse", BeforeUse),
        new("PropertyAfterSource", AfterSource),
        new("PropertyKept", Kept),
    ];

    // A directory's path is fixed when costing ends.
    private static IEnumerable<string> BeforeUse(AuditedPackage package) =>
        from set in Settings(package)
        let property = set.Action.TextOrEmpty("Source")
        let end = OfCosting.Contains(property, StringComparer.Ordinal) ? "CostInitialize"
            : package.Has("Directory", property) ? "CostFinalize"
            : package.Values("AppSearch", 1).Contains(property) ? null
            : UsedByLaunchConditions(package, property) ? "LaunchConditions"
            : null
        where end is not null && PlaceOf(package, set.Sequence, end) < set.Place
        select $"{set.Action} is at {set.Place} of {set.Sequence}, after {end}, which needs {Quote.Shorten(property)}.";

    private static bool UsedByLaunchConditions(AuditedPackage package, string property) => package.Rows("LaunchCondition")
        .Any(row => ConditionSyntax.Names(row.TextOrEmpty("Condition")).Contains(property, StringComparer.Ordinal));

    // The values of searches, and the paths of directories.
    private static IEnumerable<string> AfterSource(AuditedPackage package) =>
        from set in Settings(package)
        let names = FormattedText.References(set.Action.TextOrEmpty("Target"))
            .Where(reference => reference.Kind == ' ').Select(reference => reference.Name)
        let condition = package.Find(set.Sequence, set.Action.Key)?.TextOrEmpty("Condition") ?? ""
        from name in names.Concat(ConditionSyntax.Names(condition)).Distinct()
        let source = package.Values("AppSearch", 1).Contains(name) ? "AppSearch"
            : package.Values("Upgrade", 7).Contains(name) ? "FindRelatedProducts"
            : package.Has("Directory", name) && names.Contains(name, StringComparer.Ordinal) ? "CostFinalize"
            : null
        where source is not null && PlaceOf(package, set.Sequence, source) > set.Place
        select $"{set.Action} is at {set.Place} of {set.Sequence}, before {source}, which sets {Quote.Shorten(name)}.";

    // A value that was found replaces only a value that is missing, and only if it was found.
    private static IEnumerable<string> Kept(AuditedPackage package) =>
        from set in Settings(package)
        let target = set.Action.TextOrEmpty("Target")
        let found = FormattedText.References(target).Select(reference => reference.Name).FirstOrDefault()
        where found is not null && target == $"[{found}]" && package.Values("AppSearch", 1).Contains(found)
        let condition = package.Find(set.Sequence, set.Action.Key)?.Text("Condition")
        let property = set.Action.TextOrEmpty("Source")
        where ConditionLogic.CanBeTrue(condition, new Dictionary<string, string?>(StringComparer.Ordinal) { [found] = null })
            || ConditionLogic.CanBeTrue(condition, new Dictionary<string, string?>(StringComparer.Ordinal) { [property] = "x" })
        select $"{set.Action} replaces {Quote.Shorten(property)} although it has a value, or by a value that was not found.";

    private static IEnumerable<(string Sequence, AuditedRow Action, int Place)> Settings(AuditedPackage package) =>
        from sequence in new[] { Execute, UserInterface }
        from step in SequenceRules.Steps(package, sequence)
        let action = package.Find("CustomAction", step.Action)
        where action is not null && ((action.Value.Number("Type") ?? 0) & TypeMask) == SetProperty
        select (sequence, action.Value, step.Place);

    private static int? PlaceOf(AuditedPackage package, string sequence, string action) =>
        package.Find(sequence, action)?.Number("Sequence");
}
