using System.Text;
using static ServicePackaging.Formats.Msi.Storage.MsiFormat.StreamName;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>Encodes the names of streams.</summary>
internal static class StreamNameEncoder
{
    /// <summary>Returns the stored name of a stream.</summary>
    /// <exception cref="ArgumentException">The name is too long for a compound file.</exception>
    public static string Encode(string name) => Encode(name, new StringBuilder());

    /// <summary>Returns the stored name of a table's stream.</summary>
    /// <exception cref="ArgumentException">The name is too long for a compound file.</exception>
    public static string EncodeTable(string name) => Encode(name, new StringBuilder().Append(TableMark));

    private static string Encode(string name, StringBuilder encoded)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var first = Alphabet.IndexOf(name[i], StringComparison.Ordinal);
            var second = i + 1 < name.Length ? Alphabet.IndexOf(name[i + 1], StringComparison.Ordinal) : -1;
            if (first < 0)
            {
                encoded.Append(name[i]);
            }
            else if (second < 0)
            {
                encoded.Append((char)(FirstSingle + first));
            }
            else
            {
                encoded.Append((char)(FirstPair + first + (second << BitsOfCharacter)));
                i++;
            }
        }

        return encoded.Length <= MostUnits
            ? encoded.ToString()
            : throw new ArgumentException(
                $"'{name}' is too long for a stream name, which has at most {MostUnits} units of two letters each.", nameof(name));
    }
}
