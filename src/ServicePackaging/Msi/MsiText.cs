using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The developer's texts as Windows Installer's formatted ones (Microsoft, "Formatted"), in which a directory is named in brackets and
/// ends with a backslash when it is put in.</summary>
internal static partial class MsiText
{
    private static readonly Dictionary<string, string> Folders = new(StringComparer.Ordinal)
    {
        [DirectoryTokens.Install] = MsiNames.InstallFolder,
        [DirectoryTokens.Config] = MsiNames.ConfigFolder,
        [DirectoryTokens.State] = MsiNames.StateFolder,
        [DirectoryTokens.Log] = MsiNames.LogFolder,
        [DirectoryTokens.Cache] = MsiNames.CacheFolder,
        [DirectoryTokens.Runtime] = MsiNames.RuntimeFolder,
    };

    /// <summary>A text whose brackets and braces mean nothing.</summary>
    public static string Escape(string text) => Special().Replace(text, @"[\$0]");

    /// <summary>A text with directory tokens. What follows a token as far as a path goes gets Windows' separators.</summary>
    /// <param name="text">As the developer wrote it.</param>
    /// <param name="instance">What the token of the instance stands for.</param>
    public static string Expand(string text, string instance)
    {
        var expanded = DirectoryTokens.Expand(text, Resolve, Escape);
        return FolderAndPath().Replace(expanded, match => match.Groups["folder"].Value + Separators().Replace(match.Groups["path"].Value, @"\").TrimStart('\\'));

        string Resolve(string token) => !Folders.TryGetValue(token, out var folder) ? Escape(instance)
            : DirectoryTokens.IsPerInstance(token) && instance.Length > 0 ? $@"[{folder}]{Escape(instance)}\"
            : $"[{folder}]";
    }

    /// <summary>A command line that the program splits into the same words (Microsoft, "Parsing C++ command-line arguments").</summary>
    public static string CommandLine(IEnumerable<string> words, string instance) => string.Join(' ', words.Select(word => Quote(Expand(word, instance))));

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

    [GeneratedRegex(@"(?<folder>\[(?:INSTALLFOLDER|(?:Config|State|Log|Cache|Runtime)Folder)\])(?<path>[^\s;,""'|\[]*)", RegexOptions.CultureInvariant)]
    private static partial Regex FolderAndPath();
}
