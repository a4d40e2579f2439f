using System.Globalization;

namespace ServicePackaging.Values;

/// <summary>Durations as the vocabulary writes them: .NET's <c>hh:mm:ss</c> or systemd's units (systemd.time(7),
/// "Parsing Time Spans").</summary>
internal static class DurationText
{
    private static readonly Dictionary<string, double> UnitSeconds = new(StringComparer.Ordinal)
    {
        ["ms"] = 0.001,
        ["s"] = 1,
        ["sec"] = 1,
        ["m"] = 60,
        ["min"] = 60,
        ["h"] = 3600,
        ["hr"] = 3600,
        ["d"] = 86400,
        ["day"] = 86400,
        ["days"] = 86400,
        ["w"] = 604800,
        ["week"] = 604800,
        ["weeks"] = 604800,
    };

    /// <summary>Reads a finite, non-negative duration. A bare number is refused: its unit would be a guess.</summary>
    public static bool TryParse(string text, out TimeSpan value) =>
        text.Contains(':', StringComparison.Ordinal) ? TryParseClock(text, out value) : TryParseUnits(text, out value);

    /// <summary>Reads a duration, or <c>infinity</c> as <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static bool TryParseOrInfinity(string text, out TimeSpan value)
    {
        if (text.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = Timeout.InfiniteTimeSpan;
            return true;
        }

        // To systemd, zero means no limit.
        return TryParse(text, out value) && value > TimeSpan.Zero;
    }

    /// <summary>Writes a duration in systemd's units, the largest that divides it.</summary>
    public static string ToSystemd(TimeSpan value)
    {
        if (value == Timeout.InfiniteTimeSpan)
        {
            return "infinity";
        }

        var milliseconds = (long)value.TotalMilliseconds;
        var (divisor, unit) = milliseconds switch
        {
            0 => (1L, "s"),
            _ when milliseconds % 3_600_000 == 0 => (3_600_000L, "h"),
            _ when milliseconds % 60_000 == 0 => (60_000L, "min"),
            _ when milliseconds % 1000 == 0 => (1000L, "s"),
            _ => (1L, "ms"),
        };
        return (milliseconds / divisor).ToString(CultureInfo.InvariantCulture) + unit;
    }

    private static bool TryParseClock(string text, out TimeSpan value) =>
        TimeSpan.TryParseExact(
            text, ["h\\:mm\\:ss", "hh\\:mm\\:ss", "d\\.hh\\:mm\\:ss", "hh\\:mm\\:ss\\.fff"], CultureInfo.InvariantCulture, out value);

    private static bool TryParseUnits(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var rest = text.AsSpan();
        var seconds = 0.0;
        while (!(rest = rest.TrimStart()).IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..].TrimStart();
            var letters = rest.IndexOfAnyExceptInRange('a', 'z');
            var unit = letters < 0 ? rest : rest[..letters];
            if (!UnitSeconds.TryGetValue(unit.ToString(), out var factor))
            {
                return false;
            }

            seconds += number * factor;
            rest = rest[unit.Length..];
        }

        if (seconds > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        value = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return true;
    }
}
