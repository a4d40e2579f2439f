using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ServicePackaging.Model.Values;

/// <summary>A kind of value that the vocabulary knows: how it is read and what to tell who wrote something else.</summary>
/// <param name="Expected">What a valid value looks like, with examples; completes the sentence "write …".</param>
/// <param name="TryParse">Reads a trimmed, non-empty text.</param>
internal sealed record ValueKind<T>(string Expected, TryParse<T> TryParse);

/// <summary>Reads a value strictly: no partial match, no guess.</summary>
internal delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);

/// <summary>The kinds of value in the vocabulary.</summary>
internal static class ValueKinds
{
    public static readonly ValueKind<bool> Boolean = new("true or false", bool.TryParse);

    public static readonly ValueKind<TimeSpan> Duration =
        new("a time span such as 00:00:30, 30s, 5min or 1h 30min", DurationText.TryParse);

    public static readonly ValueKind<TimeSpan> PositiveDuration = new(
        "a time span such as 00:01:00, 60s or 5min", (string text, out TimeSpan value) => DurationText.TryParse(text, out value) && value > TimeSpan.Zero);

    public static readonly ValueKind<TimeSpan> DurationOrInfinity =
        new("a time span such as 00:00:30, 30s or 5min, or infinity", DurationText.TryParseOrInfinity);

    public static readonly ValueKind<string> Memory =
        new("a size in bytes such as 512M, 2G or 1073741824, a share such as 25%, or infinity", MemoryText.TryParse);

    public static readonly ValueKind<string> SwapMemory =
        new("a size in bytes such as 0, 512M or 2G, or infinity", MemoryText.TryParseOrZero);

    public static readonly ValueKind<string> Size = new("a size such as 500k, 100M or 1G", MemoryText.TryParseSize);

    public static readonly ValueKind<int> CpuQuota = new("a percentage of one processor such as 50% or 150%", TryPercentage);

    public static readonly ValueKind<UnixFileMode> FileMode = new("octal permission bits such as 0640", TryFileMode);

    public static readonly ValueKind<string> Signal = new("a signal's name such as SIGHUP or SIGUSR1", SignalText.TryParse);

    public static readonly ValueKind<Uri> HttpUrl = new("an absolute http or https address", TryHttpUrl);

    /// <summary>An integer within bounds, both inclusive.</summary>
    public static ValueKind<int> Integer(int minimum, int maximum) => new(
        $"a whole number from {minimum.ToString(CultureInfo.InvariantCulture)} to {maximum.ToString(CultureInfo.InvariantCulture)}",
        (string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= minimum && value <= maximum);

    /// <summary>One of an enumeration's names, in any case.</summary>
    public static ValueKind<T> OneOf<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return new(
            names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}",
            (string text, out T value) =>
            {
                value = default;
                return Array.Exists(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase))
                    && Enum.TryParse(text, ignoreCase: true, out value);
            });
    }

    private static bool TryPercentage(string text, out int value)
    {
        value = 0;
        return text.EndsWith('%')
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value is >= 1 and <= 1_000_000;
    }

    private static bool TryFileMode(string text, out UnixFileMode value)
    {
        value = UnixFileMode.None;
        if (text.Length is < 3 or > 4 || text.AsSpan().ContainsAnyExceptInRange('0', '7'))
        {
            return false;
        }

        value = (UnixFileMode)Convert.ToInt32(text, 8);
        return true;
    }

    private static bool TryHttpUrl(string text, [MaybeNullWhen(false)] out Uri value) =>
        Uri.TryCreate(text, UriKind.Absolute, out value) && value.Scheme is "http" or "https";
}
