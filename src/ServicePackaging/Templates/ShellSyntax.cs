namespace ServicePackaging.Templates;

/// <summary>How words are written in POSIX sh.</summary>
internal static class ShellSyntax
{
    /// <summary>A word that the shell takes literally (POSIX, "Shell Command Language", 2.2.2).</summary>
    public static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Several of them.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
