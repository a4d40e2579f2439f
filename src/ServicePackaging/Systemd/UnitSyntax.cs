using System.Globalization;
using System.Text;

namespace ServicePackaging.Systemd;

/// <summary>How values are written so that systemd reads them back as they were meant (systemd.syntax(7),
/// systemd.service(5) "Command Lines").</summary>
internal static class UnitSyntax
{
    private const string NeedsNoQuotes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-.,:=@+%${}";

    /// <summary>Keeps specifiers from being expanded: a percent sign is doubled.</summary>
    public static string EscapeSpecifiers(string text) => text.Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>A word of an Exec line: neither specifiers nor variables are expanded in it.</summary>
    public static string EscapeArgument(string text) => EscapeSpecifiers(text).Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>Quotes a word if necessary. Its percent and dollar signs have to be escaped already.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAnyExcept(NeedsNoQuotes))
        {
            return word;
        }

        var text = new StringBuilder("\"");
        foreach (var c in word)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                < ' ' or '\u007f' => text.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }
}
