using static ServicePackaging.Formats.Msi.Audit.StandardActions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the sequences of actions.</summary>
internal static class SequenceRules
{
    private const int OnlyDetect = 2;

    // Microsoft, "ServiceControl Table": the bits for installation, and sixteen times their value for uninstallation.
    private static readonly (int Events, string Action)[] ServiceEvents =
        [(0x1 | 0x10, "StartServices"), (0x2 | 0x20, "StopServices"), (0x8 | 0x80, "DeleteServices")];

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("RequiredActions (ICE26)", RequiredActions),
        new("ForbiddenActions (ICE26)", ForbiddenActions),
        new("ActionOrder (ICE27)", ActionOrder),
        new("ActionRegion (ICE27)", ActionRegion),
        new("ActionsOfTables", ActionsOfTables),
        new("SequenceNumbers (ICE82)", SequenceNumbers),
        new("UnconditionalActions (ICE84)", UnconditionalActions),
        new("KnownActions", KnownActions),
        new("RemoveExistingProducts (ICE63)", RemoveExistingProducts),
        new("Advertisement (ICE96)", package => RequiredIn(package, Advertise, ["PublishFeatures", "PublishProduct"])),
        new("Conditions (ICE86)", Conditions),
    ];

    /// <summary>Returns the actions of a sequence in order. Actions without a number or with a negative number, which means an exit, are
    /// left out.</summary>
    public static List<(string Action, int Place)> Steps(AuditedPackage package, string sequence) =>
    [
        .. from row in package.Rows(sequence)
           let place = row.Number("Sequence") ?? 0
           where place > 0
           orderby place
           select (row.TextOrEmpty("Action"), place),
    ];

    private static int? PlaceOf(AuditedPackage package, string sequence, string action) =>
        package.Find(sequence, action)?.Number("Sequence") is > 0 and var place ? place : null;

    private static IEnumerable<string> RequiredActions(AuditedPackage package) =>
        Sequences.Where(sequence => sequence is not Advertise && package.Rows(sequence).Count > 0)
            .SelectMany(sequence => RequiredIn(package, sequence, Required[sequence]));

    private static IEnumerable<string> RequiredIn(AuditedPackage package, string sequence, IEnumerable<string> actions) =>
        from action in actions
        where package.Rows(sequence).Count > 0 && PlaceOf(package, sequence, action) is null
        select $"{sequence} has no {action}.";

    private static IEnumerable<string> ForbiddenActions(AuditedPackage package) =>
        from sequence in Sequences
        from step in Steps(package, sequence)
        where sequence switch
        {
            UserInterface or AdminUserInterface => Changing.Contains(step.Action)
                || step.Action is "InstallInitialize" or "InstallFinalize" or "RemoveExistingProducts",
            Advertise => !Advertising.Contains(step.Action) && StandardActions.All.Contains(step.Action),
            AdminExecute => Changing.Contains(step.Action)
                && step.Action is not ("InstallAdminPackage" or "InstallFiles" or "PatchFiles" or "InstallSFPCatalogFile"),
            _ => step.Action is "ExecuteAction" or "InstallAdminPackage",
        }
        select $"{sequence} has {step.Action}, which is not an action of this sequence.";

    private static IEnumerable<string> ActionOrder(AuditedPackage package) =>
        from sequence in Sequences
        from order in Orders
        let places = order.Select(action => (Action: action, Place: PlaceOf(package, sequence, action)))
            .Where(step => step.Place is not null).ToList()
        from pair in places.Zip(places.Skip(1))
        where pair.First.Place > pair.Second.Place
        select $"{sequence} has {pair.Second.Action} ({pair.Second.Place}) before {pair.First.Action} ({pair.First.Place}).";

    private static IEnumerable<string> ActionRegion(AuditedPackage package) =>
        from sequence in Executing
        from step in Steps(package, sequence)
        where Changing.Contains(step.Action)
            && (step.Place < PlaceOf(package, sequence, "InstallInitialize") || step.Place > PlaceOf(package, sequence, "InstallFinalize"))
        select $"{sequence} has {step.Action} ({step.Place}) outside InstallInitialize and InstallFinalize.";

    private static IEnumerable<string> ActionsOfTables(AuditedPackage package)
    {
        var needed = ByTable.Where(row => package.Rows(row.Table).Count > 0)
            .SelectMany(row => row.Actions.Select(action => (row.Table, action)))
            .Concat(ServiceEvents
                .Where(row => package.Rows("ServiceControl").Any(control => control.HasBit("Event", row.Events)))
                .Select(row => ("ServiceControl", row.Action)))
            .Concat(package.Rows("Upgrade").Any(row => !row.HasBit("Attributes", OnlyDetect))
                ? [("Upgrade", "RemoveExistingProducts")]
                : []);
        return from need in needed
               where PlaceOf(package, Execute, need.Item2) is null
               select $"The table {need.Item1} requires {need.Item2}, which {Execute} does not contain.";
    }

    private static IEnumerable<string> SequenceNumbers(AuditedPackage package) =>
        from sequence in Sequences
        from same in Steps(package, sequence).GroupBy(step => step.Place)
        where same.Count() > 1
        select $"{sequence} has {string.Join(" and ", same.Select(step => step.Action).Take(3))} at {same.Key}.";

    private static IEnumerable<string> UnconditionalActions(AuditedPackage package) =>
        from sequence in Executing
        from row in package.Rows(sequence)
        where Unconditional.Contains(row.Key) && row.Text("Condition") is not null
        select $"{row} has a condition.";

    private static IEnumerable<string> KnownActions(AuditedPackage package) =>
        from sequence in Sequences
        from row in package.Rows(sequence)
        where !StandardActions.All.Contains(row.Key) && !package.Has("CustomAction", row.Key) && !package.Has("Dialog", row.Key)
        select $"{row} is neither a standard action nor an action of CustomAction.";

    // Between InstallInitialize and this action, nothing may change the machine, also at a rollback, and no custom action may run. It may
    // also be before InstallInitialize or after InstallFinalize.
    private static IEnumerable<string> RemoveExistingProducts(AuditedPackage package)
    {
        if (PlaceOf(package, Execute, "RemoveExistingProducts") is not { } place)
        {
            yield break;
        }

        var (validate, start, end) = (
            PlaceOf(package, Execute, "InstallValidate"),
            PlaceOf(package, Execute, "InstallInitialize"),
            PlaceOf(package, Execute, "InstallFinalize"));
        var executed = PlaceOf(package, Execute, "InstallExecute") ?? PlaceOf(package, Execute, "InstallExecuteAgain");
        var first = executed < place ? executed : start;
        var between = Steps(package, Execute)
            .Where(step => step.Place > first && step.Place < place
                && (Changing.Contains(step.Action) || package.Has("CustomAction", step.Action)))
            .ToList();
        if (place < validate || (place > start && place < end && between.Count > 0))
        {
            var where = between.Count > 0 ? $"after {between[0].Action}" : "before InstallValidate";
            yield return $"RemoveExistingProducts is at {place}, {where}.";
        }
    }

    // The property Privileged replaces the obsolete AdminUser (Microsoft, "ICE86").
    private static IEnumerable<string> Conditions(AuditedPackage package) =>
        from table in Sequences.Append("LaunchCondition").Append("Component")
        from row in package.Rows(table)
        where ConditionSyntax.Names(row.TextOrEmpty("Condition")).Contains("AdminUser", StringComparer.Ordinal)
        select $"{row} refers to AdminUser, which does not show whether the installation has the privileges.";
}
