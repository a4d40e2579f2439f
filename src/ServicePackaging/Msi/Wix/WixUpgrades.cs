using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>What an installation asks before it begins.</summary>
internal static class WixUpgrades
{
    // Microsoft, "Upgrade Table", Attributes. WiX counts the lower bound in unless told otherwise, though there may be none.
    private const int MinimumInclusive = 256;

    private static readonly (int Bit, string Name, string Value)[] Attributes =
    [
        (1, "MigrateFeatures", WixXml.Yes), (2, "OnlyDetect", WixXml.Yes), (4, "IgnoreRemoveFailure", WixXml.Yes),
        (512, "IncludeMaximum", WixXml.Yes), (1024, "ExcludeLanguages", WixXml.Yes),
    ];

    /// <summary>The other versions that are replaced or told of.</summary>
    public static IEnumerable<XElement> Upgrades(WixRows rows)
    {
        foreach (var code in rows.Of(MsiTables.Upgrade).GroupBy(row => row["UpgradeCode"]))
        {
            var upgrade = WixXml.Element("Upgrade", ("Id", WixValues.Guid(code.Key)));
            upgrade.Add(code.Select(row => Version(rows, row)));
            yield return upgrade;
        }
    }

    /// <summary>What must hold.</summary>
    public static IEnumerable<XElement> Conditions(WixRows rows)
    {
        foreach (var row in rows.Of(MsiTables.LaunchCondition))
        {
            rows.Take(row);
            yield return WixXml.Element("Launch", ("Condition", row["Condition"].Text), ("Message", row["Description"].Text));
        }
    }

    private static XElement? Version(WixRows rows, MsiRow row)
    {
        var bits = row["Attributes"].Number!.Value;
        if (WixValues.Words(bits & ~MinimumInclusive, Attributes) is not { } words)
        {
            return null;
        }

        rows.Take(row);
        return WixXml.Element(
            "UpgradeVersion",
            [
                ("Property", row["ActionProperty"].Text), ("Minimum", row["VersionMin"].Text), ("Maximum", row["VersionMax"].Text), ("Language", row["Language"].Text),
                ("RemoveFeatures", row["Remove"].Text), .. words, ("IncludeMinimum", (bits & MinimumInclusive) == 0 ? WixXml.No : WixXml.Yes),
            ]);
    }
}
