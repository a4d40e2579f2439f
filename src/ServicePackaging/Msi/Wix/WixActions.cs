using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi.Wix;

/// <summary>The actions and their sequences.</summary>
internal static class WixActions
{
    private const string Custom = "Custom";

    private const MsiActionTypes ExecutionBits = MsiActionTypes.FirstSequence | MsiActionTypes.OncePerProcess | MsiActionTypes.InScript;

    private const MsiActionTypes KnownBits =
        MsiActionTypes.KindMask | MsiActionTypes.Continue | ExecutionBits | MsiActionTypes.NoImpersonation;

    private static readonly Dictionary<MsiActionTypes, (string Source, string Target)> Kinds = new()
    {
        [MsiActionTypes.RunCommand] = ("Directory", "ExeCommand"),
        [MsiActionTypes.SetProperty] = ("Property", "Value"),
    };

    private static readonly Dictionary<MsiActionTypes, string?> Executions = new()
    {
        [MsiActionTypes.None] = null,
        [MsiActionTypes.FirstSequence] = "firstSequence",
        [MsiActionTypes.OncePerProcess] = "oncePerProcess",
        [MsiActionTypes.FirstSequence | MsiActionTypes.OncePerProcess] = "secondSequence",
        [MsiActionTypes.InScript] = "deferred",
        [MsiActionTypes.Rollback] = "rollback",
        [MsiActionTypes.Commit] = "commit",
    };

    private static readonly (MsiTable Table, string Element)[] Sequences =
    [
        (MsiTables.InstallUISequence, "InstallUISequence"),
        (MsiTables.InstallExecuteSequence, "InstallExecuteSequence"),
        (MsiTables.AdminUISequence, "AdminUISequence"),
        (MsiTables.AdminExecuteSequence, "AdminExecuteSequence"),
        (MsiTables.AdvtExecuteSequence, "AdvertiseExecuteSequence"),
    ];

    /// <summary>The custom actions.</summary>
    public static IEnumerable<XElement> CustomActions(WixRows rows)
    {
        foreach (var row in rows.Of(MsiTables.CustomAction))
        {
            var type = (MsiActionTypes)row["Type"].Number!.Value;
            if (!row["ExtendedType"].IsNull || (type & ~KnownBits) != 0
                || !Kinds.TryGetValue(type & MsiActionTypes.KindMask, out var kind)
                || !Executions.TryGetValue(type & ExecutionBits, out var execute))
            {
                continue;
            }

            rows.Take(row);
            yield return WixXml.Element(
                "CustomAction", ("Id", row.Key), (kind.Source, row["Source"].Text), (kind.Target, row["Target"].Text ?? ""),
                ("Execute", execute), ("Impersonate", type.HasFlag(MsiActionTypes.NoImpersonation) ? WixXml.No : null),
                ("Return", type.HasFlag(MsiActionTypes.Continue) ? "ignore" : null));
        }
    }

    /// <summary>The sequences, without the actions that WiX schedules by default.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="actions">The names of the custom actions.</param>
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
        return WixXml.Element(
            element, ("Action", action), ("Condition", row["Condition"].Text), ("Sequence", WixValues.Number(row["Sequence"])));
    }
}
