using System.Text;
using System.Text.RegularExpressions;

namespace ServicePackaging.Values;

/// <summary>Descriptions as package managers show them: a synopsis, and paragraphs with lines of equal length.</summary>
/// <param name="Synopsis">One sentence or line without a full stop; empty if the text has none that is short enough.</param>
/// <param name="Extended">What follows it, with line breaks; may be empty.</param>
internal sealed partial record DescriptionText(string Synopsis, string Extended)
{
    // Debian's developer's reference, 6.2.2; lintian and rpmlint report longer lines.
    private const int LongestSynopsis = 80;
    private const int LineLength = 78;

    // A shorter beginning of a sentence says nothing.
    private const int ShortestClause = 20;

    private static readonly string[] ClauseEnds = ["; ", ": ", ", ", " (", " - ", " – ", " — ", " that ", " which "];

    /// <summary>Splits a text.</summary>
    public static DescriptionText Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries).SkipWhile(IsEmpty).ToList();
        if (lines.Count == 0)
        {
            return new("", "");
        }

        if (lines[0].Length <= LongestSynopsis && (lines.Count == 1 || !Continues(lines[0], lines[1])))
        {
            return new(WithoutStop(lines[0]), Reflow(lines.Skip(1)));
        }

        var paragraph = lines.TakeWhile((line, i) => i == 0 || (!IsEmpty(line) && !Bullet().IsMatch(line))).ToList();
        var first = string.Join(' ', paragraph);
        var end = SentenceEnd().Match(first) is { Success: true } match ? match.Index + 1 : first.Length;
        if (end <= LongestSynopsis)
        {
            return new(WithoutStop(first[..end]), Reflow(lines.Skip(paragraph.Count).Prepend(first[end..].Trim())));
        }

        return new(FirstClause(first), Reflow(lines));
    }

    /// <summary>The paragraphs with lines of equal length. List items stay on lines of their own.</summary>
    private static string Reflow(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        var isOpen = false;
        var isList = false;
        foreach (var line in lines)
        {
            var bullet = Bullet().Match(line);
            if (IsEmpty(line))
            {
                isOpen = false;
            }
            else if (isOpen && !bullet.Success)
            {
                paragraphs[^1] += " " + line;
            }
            else
            {
                // Between the items of a list is no empty line.
                paragraphs.Add((paragraphs.Count > 0 && !(bullet.Success && (isList || isOpen)) ? "\n" : "") + line);
                (isOpen, isList) = (true, bullet.Success);
            }
        }

        return string.Join('\n', paragraphs.Select(Wrap));
    }

    // Debian policy 5.6.13: lines that begin with two spaces are shown as they are, which keeps the items of a list apart.
    private static string Wrap(string paragraph)
    {
        var text = paragraph.TrimStart('\n');
        var bullet = Bullet().Match(text);
        var (first, next) = bullet.Success ? ("  ", new string(' ', 2 + bullet.Length)) : ("", "");
        var result = new StringBuilder(paragraph[..^text.Length]).Append(first);
        var column = first.Length;
        var isStart = true;
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isStart && column + 1 + word.Length > LineLength)
            {
                result.Append('\n').Append(next);
                column = next.Length;
                isStart = true;
            }

            result.Append(isStart ? "" : " ").Append(word);
            column += word.Length + (isStart ? 0 : 1);
            isStart = false;
        }

        return result.ToString();
    }

    private static bool IsEmpty(string line) => line.Trim('.', ' ').Length == 0;

    private static string WithoutStop(string line) => line.TrimEnd('.').TrimEnd();

    // A line that was broken because it became too long, and not because the sentence ends.
    private static bool Continues(string line, string next) =>
        !IsEmpty(next) && line[^1] is not ('.' or '!' or '?' or ':') && (line[^1] is ',' or ';' or '-' || char.IsLower(next[0]));

    private static string FirstClause(string sentence)
    {
        var limit = Math.Min(LongestSynopsis, sentence.Length - 1);
        var end = ClauseEnds.Select(text => sentence.LastIndexOf(text, limit, StringComparison.Ordinal))
            .Where(index => index >= ShortestClause).DefaultIfEmpty(0).Max();
        return sentence[..end].TrimEnd(',', ';', ':', ' ');
    }

    // A full stop, unless it ends an abbreviation such as "e.g." or an initial.
    [GeneratedRegex(@"(?<!\b(?:e\.g|i\.e|etc|vs|Inc|Ltd|Co|No|approx|incl|\p{L}))[.!?](?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^(?:[-*+•‣–]|\d{1,3}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();
}
