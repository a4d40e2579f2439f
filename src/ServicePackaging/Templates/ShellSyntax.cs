using System.Text.RegularExpressions;

namespace ServicePackaging.Templates;

/// <summary>How words are written in POSIX sh.</summary>
internal static partial class ShellSyntax
{
    private const string NeedsNoQuotes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-.,:@+%=";

    /// <summary>A word that the shell takes literally, quoted where it has to be (POSIX, "Shell Command Language", 2.2.2).</summary>
    public static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(NeedsNoQuotes)
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Part of a word: an empty text adds nothing.</summary>
    public static string Part(string text) => text.Length == 0 ? "" : Quote(text);

    /// <summary>A word in which the shell expands * ? and [ ], and nothing else.</summary>
    public static string Pattern(string pattern) =>
        string.Concat(Wildcards().Split(pattern).Select(part => Wildcards().IsMatch(part) ? part : Part(part)));

    /// <summary>Several of them.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    [GeneratedRegex(@"([*?\[\]]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Wildcards();
}
