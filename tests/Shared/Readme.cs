using System.Text.RegularExpressions;

namespace ServicePackaging.TestSupport;

/// <summary>What the README tells people to type.</summary>
internal static partial class Readme
{
    /// <summary>The commands of all shell blocks, in order, without their comments.</summary>
    public static IReadOnlyList<string> Commands { get; } =
    [
        .. from block in Blocks("sh")
           from line in block.Split('\n')
           let command = line.Split(" #")[0].Trim()
           where command.Length > 0
           select command,
    ];

    /// <summary>The project files it shows.</summary>
    public static IReadOnlyList<string> Projects { get; } = [.. Blocks("xml").Where(text => text.StartsWith("<Project", StringComparison.Ordinal))];

    /// <summary>The items it shows, which a project may have.</summary>
    public static IReadOnlyList<string> Items { get; } = [.. Blocks("xml").Except(Projects)];

    private static IEnumerable<string> Blocks(string language) =>
        from Match match in Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n"))
        where match.Groups["language"].Value == language
        select match.Groups["text"].Value;

    [GeneratedRegex("^```(?<language>\\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
