namespace ServicePackaging.Templates;

/// <summary>How words are written in POSIX sh.</summary>
internal static class ShellSyntax
{
    private const string NeedsNoQuotes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-.,:@+%=";

    /// <summary>A word that the shell takes literally, quoted where it has to be (POSIX, "Shell Command Language", 2.2.2).</summary>
    public static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(NeedsNoQuotes)
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Part of a word: what is empty adds nothing.</summary>
    public static string Part(string text) => text.Length == 0 ? "" : Quote(text);

    /// <summary>Several of them.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
