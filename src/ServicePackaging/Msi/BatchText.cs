using System.Globalization;
using System.Text;

namespace ServicePackaging.Msi;

/// <summary>Texts of the project as parts of a batch file. None of them may end the quotes around it, and none may contain what cmd or
/// PowerShell replaces or runs. Apart from the letters of names they are ASCII: cmd reads the file in the code page of the console, in
/// which a byte of a longer character can be anything.</summary>
internal static class BatchText
{
    private const char Double = '"';
    private const char Single = '\'';

    /// <summary>A service's name or an address as a quoted word.</summary>
    public static string Quote(string word)
    {
        var quoted = new StringBuilder().Append(Double);
        foreach (var rune in word.EnumerateRunes())
        {
            // An address has another spelling for what a quoted word cannot contain. Names contain none of it, and may have other letters.
            quoted.Append(rune.Value switch
            {
                Double => "%%22",
                '\\' => "%%5C",
                '%' => "%%",
                _ => rune.ToString(),
            });
        }

        return quoted.Append(Double).ToString();
    }

    /// <summary>An address without letters that are not ASCII.</summary>
    public static string? Address(string? url) => url is null || Ascii.IsValid(url)
        ? url
        : new UriBuilder(url) { Host = new Uri(url).IdnHost }.Uri.AbsoluteUri;

    /// <summary>A text in a remark. Of the characters that have a meaning, cmd reads at least the percent sign there.</summary>
    public static string Remark(string text) => string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || " .,-+()'_".Contains(c)));

    /// <summary>A text as an expression of PowerShell that returns a literal of XPath, which cannot contain both kinds of
    /// quotes. Only letters, digits and a few signs are in PowerShell's quotes, which five characters end (U+0027, U+2018 to
    /// U+201B).</summary>
    public static string XPathLiteral(string text)
    {
        var quote = text.Contains(Double, StringComparison.Ordinal) ? Single : Double;
        // An empty text first: characters alone would be added as numbers.
        var expression = new StringBuilder("''+").Append(Character(quote));
        var isOpen = false;
        foreach (var c in text)
        {
            var isPlain = char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-' or '_';
            if (isPlain != isOpen)
            {
                expression.Append(isOpen ? "'" : "+'");
                isOpen = isPlain;
            }

            _ = isPlain ? expression.Append(c) : expression.Append('+').Append(Character(c));
        }

        return expression.Append(isOpen ? "'" : "").Append('+').Append(Character(quote)).ToString();
    }

    private static string Character(char c) => string.Create(CultureInfo.InvariantCulture, $"[char]{(int)c}");
}
