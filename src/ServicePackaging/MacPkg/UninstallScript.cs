using System.Text.RegularExpressions;

namespace ServicePackaging.MacPkg;

/// <summary>Reads the uninstaller of a finished package.</summary>
internal static partial class UninstallScript
{
    /// <summary>The name of the file in the install directory.</summary>
    public const string FileName = "uninstall.sh";

    /// <summary>The files and directories that <c>uninstall.sh --purge</c> deletes, as the shipped template lists them at its end. Empty if
    /// a developer's template does not.</summary>
    public static IReadOnlyList<string> FindPurgedPaths(string script) =>
        [.. PurgedPaths().Matches(script).LastOrDefault()?.Groups["word"].Captures.Select(word => Unquote(word.Value)) ?? []];

    // The reverse of ShellSyntax.Quote: between single quotes, every character stands for itself.
    private static string Unquote(string word) => word.StartsWith('\'')
        ? word[1..^1].Replace(@"'\''", "'", StringComparison.Ordinal)
        : word;

    // Only the lines after the last hook, whose text ends with a parenthesis: a hook may delete under a condition.
    [GeneratedRegex(
        @"^(?:\trm -r?f (?<word>[^\s'""$*?\[]+|'(?:[^'\n]|'\\'')*')\n)+\ttrue\nfi\n",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex PurgedPaths();
}
