using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the references in formatted texts and conditions.</summary>
internal static class ReferenceRules
{
    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("FormattedReference", Resolves),
        new("ReferenceOfOtherFeature (ICE69)", OtherFeature),
        new("ConditionReference", ConditionReference),
        new("ShortcutTarget (ICE67)", ShortcutTarget),
        new("LockedObject (ICE104)", LockedObject),
    ];

    private static IEnumerable<(AuditedRow Row, string Column, FormattedReference Reference)> References(AuditedPackage package) =>
        from table in package.Database.Tables
        where MsiTables.All.ContainsKey(table.Name)
        from column in MsiTables.All[table.Name].Columns
        where column.Category is "Formatted" or "RegPath" or "AnyPath" or "Path"
        from row in package.Rows(table.Name)
        from reference in FormattedText.References(row.TextOrEmpty(column.Name))
        select (row, column.Name, reference);

    private static IEnumerable<string> Resolves(AuditedPackage package) =>
        from text in References(package)
        where text.Reference.Kind switch
        {
            '#' or '!' => !package.Has("File", text.Reference.Name),
            '$' => !package.Has("Component", text.Reference.Name),
            '%' => false,
            _ => !IsProperty(package, text.Reference.Name),
        }
        let mark = text.Reference.Kind == ' ' ? "" : text.Reference.Kind.ToString()
        select $"{text.Row}: {text.Column} refers to [{mark}{Quote.Shorten(text.Reference.Name)}], which does not exist.";

    // The state of a component that is not installed together with the row's component may be unknown.
    private static IEnumerable<string> OtherFeature(AuditedPackage package)
    {
        var features = package.Rows("FeatureComponents").ToLookup(row => row.Text("Component_"), row => row.Text("Feature_"));
        var shared = new Dictionary<(string Own, string Other), bool>();
        return from text in References(package)
               let own = text.Row.Text("Component_")
               let other = text.Reference.Kind switch
               {
                   '#' or '!' => package.Find("File", text.Reference.Name)?.Text("Component_"),
                   '$' => text.Reference.Name,
                   _ => null,
               }
               where own is not null && other is not null && own != other && !Share(own, other)
               select $"{text.Row}: {text.Column} refers to [{text.Reference.Kind}{Quote.Shorten(text.Reference.Name)}], "
                   + "which belongs to another feature.";

        bool Share(string own, string other)
        {
            if (!shared.TryGetValue((own, other), out var share))
            {
                shared.Add((own, other), share = features[own].Intersect(features[other]).Any());
            }

            return share;
        }
    }

    private static IEnumerable<string> ConditionReference(AuditedPackage package) =>
        from table in StandardActions.Sequences.Append("LaunchCondition").Append("Component").Append("MsiLockPermissionsEx")
        from row in package.Rows(table)
        from name in ConditionSyntax.Names(row.TextOrEmpty("Condition"))
        where name[0] switch
        {
            '$' or '?' => !package.Has("Component", name[1..]),
            '&' or '!' => !package.Has("Feature", name[1..]),
            '%' => false,
            _ => !IsProperty(package, name),
        }
        select $"{row}: the condition refers to {Quote.Shorten(name)}, which nothing sets.";

    private static bool IsProperty(AuditedPackage package, string name) =>
        package.Has("Property", name)
        || package.Has("Directory", name)
        || StandardProperties.Folders.Contains(name)
        || StandardProperties.NotFolders.Contains(name)
        || name is "TARGETDIR" or "SourceDir" or "PRIMARYFOLDER"
        || package.Values("AppSearch", 1).Contains(name)
        || package.Values("Upgrade", 7).Contains(name)
        || package.Values("CustomAction", 3).Contains(name)
        || package.Listed("SecureCustomProperties").Contains(name) || package.Listed("MsiHiddenProperties").Contains(name);

    // The target is a feature or a formatted text.
    private static IEnumerable<string> ShortcutTarget(AuditedPackage package) =>
        from row in package.Rows("Shortcut")
        let target = row.TextOrEmpty("Target")
        where target.Contains('[', StringComparison.Ordinal)
            ? FormattedText.References(target).Any(reference => reference.Kind is '#' or '!' && !package.Has("File", reference.Name))
            : !package.Has("Feature", target)
        select $"{row} refers to '{Quote.Shorten(target)}', which does not exist.";

    private static IEnumerable<string> LockedObject(AuditedPackage package) =>
        from row in package.Rows("MsiLockPermissionsEx")
        let name = row.TextOrEmpty("LockObject")
        where !(row.Text("Table") == "CreateFolder"
            ? package.Values("CreateFolder", 1).Contains(name)
            : package.Has(row.TextOrEmpty("Table"), name))
            || package.Rows("LockPermissions").Count > 0
        select $"{row} refers to '{Quote.Shorten(name)}', which is not in {Quote.Shorten(row.TextOrEmpty("Table"))}, "
            + "or there is also a table LockPermissions.";
}
