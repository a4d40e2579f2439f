using System.Globalization;

namespace ServicePackaging.Values;

/// <summary>Characters that a line of text cannot contain: control characters, halves of surrogate pairs, and the two that XML
/// excludes.</summary>
internal static class ControlCharacters
{
    /// <summary>The first such character of a text, in hexadecimal; null if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowed">Control characters that it may contain.</param>
    public static string? FindIn(string text, string allowed = "")
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (IsUnprintable(text[i]) && !allowed.Contains(text[i], StringComparison.Ordinal))
            {
                return ((int)text[i]).ToString("x2", CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    private static bool IsUnprintable(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\ufffe' or '\uffff';
}
