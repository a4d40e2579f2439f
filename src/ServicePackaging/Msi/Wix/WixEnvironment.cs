using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>The environment variables.</summary>
internal static class WixEnvironment
{
    // Microsoft, "Environment Table": marks before the name give the action, and a mark in the value keeps the existing value.
    private const string Separator = ";";
    private static readonly Dictionary<char, string> Actions = new() { ['='] = "set", ['+'] = "create", ['!'] = "remove" };

    /// <summary>The element for a row, or null if there is no such element.</summary>
    public static XElement? Element(WixRows rows, MsiRow row)
    {
        var text = row["Name"].Text!;
        var name = text.TrimStart('=', '+', '!', '-', '*');
        var marks = text[..^name.Length];
        if (marks.Where(Actions.ContainsKey).ToList() is not [var action])
        {
            return null;
        }

        rows.Take(row);
        var (part, value) = PartOf(row["Value"].Text);
        return WixXml.Element(
            "Environment", ("Id", row.Key), ("Name", name), ("Value", value), ("Action", Actions[action]), ("Part", part),
            ("Permanent", marks.Contains('-', StringComparison.Ordinal) ? WixXml.No : WixXml.Yes),
            ("System", marks.Contains('*', StringComparison.Ordinal) ? WixXml.Yes : WixXml.No));
    }

    private static (string Part, string? Value) PartOf(string? value)
    {
        const string atEnd = WixValues.End + Separator;
        const string atBeginning = Separator + WixValues.End;
        return value switch
        {
            null => ("all", null),
            _ when value.StartsWith(atEnd, StringComparison.Ordinal) => ("last", value[atEnd.Length..]),
            _ when value.EndsWith(atBeginning, StringComparison.Ordinal) => ("first", value[..^atBeginning.Length]),
            _ => ("all", value),
        };
    }
}
