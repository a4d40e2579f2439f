using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>Turns the developer's texts into formatted ones (Microsoft, "Formatted"). These name a directory in brackets, which Windows
/// Installer replaces by its path with a backslash at the end.</summary>
internal static partial class MsiText
{
    /// <summary>A text in which brackets and braces stand for themselves.</summary>
    public static string Escape(string text) => Special().Replace(text, @"[\$0]");

    /// <summary>A text with directory tokens. The path that follows a token gets Windows' separators.</summary>
    /// <param name="text">The text as the developer wrote it.</param>
    /// <param name="instance">The value of the instance token.</param>
    /// <param name="folderOf">Returns the identifier of the directory that any other token stands for.</param>
    public static string Expand(string text, string instance, Func<string, string> folderOf)
    {
        var expanded = DirectoryTokens.Expand(
            text, token => token == DirectoryTokens.Instance ? Escape(instance) : $"[{folderOf(token)}]", Escape);
        return FolderAndPath().Replace(
            expanded, match => match.Groups["folder"].Value + Separators().Replace(match.Groups["path"].Value, @"\").TrimStart('\\'));
    }

    /// <summary>A command line that the program splits into the same arguments (Microsoft, "Parsing C++ command-line arguments").</summary>
    public static string CommandLine(IEnumerable<string> words, string instance, Func<string, string> folderOf) =>
        string.Join(' ', words.Select(word => Quote(Expand(word, instance, folderOf))));

    // A backslash stands for itself, except before a quote. A directory ends with a backslash too.
    private static string Quote(string word)
    {
        var ends = FolderAndPath().Matches(word).Select(match => match.Groups["folder"])
            .Select(folder => folder.Index + folder.Length - 1).ToHashSet();
        if (word.Length > 0 && !word.AsSpan().ContainsAny(" \t\n\v\"") && ends.Count == 0)
        {
            return word;
        }

        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        for (var i = 0; i < word.Length; i++)
        {
            quoted.Append('\\', word[i] == '"' ? backslashes + 1 : 0).Append(word[i]);
            backslashes = ends.Contains(i) ? 1 : word[i] == '\\' ? backslashes + 1 : 0;
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }

    [GeneratedRegex(@"[/\\]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();

    [GeneratedRegex(@"[\[\]{}]", RegexOptions.CultureInvariant)]
    private static partial Regex Special();

    [GeneratedRegex(
        @"(?<folder>\[(?:INSTALLFOLDER|(?:Config|State|Log|Cache|Runtime)Folder|d_[A-Za-z0-9_]+)\])(?<path>[^\s;,""'|\[]*)",
        RegexOptions.CultureInvariant)]
    private static partial Regex FolderAndPath();
}
