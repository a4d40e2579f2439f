using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>The environment variables.</summary>
internal static class WixEnvironment
{
    // Microsoft, "Environment Table": signs before the name say what is done, the sign of the value that was there whether it stays.
    private const string Separator = ";";
    private static readonly Dictionary<char, string> Actions = new() { ['='] = "set", ['+'] = "create", ['!'] = "remove" };

    /// <summary>The element for a row; null where there is none.</summary>
    public static XElement? Element(WixRows rows, MsiRow row)
    {
        var text = row["Name"].Text!;
        var name = text.TrimStart('=', '+', '!', '-', '*');
        var signs = text[..^name.Length];
        if (signs.Where(Actions.ContainsKey).ToList() is not [var action])
        {
            return null;
        }

        rows.Take(row);
        var (part, value) = PartOf(row["Value"].Text);
        return WixXml.Element(
            "Environment", ("Id", row.Key), ("Name", name), ("Value", value), ("Action", Actions[action]), ("Part", part),
            ("Permanent", signs.Contains('-', StringComparison.Ordinal) ? WixXml.No : WixXml.Yes), ("System", signs.Contains('*', StringComparison.Ordinal) ? WixXml.Yes : WixXml.No));
    }

    private static (string Part, string? Value) PartOf(string? value)
    {
        const string AtEnd = WixValues.End + Separator;
        const string AtBeginning = Separator + WixValues.End;
        return value switch
        {
            null => ("all", null),
            _ when value.StartsWith(AtEnd, StringComparison.Ordinal) => ("last", value[AtEnd.Length..]),
            _ when value.EndsWith(AtBeginning, StringComparison.Ordinal) => ("first", value[..^AtBeginning.Length]),
            _ => ("all", value),
        };
    }
}
