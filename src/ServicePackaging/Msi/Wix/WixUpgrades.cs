using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi.Wix;

/// <summary>The conditions of an installation: other versions, and launch conditions.</summary>
internal static class WixUpgrades
{
    private static readonly (int Bit, string Name, string Value)[] Attributes =
    [
        ((int)MsiUpgradeAttributes.MigrateFeatures, "MigrateFeatures", WixXml.Yes),
        ((int)MsiUpgradeAttributes.OnlyDetect, "OnlyDetect", WixXml.Yes),
        ((int)MsiUpgradeAttributes.IgnoreRemoveFailure, "IgnoreRemoveFailure", WixXml.Yes),
        ((int)MsiUpgradeAttributes.VersionMaxInclusive, "IncludeMaximum", WixXml.Yes),
        ((int)MsiUpgradeAttributes.LanguagesExclusive, "ExcludeLanguages", WixXml.Yes),
    ];

    /// <summary>The other versions that are replaced or detected.</summary>
    public static IEnumerable<XElement> Upgrades(WixRows rows)
    {
        foreach (var code in rows.Of(MsiTables.Upgrade).GroupBy(row => row["UpgradeCode"]))
        {
            var upgrade = WixXml.Element("Upgrade", ("Id", WixValues.Guid(code.Key)));
            upgrade.Add(code.Select(row => Version(rows, row)));
            yield return upgrade;
        }
    }

    /// <summary>The launch conditions.</summary>
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
        var bits = (MsiUpgradeAttributes)row["Attributes"].Number!.Value;
        if (WixValues.Words((int)(bits & ~MsiUpgradeAttributes.VersionMinInclusive), Attributes) is not { } words)
        {
            return null;
        }

        rows.Take(row);
        // WiX includes the lower version by default, although there may be no lower version.
        var includesMinimum = bits.HasFlag(MsiUpgradeAttributes.VersionMinInclusive) ? WixXml.Yes : WixXml.No;
        return WixXml.Element(
            "UpgradeVersion",
            [
                ("Property", row["ActionProperty"].Text), ("Minimum", row["VersionMin"].Text), ("Maximum", row["VersionMax"].Text),
                ("Language", row["Language"].Text), ("RemoveFeatures", row["Remove"].Text), .. words, ("IncludeMinimum", includesMinimum),
            ]);
    }
}
