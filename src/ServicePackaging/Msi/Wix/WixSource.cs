using System.Xml.Linq;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>A package as a WiX 5 source, for teams that continue with WiX: compiled, it has the same rows.</summary>
/// <param name="Text">The source.</param>
/// <param name="LeftOut">The rows for which WiX has no element. The source lists them in comments.</param>
internal sealed record WixSource(string Text, IReadOnlyList<MsiRow> LeftOut)
{
    private const string Components = "Components";

    private static readonly string[] Introduction =
    [
        "This is the package that ServicePackaging.Sdk wrote, as a source of WiX 5: identifiers, GUIDs and sequence numbers are the same, "
            + "so that either upgrades the other's installations.",
        "Standard actions that are not named run where WiX puts them, which is where they run in that package.",
    ];

    private const string Derived =
        "WiX names the rows of a ServiceConfig after it (.DS, .FA, .SS, .RP, .PD), "
        + "and writes no list of dependencies where there are none.";

    private const string NoWords = "The package has these rows too, for which WiX's schema has no element:";

    /// <summary>Returns a package as a source.</summary>
    public static WixSource Create(MsiPackage package, WixFiles files)
    {
        var rows = new WixRows(package);
        var properties = new WixProperties(rows, package.Summary.Platform != MsiPlatform.Intel);
        var actions = rows.Of(MsiTables.CustomAction).Select(row => row.Key).ToHashSet(StringComparer.Ordinal);

        var content = properties.Package(WixValues.Number(package.Summary.Schema)!);
        AddSection(
            content, Introduction,
            [Summary(package.Summary), WixXml.Element("Media", ("Id", "1"), ("Cabinet", "cab1.cab"), ("EmbedCab", WixXml.Yes))]);
        // The properties of upgrades are secure by default, so that properties are read before the upgrades are taken.
        var declared = properties.Properties().ToList();
        AddSection(content, [], WixUpgrades.Upgrades(rows));
        AddSection(content, [], WixUpgrades.Conditions(rows));
        AddSection(content, [], declared);
        AddSection(content, [], Icons(rows, files));
        AddSection(content, [], WixDirectories.Tree(rows));
        AddSection(content, [], WixDirectories.Features(rows, Components));
        AddSection(
            content, rows.Has(MsiTables.ServiceInstall) ? [Derived] : [], [new WixComponents(rows, package, files).Group(Components)]);
        AddSection(content, [], WixActions.CustomActions(rows));
        AddSection(content, [], WixActions.All(rows, actions));
        AddSection(content, rows.Left.Count == 0 ? [] : [NoWords, .. rows.Left.Select(row => row.ToString().Replace('\t', '|'))], []);

        var root = WixXml.Element("Wix");
        root.Add(content);
        return new WixSource(WixXml.Render(root), rows.Left);
    }

    private static XElement Summary(MsiSummary summary) => WixXml.Element(
        "SummaryInformation", ("Description", summary.Subject), ("Manufacturer", summary.Author), ("Keywords", summary.Keywords),
        ("Comments", summary.Comments));

    private static IEnumerable<XElement> Icons(WixRows rows, WixFiles files)
    {
        foreach (var row in rows.Of(MsiTables.Icon))
        {
            rows.Take(row);
            yield return WixXml.Element("Icon", ("Id", row.Key), ("SourceFile", files[row.Key].Reference));
        }
    }

    private static void AddSection(XElement package, IEnumerable<string> comments, IEnumerable<XElement> elements)
    {
        package.Add(comments.Select(WixXml.Comment));
        package.Add(elements);
    }
}
