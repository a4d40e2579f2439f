using System.Buffers;
using System.Globalization;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>The rules for the values of a column.</summary>
internal static class MsiColumnRules
{
    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");

    /// <summary>Returns what is wrong with a value, as the rest of a sentence that starts with the value; null if it is valid.</summary>
    public static string? Objection(MsiColumn column, MsiValue value) => column.Kind switch
    {
        _ when value.IsNull => column.IsNullable ? null : "must not be empty",
        MsiColumnKind.Text => value.Text is { } text ? OfText(column, text) : "is not a text",
        MsiColumnKind.Stream => value.Content is not null ? null : "is not a stream",
        _ => value.Number is { } number ? OfNumber(column, number) : "is not a number",
    };

    private static string? OfNumber(MsiColumn column, int number)
    {
        // The number below each range represents an empty cell.
        var limit = column.Kind == MsiColumnKind.Integer16 ? short.MaxValue : int.MaxValue;
        var (minimum, maximum) = (column.Minimum ?? -limit, column.Maximum ?? limit);
        return number < Math.Max(minimum, -limit) || number > Math.Min(maximum, limit) ? $"is outside the range {minimum} to {maximum}"
            : IsInSet(column, number.ToString(CultureInfo.InvariantCulture)) ? null
            : $"is not one of {column.Set}";
    }

    private static string? OfText(MsiColumn column, string text) => text switch
    {
        _ when column.MaxLength > 0 && text.Length > column.MaxLength => $"is longer than {column.MaxLength} characters",
        _ when text.Contains('\0', StringComparison.Ordinal) => "contains NUL",
        _ when !IsWellFormed(text) => "contains half a surrogate pair",
        _ when !IsInSet(column, text) => $"is not one of {column.Set}",
        _ => OfCategory(column.Category, text),
    };

    private static string? OfCategory(string? category, string text) => category switch
    {
        "Identifier" when !IsIdentifier(text) => "is not an identifier of letters, digits, _ and . that starts with a letter or _",
        "UpperCase" when text.Any(char.IsLower) => "is not in upper case",
        "Guid" when !IsGuid(text) => "is not a GUID in braces and upper case",
        _ => null,
    };

    private static bool IsInSet(MsiColumn column, string value) => column.Set is null || column.Set.Split(';').Contains(value);

    private static bool IsIdentifier(string text) =>
        (char.IsAsciiLetter(text[0]) || text[0] == '_') && !text.AsSpan().ContainsAnyExcept(IdentifierCharacters);

    private static bool IsGuid(string text) => Guid.TryParseExact(text, "B", out _) && !text.Any(char.IsLower);

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
