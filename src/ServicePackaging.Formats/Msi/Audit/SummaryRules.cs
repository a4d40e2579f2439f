using ServicePackaging.Formats.Msi.Storage;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the summary (Microsoft, "Summary Information Stream Property Set", "Template Summary Property").</summary>
internal static class SummaryRules
{
    private const int ShortNames = 1;
    private const int Compressed = 2;
    private const int AdministrativeImage = 4;
    private const int NoElevation = 8;
    private const int KnownWords = ShortNames | Compressed | AdministrativeImage | NoElevation;

    // The schema that each platform requires (Microsoft, "ICE80").
    private static readonly Dictionary<string, int> SchemaOfPlatform = new(StringComparer.Ordinal)
    {
        ["Intel"] = 0,
        ["Intel64"] = 150,
        ["x64"] = 200,
        ["Arm64"] = 500,
    };

    // The schema that introduced a table or column, times 100.
    private static readonly (string Table, int Schema)[] SchemaOfTable =
    [
        ("MsiFileHash", 200), ("MsiServiceConfig", 500), ("MsiServiceConfigFailureActions", 500), ("MsiLockPermissionsEx", 500),
        ("MsiEmbeddedUI", 450), ("MsiEmbeddedChainer", 450), ("MsiShortcutProperty", 500),
    ];

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("Summary", Summary),
        new("Template", Template),
        new("TemplateLanguage (ICE80)", Language),
        new("SchemaOfPlatform (ICE80)", PlatformSchema),
        new("SchemaOfTables (ICE66)", TableSchema),
        new("WordCount", WordCount),
        new("SummaryTypes", Types),
        new("SummaryTitle", Title),
        new("SummaryCodePage", CodePage),
        new("Elevation", Elevation),
        new("PackageCode (ICE73)", PackageCode),
    ];

    private static IEnumerable<string> Summary(AuditedPackage package)
    {
        MsiSummaryProperty[] required =
        [
            MsiSummaryProperty.CodePage, MsiSummaryProperty.Title, MsiSummaryProperty.Subject, MsiSummaryProperty.Author,
            MsiSummaryProperty.Template, MsiSummaryProperty.RevisionNumber, MsiSummaryProperty.PageCount, MsiSummaryProperty.WordCount,
        ];
        return package.Database.Summary is { } summary
            ? required.Where(property => !summary.Values.ContainsKey(property)).Select(property => $"The summary has no {property}.")
            : ["There is no summary."];
    }

    private static IEnumerable<string> Template(AuditedPackage package)
    {
        if (TemplateOf(package) is { } template
            && (template.Split(';') is not [var platform, var languages]
                || !SchemaOfPlatform.ContainsKey(platform)
                || languages.Contains(',', StringComparison.Ordinal)
                || CellForms.FindFault("Language", languages) is not null))
        {
            yield return $"'{Quote.Shorten(template)}' is not a platform and one language.";
        }
    }

    private static IEnumerable<string> Language(AuditedPackage package)
    {
        var first = TemplateOf(package)?.Split(';').ElementAtOrDefault(1)?.Split(',')[0];
        if (first is not null && first != package.Property("ProductLanguage"))
        {
            var property = Quote.Shorten(package.Property("ProductLanguage") ?? "");
            yield return $"The summary's first language is '{Quote.Shorten(first)}', but the property ProductLanguage is '{property}'.";
        }
    }

    private static IEnumerable<string> PlatformSchema(AuditedPackage package)
    {
        if (SchemaOfPlatform.TryGetValue(package.Platform, out var least) && Schema(package) < least)
        {
            yield return $"The summary has the schema {Schema(package)}, but packages for {package.Platform} require {least} or more.";
        }
    }

    private static IEnumerable<string> TableSchema(AuditedPackage package) =>
        from table in SchemaOfTable
        where package.Rows(table.Table).Count > 0 && Schema(package) < table.Schema
        select $"The summary has the schema {Schema(package)}, but the table {table.Table} requires {table.Schema}.";

    private static IEnumerable<string> WordCount(AuditedPackage package)
    {
        var words = package.Database.Summary?.Number(MsiSummaryProperty.WordCount) ?? Compressed;
        var isCompressed = package.Database.EmbeddedCabinets.Any();
        if ((words & (ShortNames | AdministrativeImage)) != 0 || ((words & Compressed) != 0) != isCompressed)
        {
            yield return $"The summary's word count is {words}, which does not match the package: long names, "
                + $"{(isCompressed ? "" : "not ")}compressed, no image.";
        }
    }

    // Microsoft, "Summary Information Stream Property Set", Type.
    private static IEnumerable<string> Types(AuditedPackage package) =>
        from property in package.Database.Summary?.Types ?? new Dictionary<MsiSummaryProperty, int>()
        let type = property.Key switch
        {
            MsiSummaryProperty.CodePage => MsiFormat.Summary.Int16Type,
            MsiSummaryProperty.LastPrinted or MsiSummaryProperty.CreateTime or MsiSummaryProperty.LastSaveTime =>
                MsiFormat.Summary.TimeType,
            MsiSummaryProperty.PageCount or MsiSummaryProperty.WordCount or MsiSummaryProperty.CharacterCount
                or MsiSummaryProperty.Security => MsiFormat.Summary.Int32Type,
            _ => MsiFormat.Summary.TextType,
        }
        where property.Value != type
        select $"The summary's {property.Key} has the type {property.Value}; the type of this property is {type}.";

    // Transforms and patches have other titles.
    private static IEnumerable<string> Title(AuditedPackage package)
    {
        if (package.Database.Summary?.Text(MsiSummaryProperty.Title) is { } title and not "Installation Database")
        {
            yield return $"The summary's title is '{Quote.Shorten(title)}'; that of a package is 'Installation Database'.";
        }
    }

    // Windows Installer reads the summary before it knows the database, and not as Unicode.
    private static IEnumerable<string> CodePage(AuditedPackage package)
    {
        if (package.Database.Summary is { } summary && !Storage.CodePage.IsAnsi(summary.CodePage))
        {
            yield return $"The summary has the code page {summary.CodePage}, which is not one of Windows' code pages for texts.";
        }
    }

    // Bit 8: a package that does not need an administrator, and so cannot install for the machine.
    private static IEnumerable<string> Elevation(AuditedPackage package)
    {
        var words = package.Database.Summary?.Number(MsiSummaryProperty.WordCount) ?? Compressed;
        var isOfMachine = package.Property("ALLUSERS") is "1" or "2" || package.Rows("ServiceInstall").Count > 0;
        if ((words & ~KnownWords) != 0 || ((words & NoElevation) != 0 && isOfMachine))
        {
            yield return $"The summary's word count is {words}: the package is installed for the machine, but does not require elevation, "
                + "or there are unknown bits.";
        }
    }

    private static IEnumerable<string> PackageCode(AuditedPackage package)
    {
        if (package.Database.Summary?.Text(MsiSummaryProperty.RevisionNumber) is not { } code)
        {
            yield break;
        }

        if (CellForms.FindFault("Guid", code.Length == 0 ? " " : code) is { } fault)
        {
            yield return $"The package code '{Quote.Shorten(code)}' {fault}.";
        }
        else if (code == package.Property("ProductCode") || code == package.Property("UpgradeCode") || code == Guid.Empty.ToString("B"))
        {
            yield return $"The package code {code} is not unique.";
        }
    }

    private static string? TemplateOf(AuditedPackage package) => package.Database.Summary?.Text(MsiSummaryProperty.Template);

    private static int Schema(AuditedPackage package) => package.Database.Summary?.Number(MsiSummaryProperty.PageCount) ?? 0;
}
