using System.Text.RegularExpressions;

namespace ServicePackaging.Sdk.Tests;

/// <summary>The texts that ServicePackageEmitSource left beside a package.</summary>
/// <param name="files">Each file's path from there, and its text.</param>
internal sealed partial class EmittedTexts(IReadOnlyDictionary<string, string> files)
{
    private const int Nearest = 5;

    public static EmittedTexts Read(string directory) => new(
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(directory, file).Replace('\\', '/'), File.ReadAllText));

    /// <summary>Whether a file has this name, or a path that ends in it.</summary>
    public bool Has(string name) => Named(name).Any();

    /// <summary>Looks for a line, as it stands or behind the name of the file it is in.</summary>
    /// <returns>Null when it is there; otherwise what is there instead.</returns>
    public string? MissingLine(string span) => Missing(span, HasLine, line =>
    {
        var key = line.Split('=')[0];
        return text => Lines(text).Where(other => other.Split('=')[0] == key && other.Contains('=', StringComparison.Ordinal));
    });

    /// <summary>The same for what begins with an XML tag, which may begin anywhere, without regard to white space between tags.</summary>
    /// <returns>Null when it is there; otherwise what is there instead.</returns>
    public string? MissingLineOrXml(string span) => Missing(
        span,
        (text, line) => line.StartsWith('<') ? Dense(text).Contains(Dense(line), StringComparison.Ordinal) : HasLine(text, line),
        line => text => KeyAtStart().Match(Dense(line)) is { Success: true, Value: var key } && Dense(text).IndexOf(key, StringComparison.Ordinal) is >= 0 and var at
            ? [Start(Dense(text)[at..])]
            : []);

    /// <summary>Looks for a row: <c>Table Column=Value Column=Value</c>; an ellipsis at an end of a value is whatever stands there.</summary>
    /// <returns>Null when it is there; otherwise what is there instead.</returns>
    public string? MissingRow(string span)
    {
        var table = span.Split(' ')[0];
        if (!files.TryGetValue($"{table}.idt", out var text))
        {
            return $"there is no table {table}";
        }

        string[][] lines = [.. text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0).Select(line => line.Split('\t'))];
        var columns = lines[0];
        var starts = Regex.Matches(span, $" (?<column>{string.Join('|', columns.Select(Regex.Escape))})=").ToList();
        if (starts.Count == 0 || starts[0].Index != table.Length)
        {
            return $"{table} has the columns {string.Join(' ', columns)}";
        }

        var wanted = starts.Select((start, index) => (
            Column: Array.IndexOf(columns, start.Groups["column"].Value),
            Value: span[(start.Index + start.Length)..(index + 1 < starts.Count ? starts[index + 1].Index : span.Length)])).ToList();
        var rows = lines[1..].Where(row => row.Length == columns.Length).ToList();
        return rows.Exists(row => wanted.TrueForAll(cell => Fits(row[cell.Column], cell.Value)))
            ? null
            : $"of {rows.Count} rows those that come nearest are\n" + string.Join('\n', rows
                .OrderByDescending(row => wanted.Count(cell => Fits(row[cell.Column], cell.Value))).Take(Nearest)
                .Select(row => $"      {table} {string.Join(' ', columns.Zip(row, (column, value) => $"{column}={value}"))}"));
    }

    private string? Missing(string span, Func<string, string, bool> isIn, Func<string, Func<string, IEnumerable<string>>> near)
    {
        var line = span;
        IEnumerable<KeyValuePair<string, string>> places = files;
        if (span.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at && Has(span[..at]))
        {
            places = Named(span[..at]);
            line = span[(at + 2)..].Trim();
        }

        List<KeyValuePair<string, string>> searched = [.. places.OrderBy(file => file.Key, StringComparer.Ordinal)];
        if (searched.Exists(file => isIn(file.Value, line)))
        {
            return null;
        }

        string[] instead = [.. searched.SelectMany(file => near(line)(file.Value).Select(other => $"      {file.Key}: {Start(other)}")).Take(Nearest)];
        return instead.Length > 0
            ? "there is\n" + string.Join('\n', instead)
            : $"looked in {string.Join(", ", searched.Select(file => file.Key))}";
    }

    private IEnumerable<KeyValuePair<string, string>> Named(string name) =>
        files.Where(file => file.Key == name || file.Key.EndsWith("/" + name, StringComparison.Ordinal));

    private static bool HasLine(string text, string line) => Lines(text).Contains(line, StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim());

    private static string Dense(string xml) => BetweenTags().Replace(xml, "><").Replace(" />", "/>", StringComparison.Ordinal);

    private static string Start(string text) => text.Length > 160 ? text[..160] + "…" : text;

    private static bool Fits(string cell, string value) => (value.StartsWith('…'), value.EndsWith('…')) switch
    {
        (true, true) => cell.Contains(value.Trim('…'), StringComparison.Ordinal),
        (true, false) => cell.EndsWith(value.TrimStart('…'), StringComparison.Ordinal),
        (false, true) => cell.StartsWith(value.TrimEnd('…'), StringComparison.Ordinal),
        _ => cell == value,
    };

    [GeneratedRegex(@">\s+<")]
    private static partial Regex BetweenTags();

    [GeneratedRegex("^<key>[^<]*</key>")]
    private static partial Regex KeyAtStart();
}
