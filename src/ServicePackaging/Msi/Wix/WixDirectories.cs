using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi.Wix;

/// <summary>The tree of directories and the feature.</summary>
internal static class WixDirectories
{
    private const string Root = "TARGETDIR";
    private const string Same = ".";

    private static readonly (int Bit, string Name, string Value)[] FeatureAttributes =
    [
        ((int)MsiFeatureAttributes.FavorSource, "InstallDefault", "source"),
        ((int)MsiFeatureAttributes.FollowParent, "InstallDefault", "followParent"),
        ((int)MsiFeatureAttributes.FavorAdvertise, "TypicalDefault", "advertise"),
        ((int)MsiFeatureAttributes.DisallowAdvertise, "AllowAdvertise", WixXml.No),
        ((int)MsiFeatureAttributes.DisallowAbsent, "AllowAbsent", WixXml.No),
    ];

    /// <summary>The directories that Windows knows, with the directories below them.</summary>
    public static IEnumerable<XElement> Tree(WixRows rows)
    {
        // WiX has the root itself.
        rows.Take(rows.Of(MsiTables.Directory, "Directory", Root).Where(row => row["DefaultDir"].Text == "SourceDir"));
        var standard = rows.Of(MsiTables.Directory, "Directory_Parent", Root).Where(row => MsiStandardFolders.Names.ContainsKey(row.Key));
        foreach (var row in standard)
        {
            rows.Take(row);
            var directory = WixXml.Element("StandardDirectory", ("Id", row.Key));
            directory.Add(Below(rows, row.Key));
            yield return directory;
        }
    }

    /// <summary>The features. The components belong to them by their group.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="group">The group of all components.</param>
    public static IEnumerable<XElement> Features(WixRows rows, string group)
    {
        var components = rows.Of(MsiTables.FeatureComponents).ToLookup(row => row["Feature_"].Text);
        foreach (var row in rows.Of(MsiTables.Feature))
        {
            if (row["Feature_Parent"].IsNull && WixValues.Words(row["Attributes"].Number!.Value, FeatureAttributes) is { } words)
            {
                rows.Take([row, .. components[row.Key]]);
                // WiX's default for the first feature is to show it collapsed.
                var display = row["Display"].Number == (int)MsiFeatureDisplay.Collapsed ? null : WixValues.Number(row["Display"]);
                var feature = WixXml.Element(
                    "Feature",
                    [
                        ("Id", row.Key), ("Title", row["Title"].Text), ("Description", row["Description"].Text),
                        ("Level", WixValues.Number(row["Level"])), ("Display", display),
                        ("ConfigurableDirectory", row["Directory_"].Text), .. words,
                    ]);
                feature.Add(WixXml.Element("ComponentGroupRef", ("Id", group)));
                yield return feature;
            }
        }
    }

    private static IEnumerable<XElement> Below(WixRows rows, string parent)
    {
        foreach (var row in rows.Of(MsiTables.Directory, "Directory_Parent", parent))
        {
            rows.Take(row);
            var pair = row["DefaultDir"].Text!;
            var (name, shortName) = WixValues.Names(pair);
            var directory = WixXml.Element("Directory", ("Id", row.Key), ("Name", name == Same ? null : name), ("ShortName", shortName));
            directory.Add(Below(rows, row.Key));
            yield return directory;
        }
    }
}
