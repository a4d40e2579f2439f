using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>A line of a guide, and what came of it.</summary>
/// <param name="Line">The line of the page, from 1.</param>
/// <param name="Cells">The guide's words, the project's, and those of Linux, macOS and Windows.</param>
internal sealed record GuideRow(int Line, IReadOnlyList<string> Cells)
{
    /// <summary>What stands in code in a cell, in its order.</summary>
    public IEnumerable<string> Spans(int column) => SampleGuide.Spans(Cells[column]);
}

/// <summary>What the page says of one sample.</summary>
internal sealed record GuideSection(string Name, IReadOnlyList<GuideRow> Rows);

/// <summary>samples/README.md as data: a section for each sample, with a table of what its guide asks for and what the packages have of it.</summary>
internal static partial class SampleGuide
{
    public const int ProjectColumn = 1;

    private const string Header = "| Guide | Project | Linux | macOS | Windows |";

    /// <summary>The column that says what a format's package has.</summary>
    public static int ColumnOf(string format) => format switch
    {
        "deb" or "rpm" => 2,
        "pkg" => 3,
        "msi" => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a format"),
    };

    /// <summary>The page of this repository.</summary>
    public static IReadOnlyList<GuideSection> Read() => Parse(File.ReadAllText(Path.Combine(Repository.Root, "samples", "README.md")));

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">A section's table has other columns, or a row more or fewer of them.</exception>
    public static IReadOnlyList<GuideSection> Parse(string page)
    {
        List<GuideSection> sections = [];
        List<GuideRow> rows = [];
        var number = 0;
        var inTable = false;
        foreach (var line in page.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()))
        {
            number++;
            inTable = inTable && line.StartsWith('|');
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                rows = [];
                sections.Add(new GuideSection(line[3..].Trim(), rows));
            }
            else if (sections.Count > 0 && line.StartsWith('|') && !inTable)
            {
                inTable = line == Header ? true : throw Wrong(number, line);
            }
            else if (inTable && !Rule().IsMatch(line))
            {
                rows.Add(new GuideRow(number, Cells(line, number)));
            }
        }

        return sections;
    }

    /// <summary>What stands in code in a cell, in its order.</summary>
    public static IEnumerable<string> Spans(string cell) => Span().Matches(cell).Select(match => match.Groups["text"].Value.Trim());

    private static string[] Cells(string line, int number)
    {
        // A bar that is not a border is written \|, in code too.
        string[] cells = [.. Border().Split(line.Trim('|')).Select(cell => cell.Replace("\\|", "|", StringComparison.Ordinal).Trim())];
        return cells.Length == 5 ? cells : throw Wrong(number, line);
    }

    private static FormatException Wrong(int number, string line) =>
        new($"Line {number} of samples/README.md: a table there is '{Header}', and a bar in a cell is written '\\|': {line}");

    [GeneratedRegex(@"^\|[-:| ]+\|$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Border();

    [GeneratedRegex("(?<fence>`+)(?<text>.+?)\\k<fence>(?!`)")]
    private static partial Regex Span();
}
