using System.Text.RegularExpressions;

namespace ServicePackaging.TestSupport;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Line">The line of its first fence, from 1.</param>
/// <param name="Language">The word after the fence; empty if there is none.</param>
/// <param name="Text">The lines between the fences.</param>
internal sealed record CodeBlock(string Page, int Line, string Language, string Text)
{
    /// <summary>Whether it is a complete project file.</summary>
    public bool IsProject => Language == "xml" && Text.StartsWith("<Project", StringComparison.Ordinal);

    /// <summary>Whether it is a part of a project file: property and item groups.</summary>
    public bool IsProjectPart => Language == "xml" && Regex.IsMatch(Text, "^<(Property|Item)Group");

    public override string ToString() => $"{Page}:{Line}";
}

/// <summary>The pages that people read, and what they tell them to type.</summary>
internal static partial class Documentation
{
    /// <summary>All pages of the repository, relative to it, with <c>/</c>.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. from folder in new[] { ("", SearchOption.TopDirectoryOnly), ("docs", SearchOption.AllDirectories), ("samples", SearchOption.TopDirectoryOnly) }
           from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder.Item1), "*.md", folder.Item2)
           select Path.GetRelativePath(Repository.Root, file).Replace('\\', '/') into page
           orderby page
           select page,
    ];

    /// <summary>README.md and the pages below docs.</summary>
    public static IReadOnlyList<string> Guides { get; } =
        [.. Pages.Where(page => page == "README.md" || page.StartsWith("docs/", StringComparison.Ordinal))];

    /// <summary>Returns the text of a page.</summary>
    public static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");

    /// <summary>Returns the fenced blocks of a page, in their order.</summary>
    public static IEnumerable<CodeBlock> Blocks(string page)
    {
        var text = Read(page);
        return Block().Matches(text).Select(match => new CodeBlock(
            page, text[..match.Index].Count(letter => letter == '\n') + 1, match.Groups["language"].Value, match.Groups["text"].Value));
    }

    /// <summary>Returns the commands of a page's shell blocks, without their comments.</summary>
    public static IReadOnlyList<string> Commands(string page) =>
    [
        .. from block in Blocks(page)
           where block.Language == "sh"
           from line in block.Text.Split('\n')
           let command = line.Split(" #")[0].Trim()
           where command.Length > 0
           select command,
    ];

    /// <summary>Returns the text of a page without its fenced blocks.</summary>
    public static string Prose(string page) => Block().Replace(Read(page), "");

    /// <summary>Returns a text with another version of the SDK, wherever it shows one.</summary>
    public static string WithSdkVersion(string text, string version) => SdkVersion().Replace(text, version);

    [GeneratedRegex("(?<=ServicePackaging\\.Sdk(\" Version=\"|/|@|\": \"))\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?")]
    private static partial Regex SdkVersion();

    [GeneratedRegex("^```(?<language>\\w*)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
