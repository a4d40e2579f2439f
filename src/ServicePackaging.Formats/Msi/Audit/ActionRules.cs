namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the table CustomAction (Microsoft, "Custom Action Types", "Summary List of All Custom Action Types").</summary>
internal static class ActionRules
{
    private const int TypeMask = 0x3F;
    private const int Rollback = 0x100;
    private const int Commit = 0x200;
    private const int Deferred = 0x400;
    private const int AsSystem = 0x800;
    private const int Script64 = 0x1000;

    // The tables to which the column Source refers, by type. Type 19 has no source. Types 7 and 23 refer to other packages, which are not
    // checked.
    private static readonly Dictionary<int, string[]> Sources = new()
    {
        [1] = ["Binary"],
        [2] = ["Binary"],
        [5] = ["Binary"],
        [6] = ["Binary"],
        [17] = ["File"],
        [18] = ["File"],
        [19] = [],
        [21] = ["File"],
        [22] = ["File"],
        [34] = ["Directory"],
        [35] = ["Directory"],
        [37] = [],
        [38] = [],
        [50] = [],
        [51] = [],
        [53] = [],
        [54] = [],
    };

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("ActionType (ICE68)", ActionType),
        new("ActionSource (ICE68)", ActionSource),
        new("ActionName (ICE93)", ActionName),
        new("DeferredAction (ICE77)", DeferredAction),
        new("DeferredProperties", DeferredProperties),
        new("ActionUsed", ActionUsed),
    ];

    private static IEnumerable<string> ActionType(AuditedPackage package)
    {
        foreach (var row in package.Rows("CustomAction"))
        {
            var type = row.Number("Type") ?? 0;
            var isSetting = (type & TypeMask) is 51 or 35 or 19;
            if (!Sources.ContainsKey(type & TypeMask) || ((type & (Rollback | Commit)) != 0 && (type & Deferred) == 0)
                || (type & (Rollback | Commit)) == (Rollback | Commit) || (isSetting && (type & Deferred) != 0))
            {
                yield return $"{row} has the type {type}, which does not exist.";
            }
            else if ((type & AsSystem) != 0 && (type & Deferred) == 0)
            {
                yield return $"{row} runs as SYSTEM, but is not deferred (type {type}).";
            }
            else if ((type & Script64) != 0 && !package.Is64Bit)
            {
                yield return $"{row} is a 64-bit script in a package that is not 64-bit.";
            }
        }
    }

    private static IEnumerable<string> ActionSource(AuditedPackage package)
    {
        foreach (var row in package.Rows("CustomAction"))
        {
            var source = row.Text("Source");
            var tables = Sources.GetValueOrDefault((row.Number("Type") ?? 0) & TypeMask, []);
            var needsProperty = ((row.Number("Type") ?? 0) & TypeMask) is 50 or 51 or 53 or 54;
            if ((tables.Length > 0 && !tables.Any(table => package.Has(table, source))) || (needsProperty && source is null))
            {
                var kind = needsProperty ? "property" : $"key of {tables[0]}";
                yield return $"{row} has the source '{Quote.Shorten(source ?? "")}', which is not a {kind}.";
            }
        }
    }

    private static IEnumerable<string> ActionName(AuditedPackage package) =>
        from row in package.Rows("CustomAction")
        where StandardActions.All.Contains(row.Key)
        select $"{row} has the name of a standard action.";

    // A deferred action must be located where the installation script is created. The user interface sequence creates no script.
    private static IEnumerable<string> DeferredAction(AuditedPackage package) =>
        from sequence in StandardActions.Sequences
        from step in SequenceRules.Steps(package, sequence)
        let action = package.Find("CustomAction", step.Action)
        where action is not null && action.Value.HasBit("Type", Deferred)
        let start = package.Find(sequence, "InstallInitialize")?.Number("Sequence")
        let end = package.Find(sequence, "InstallFinalize")?.Number("Sequence")
        where start is null || end is null || step.Place < start || step.Place > end
        select $"{action} is deferred, but is at {step.Place} of {sequence}, outside InstallInitialize and InstallFinalize.";

    // The properties of such a command line are replaced when the script is created, when CustomActionData is not set yet.
    private static IEnumerable<string> DeferredProperties(AuditedPackage package) =>
        from row in package.Rows("CustomAction")
        where row.HasBit("Type", Deferred)
            && FormattedText.References(row.TextOrEmpty("Target")).Any(reference => reference is { Kind: ' ', Name: "CustomActionData" })
            && ((row.Number("Type") ?? 0) & TypeMask) is 34 or 50 or 2 or 18
        select $"{row} refers to CustomActionData, which programs do not receive.";

    private static IEnumerable<string> ActionUsed(AuditedPackage package)
    {
        var used = StandardActions.Sequences.SelectMany(sequence => package.Rows(sequence))
            .Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        return from row in package.Rows("CustomAction")
               where !used.Contains(row.Key) && !package.Values("ControlEvent", 4).Contains(row.Key)
               select $"{row} is not in any sequence.";
    }
}
