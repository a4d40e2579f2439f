using System.Globalization;

namespace ServicePackaging.Values;

/// <summary>Sizes of memory as systemd.resource-control(5) writes them:
/// bytes with K, M, G or T to the base 1024, a percentage, or infinity.</summary>
internal static class MemoryText
{
    /// <summary>Reads a size, a percentage of the machine's memory, or infinity; the result is systemd's own spelling.</summary>
    public static bool TryParse(string text, out string value)
    {
        value = text.ToUpperInvariant();
        if (value == "INFINITY")
        {
            value = "infinity";
            return true;
        }

        return value.EndsWith('%') ? IsPercentage(value) : IsSize(value, "KMGT");
    }

    /// <summary>Reads what <see cref="TryParse"/> does, or 0 for no memory.</summary>
    public static bool TryParseOrZero(string text, out string value)
    {
        value = text;
        return text == "0" || TryParse(text, out value);
    }

    /// <summary>Reads a size as logrotate(8) writes it: bytes with k, M or G.</summary>
    public static bool TryParseSize(string text, out string value)
    {
        value = text.Replace('K', 'k').Replace('m', 'M').Replace('g', 'G');
        return IsSize(value, "kMG");
    }

    private static bool IsPercentage(string text) =>
        text.Length is 2 or 3 or 4
        && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var share)
        && share is >= 1 and <= 100;

    private static bool IsSize(string text, string units)
    {
        var digits = text.AsSpan();
        if (units.Contains(digits[^1], StringComparison.Ordinal))
        {
            digits = digits[..^1];
        }

        return digits.Length is >= 1 and <= 18 && !digits.ContainsAnyExceptInRange('0', '9') && digits[0] != '0';
    }
}
