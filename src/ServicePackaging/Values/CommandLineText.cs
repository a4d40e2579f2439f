using System.Text;

namespace ServicePackaging.Values;

/// <summary>Command lines as the developer writes them: words separated by white space, grouped by single or double quotes. A backslash
/// stands for itself, so that Windows paths need no doubling, except before a double quote or a backslash within double quotes.</summary>
internal static class CommandLineText
{
    /// <summary>Splits a command line into its words; returns false if a quote is left open.</summary>
    public static bool TryParse(string text, out IReadOnlyList<string> words)
    {
        var result = new List<string>();
        words = result;
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Flush(result, word, ref inWord);
                continue;
            }

            inWord = true;
            if (c == quote || (quote == '\0' && c is '"' or '\''))
            {
                quote = quote == '\0' ? c : '\0';
                continue;
            }

            if (c == '\\' && quote == '"' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
            {
                c = text[++i];
            }

            word.Append(c);
        }

        Flush(result, word, ref inWord);
        return quote == '\0';
    }

    private static void Flush(List<string> words, StringBuilder word, ref bool inWord)
    {
        if (inWord)
        {
            words.Add(word.ToString());
        }

        word.Clear();
        inWord = false;
    }
}
