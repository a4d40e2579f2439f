using System.Globalization;
using System.Text.RegularExpressions;

namespace Memexd;

/// <summary>A string, a long, a bool or an array of strings, and the line it stands on.</summary>
internal sealed record TomlValue(object Value, int Line);

internal sealed class TomlException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}

/// <summary>
/// Reads the part of TOML 1.0 that a settings file needs: tables, strings, decimal integers, booleans and arrays of strings, each on one
/// line. Everything else is an error that names its line; nothing is guessed.
/// </summary>
internal static partial class Toml
{
    private const string Text = """(?:"(?:[^"\\\p{Cc}]|\\["\\nt])*"|'[^'\p{Cc}]*')""";

    /// <summary>The values by <c>table.key</c>.</summary>
    public static Dictionary<string, TomlValue> Parse(string text)
    {
        var values = new Dictionary<string, TomlValue>(StringComparer.Ordinal);
        var tables = new HashSet<string>(StringComparer.Ordinal);
        var (prefix, number) = ("", 0);
        foreach (var line in text.Split('\n'))
        {
            number++;
            var match = Line().Match(line);
            if (!match.Success)
            {
                throw new TomlException(number,
                    "not understood; a line is [table], or key = value with a value like \"text\", 123, true or [\"a\", \"b\"]");
            }

            if (match.Groups["table"] is { Success: true, Value: var table })
            {
                prefix = tables.Add(table) ? table + "." : throw new TomlException(number, $"table [{table}] appears twice");
            }
            else if (match.Groups["key"] is { Success: true, Value: var key }
                && !values.TryAdd(prefix + key, new TomlValue(ValueOf(match.Groups, number), number)))
            {
                throw new TomlException(number, $"'{prefix}{key}' appears twice");
            }
        }

        return values;
    }

    private static object ValueOf(GroupCollection groups, int line) => groups switch
    {
        _ when groups["text"].Success => Unquote(groups["text"].Value),
        _ when groups["bool"].Success => groups["bool"].Value == "true",
        _ when groups["array"].Success => groups["item"].Captures.Select(item => Unquote(item.Value)).ToArray(),
        _ => long.TryParse(groups["integer"].Value.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var integer) ? integer : throw new TomlException(line, "the integer is too large"),
    };

    private static string Unquote(string quoted) => quoted[0] == '\'' ? quoted[1..^1] : EscapeSequence().Replace(quoted[1..^1],
        escape => escape.Value[1] switch { 'n' => "\n", 't' => "\t", var itself => itself.ToString() });

    [GeneratedRegex("""\\.""")]
    private static partial Regex EscapeSequence();

    [GeneratedRegex($$"""
        ^\s*
        (?: \[ \s* (?<table>[A-Za-z0-9_.-]+) \s* \]
          | (?<key>[A-Za-z0-9_-]+) \s* = \s*
            (?: (?<text>{{Text}})
              | (?<bool>true|false)
              | (?<integer>[+-]?(?:0|[1-9](?:_?[0-9])*))
              | (?<array>\[ \s* (?: (?<item>{{Text}}) \s* (?: , \s* (?<item>{{Text}}) \s* )* ,? \s* )? \])
            )
        )?
        \s* (?:\#.*)?$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
