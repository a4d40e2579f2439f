using System.Text;
using static ServicePackaging.Formats.Msi.Storage.MsiFormat.StreamName;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>Decodes the names of streams.</summary>
internal static class StreamNameDecoder
{
    /// <summary>Returns the decoded name, and whether it belongs to a table.</summary>
    public static (string Name, bool IsTable) Decode(string stored)
    {
        var isTable = stored.StartsWith(TableMark);
        var name = new StringBuilder();
        foreach (var unit in isTable ? stored[1..] : stored)
        {
            if (unit is >= FirstPair and < FirstSingle)
            {
                var pair = unit - FirstPair;
                name.Append(Alphabet[pair % Alphabet.Length]).Append(Alphabet[pair / Alphabet.Length]);
            }
            else
            {
                name.Append(unit is >= FirstSingle and < TableMark ? Alphabet[unit - FirstSingle] : unit);
            }
        }

        return (name.ToString(), isTable);
    }
}
