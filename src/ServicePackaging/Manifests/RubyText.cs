using System.Globalization;
using System.Text;

namespace ServicePackaging.Manifests;

/// <summary>Writes texts as string literals of Ruby.</summary>
internal static class RubyText
{
    /// <summary>A literal between double quotes, in which nothing is interpolated.</summary>
    public static string Quote(string text) => $"\"{Escape(text)}\"";

    /// <summary>The text between the quotes.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder();
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' or '#' => result.Append('\\').Append(character),
                '\n' => result.Append(@"\n"),
                '\t' => result.Append(@"\t"),
                _ when char.IsControl(character) => result.Append(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}"),
                _ => result.Append(character),
            };
        }

        return result.ToString();
    }
}
