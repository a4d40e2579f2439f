using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>The actions and their sequences.</summary>
internal static class WixActions
{
    private const string Custom = "Custom";

    // Microsoft, "Custom Action Type 34" and "51", and the options that are added to them ("Custom Action Return Processing Options",
    // "Custom Action In-Script Execution Options").
    private const int TypeBits = 63;
    private const int IgnoresResult = 64;
    private const int ExecutionBits = 256 + 512 + 1024;
    private const int InScript = 1024;
    private const int NoImpersonation = 2048;

    private static readonly Dictionary<int, (string Source, string Target)> Types = new() { [34] = ("Directory", "ExeCommand"), [51] = ("Property", "Value") };

    private static readonly Dictionary<int, string?> Executions = new()
    {
        [0] = null,
        [256] = "firstSequence",
        [512] = "oncePerProcess",
        [768] = "secondSequence",
        [InScript] = "deferred",
        [InScript + 256] = "rollback",
        [InScript + 512] = "commit",
    };

    private static readonly (MsiTable Table, string Element)[] Sequences =
    [
        (MsiTables.InstallUISequence, "InstallUISequence"), (MsiTables.InstallExecuteSequence, "InstallExecuteSequence"), (MsiTables.AdminUISequence, "AdminUISequence"),
        (MsiTables.AdminExecuteSequence, "AdminExecuteSequence"), (MsiTables.AdvtExecuteSequence, "AdvertiseExecuteSequence"),
    ];

    /// <summary>The package's own actions.</summary>
    public static IEnumerable<XElement> CustomActions(WixRows rows)
    {
        foreach (var row in rows.Of(MsiTables.CustomAction))
        {
            var type = row["Type"].Number!.Value;
            if (!row["ExtendedType"].IsNull || !Types.TryGetValue(type & TypeBits, out var kind) || !Executions.TryGetValue(type & ExecutionBits, out var execute)
                || (type & ~(TypeBits | IgnoresResult | ExecutionBits | NoImpersonation)) != 0)
            {
                continue;
            }

            rows.Take(row);
            yield return WixXml.Element(
                "CustomAction", ("Id", row.Key), (kind.Source, row["Source"].Text), (kind.Target, row["Target"].Text ?? ""), ("Execute", execute),
                ("Impersonate", (type & NoImpersonation) == 0 ? null : WixXml.No), ("Return", (type & IgnoresResult) == 0 ? null : "ignore"));
        }
    }

    /// <summary>The sequences, without what WiX puts into them by itself.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="actions">The names of the package's own actions.</param>
    public static IEnumerable<XElement> All(WixRows rows, IReadOnlySet<string> actions)
    {
        foreach (var (table, name) in Sequences)
        {
            var sequence = WixXml.Element(name);
            foreach (var row in rows.Of(table).OrderBy(row => row["Sequence"].Number))
            {
                sequence.Add(actions.Contains(row.Key) ? Step(rows, row, Custom, row.Key) : Standard(rows, row));
            }

            if (sequence.HasElements)
            {
                yield return sequence;
            }
        }
    }

    private static XElement? Standard(WixRows rows, MsiRow row)
    {
        if (WixStandardActions.Find(row.Table, row.Key) is not { } standard)
        {
            return null;
        }

        if (standard.IsScheduled(rows) && standard.Sequence == row["Sequence"].Number && standard.Condition == row["Condition"].Text)
        {
            rows.Take(row);
            return null;
        }

        return standard.HasElement ? Step(rows, row, row.Key, action: null) : null;
    }

    private static XElement Step(WixRows rows, MsiRow row, string element, string? action)
    {
        rows.Take(row);
        return WixXml.Element(element, ("Action", action), ("Condition", row["Condition"].Text), ("Sequence", WixValues.Number(row["Sequence"])));
    }
}
