using System.Globalization;

namespace ServicePackaging.Values;

/// <summary>Characters that a line of text cannot contain.</summary>
internal static class ControlCharacters
{
    /// <summary>The first control character of a text, in hexadecimal; null if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowed">Control characters that it may contain.</param>
    public static string? FindIn(string text, string allowed = "")
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) && !allowed.Contains(c, StringComparison.Ordinal))
            {
                return ((int)c).ToString("x2", CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
