using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The developer's texts as Windows Installer's formatted ones (Microsoft, "Formatted"), in which a directory is named in brackets and
/// ends with a backslash when it is put in.</summary>
internal static partial class MsiText
{
    /// <summary>A text whose brackets and braces mean nothing.</summary>
    public static string Escape(string text) => Special().Replace(text, @"[\$0]");

    /// <summary>A text with directory tokens. What follows a token as far as a path goes gets Windows' separators.</summary>
    /// <param name="text">As the developer wrote it.</param>
    /// <param name="instance">What the token of the instance stands for.</param>
    /// <param name="folderOf">The directory that another token stands for.</param>
    public static string Expand(string text, string instance, Func<string, string> folderOf)
    {
        var expanded = DirectoryTokens.Expand(text, token => token == DirectoryTokens.Instance ? Escape(instance) : $"[{folderOf(token)}]", Escape);
        return FolderAndPath().Replace(expanded, match => match.Groups["folder"].Value + Separators().Replace(match.Groups["path"].Value, @"\").TrimStart('\\'));
    }

    /// <summary>A command line that the program splits into the same words (Microsoft, "Parsing C++ command-line arguments").</summary>
    public static string CommandLine(IEnumerable<string> words, string instance, Func<string, string> folderOf) =>
        string.Join(' ', words.Select(word => Quote(Expand(word, instance, folderOf))));

    // Backslashes are themselves, except before a quote; what a folder ends with is a backslash too.
    private static string Quote(string word)
    {
        var ends = FolderAndPath().Matches(word).Select(match => match.Groups["folder"].Index + match.Groups["folder"].Length - 1).ToHashSet();
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

    [GeneratedRegex(@"(?<folder>\[(?:INSTALLFOLDER|(?:Config|State|Log|Cache|Runtime)Folder|d_[A-Za-z0-9_]+)\])(?<path>[^\s;,""'|\[]*)", RegexOptions.CultureInvariant)]
    private static partial Regex FolderAndPath();
}
