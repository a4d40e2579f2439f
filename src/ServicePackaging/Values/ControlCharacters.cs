using System.Globalization;

namespace ServicePackaging.Values;

/// <summary>Characters that no line of text holds.</summary>
internal static class ControlCharacters
{
    /// <summary>The first control character of a text, in hexadecimal; null when there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowed">Control characters that may stand in it.</param>
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
