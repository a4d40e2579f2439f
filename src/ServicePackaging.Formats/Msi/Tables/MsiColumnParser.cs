using System.Globalization;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>
/// Reads schemas from lines, one per column: the name, prefixed with a star if the column belongs to the key; the type as in exported
/// tables (Microsoft, "Column Definition Format"); and optional rules for validation: the category, <c>least..greatest</c>,
/// <c>&gt;table</c>, <c>{value;value}</c>.
/// </summary>
internal static class MsiColumnParser
{
    public static IReadOnlyList<MsiColumn> Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseColumn)];

    private static MsiColumn ParseColumn(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var type = words[1];
        var length = Number(type.AsSpan(1));
        var kind = char.ToLowerInvariant(type[0]) switch
        {
            'i' => length == sizeof(short) ? MsiColumnKind.Integer16 : MsiColumnKind.Integer32,
            'v' => MsiColumnKind.Stream,
            _ => MsiColumnKind.Text,
        };
        var column = new MsiColumn(words[0].TrimStart('*'), kind)
        {
            IsKey = line[0] == '*',
            IsNullable = char.IsUpper(type[0]),
            IsLocalizable = type[0] is 'l' or 'L',
            MaxLength = kind == MsiColumnKind.Text ? length : 0,
        };
        return words.Skip(2).Aggregate(column, AddValidation);
    }

    private static MsiColumn AddValidation(MsiColumn column, string word)
    {
        if (word[0] == '>')
        {
            return column with { KeyTable = word[1..], KeyColumn = 1 };
        }

        if (word[0] == '{')
        {
            return column with { Set = word[1..^1] };
        }

        return word.Split("..") is [var minimum, var maximum]
            ? column with { Minimum = Number(minimum), Maximum = Number(maximum) }
            : column with { Category = word };
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
