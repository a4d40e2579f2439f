using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ServicePackaging.Values;

/// <summary>The kinds of values in the vocabulary.</summary>
internal static class ValueKinds
{
    /// <summary>Any text of one line.</summary>
    public static readonly ValueKind<string?> Line = new("text", "a text of one line", TryLine, FormatText);

    /// <summary>A directory of the developer's machine.</summary>
    public static readonly ValueKind<string?> Folder =
        new("folder", "a directory, absolute or relative to the project", TryLine, FormatText);

    public static readonly ValueKind<bool> Boolean =
        new("bool", "true or false", bool.TryParse, value => value ? "true" : "false") { Choices = ["true", "false"] };

    public static readonly ValueKind<TimeSpan> Duration =
        new("duration", "a time span such as 00:00:30, 30s, 5min or 1h 30min", DurationText.TryParse, DurationText.ToSystemd);

    public static readonly ValueKind<TimeSpan> PositiveDuration =
        new("positive-duration", "a time span such as 00:01:00, 60s or 5min", TryPositiveDuration, DurationText.ToSystemd);

    public static readonly ValueKind<TimeSpan> DurationOrInfinity = new(
        "duration-or-infinity", "a time span such as 00:00:30, 30s or 5min, or infinity", DurationText.TryParseOrInfinity,
        DurationText.ToSystemd);

    public static readonly ValueKind<string?> Memory = new(
        "memory", "a size in bytes such as 512M, 2G or 1073741824, a share such as 25%, or infinity", MemoryText.TryParse!, FormatText);

    public static readonly ValueKind<string?> SwapMemory =
        new("swap-memory", "a size in bytes such as 0, 512M or 2G, or infinity", MemoryText.TryParseOrZero!, FormatText);

    public static readonly ValueKind<string?> Size = new("size", "a size such as 500k, 100M or 1G", MemoryText.TryParseSize!, FormatText);

    public static readonly ValueKind<int> CpuQuota =
        new("cpu-quota", "a percentage of one processor such as 50% or 150%", TryPercentage, value => FormatNumber(value) + "%");

    public static readonly ValueKind<UnixFileMode> FileMode =
        new("file-mode", "octal permission bits such as 0640", TryFileMode, value => "0" + Convert.ToString((int)value, 8));

    public static readonly ValueKind<string?> Signal =
        new("signal", "a signal's name such as SIGHUP or SIGUSR1", SignalText.TryParse!, FormatText);

    /// <summary>An address, as it was written.</summary>
    public static readonly ValueKind<string?> HttpUrl = new("url", "an absolute http or https address", TryHttpUrl, FormatText);

    /// <summary>An address to which names of files are appended.</summary>
    public static readonly ValueKind<Uri?> DownloadUrl = new(
        "download-url", "an https address without ? and #, such as https://example.com/downloads/1.4.0", TryDownloadUrl,
        value => value?.AbsoluteUri ?? "");

    /// <summary>A GUID, in any of its forms.</summary>
    public static readonly ValueKind<Guid> Guid = new(
        "guid", "a GUID such as {2C4F0B5E-8D0B-4B7C-9C1B-0F4E5D6A7B8C}", System.Guid.TryParse,
        value => value.ToString("B").ToUpperInvariant());

    /// <summary>A version of macOS.</summary>
    public static readonly ValueKind<string?> MacOSVersion =
        new("macos-version", "a version of macOS such as 14.0 or 15.2", TryMacOSVersion, FormatText);

    /// <summary>Capabilities of Linux, with or without <c>CAP_</c>, joined with spaces, commas, semicolons or plus signs.</summary>
    public static readonly ValueKind<string?> Capabilities = new(
        "capabilities", "names of capabilities(7) such as CAP_NET_BIND_SERVICE, joined with spaces", CapabilityText.TryParse!,
        FormatText);

    /// <summary>Names of groups, joined with spaces, commas, semicolons or plus signs.</summary>
    public static readonly ValueKind<string?> Groups = new("groups", "names of groups such as video+render", TryGroups, FormatText);

    /// <summary>Profiles of the Windows firewall, joined with spaces, commas, semicolons or plus signs.</summary>
    public static readonly ValueKind<string?> FirewallProfiles = new(
        "firewall-profiles", "Any, or profiles such as Domain+Private of Domain, Private and Public", FirewallText.TryProfiles, FormatText);

    /// <summary>Addresses that the Windows firewall lets in, joined with spaces, commas, semicolons or plus signs.</summary>
    public static readonly ValueKind<string?> FirewallAddresses = new(
        "firewall-addresses", "addresses such as LocalSubnet, 192.168.1.20, 10.0.0.0/8, fd00::/8 or 10.0.0.1-10.0.0.9, joined with +",
        FirewallText.TryAddresses, FormatText);

    /// <summary>An integer within bounds, both inclusive.</summary>
    public static ValueKind<int> Integer(int minimum, int maximum) => new(
        "int",
        $"a whole number from {FormatNumber(minimum)} to {FormatNumber(maximum)}",
        (text, out value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= minimum
            && value <= maximum,
        FormatNumber);

    /// <summary>One of an enumeration's names, in any case.</summary>
    public static ValueKind<T> OneOf<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return new(
            NameOf(typeof(T).Name),
            names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}",
            (text, out value) =>
            {
                value = default;
                return Array.Exists(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase))
                    && Enum.TryParse(text, ignoreCase: true, out value);
            },
            value => value.ToString())
        {
            Choices = names,
        };
    }

    /// <summary>The same kind for a setting whose absence has a different meaning than any value.</summary>
    public static ValueKind<T?> Optional<T>(this ValueKind<T> kind)
        where T : struct => new(
            kind.Name,
            kind.Expected,
            (text, out value) =>
            {
                var isValid = kind.TryParse(text, out var parsed);
                value = isValid ? parsed : null;
                return isValid;
            },
            value => value is { } some ? kind.Format(some) : "")
        {
            Choices = kind.Choices,
        };

    // ServiceRestart is service-restart.
    private static string NameOf(string typeName) =>
        string.Concat(typeName.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static bool TryGroups(string text, out string? value)
    {
        var names = text.Split([' ', ',', ';', '+'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        value = string.Join(' ', names.Distinct());
        return names.Length > 0 && names.All(NameRules.IsAccountName);
    }

    private static string FormatText(string? value) => value ?? "";

    private static string FormatNumber(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool TryLine(string text, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        return true;
    }

    // Apple's numbers: 10.0 to 10.16, 11 to 15, and 26 and later.
    private static bool TryMacOSVersion(string text, out string? value)
    {
        value = text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
        return text.Length > 0 && text.All(character => char.IsAsciiDigit(character) || character == '.')
            && Version.TryParse(value, out var version) && version is { Major: >= 10 and < 100, Revision: -1 };
    }

    private static bool TryPositiveDuration(string text, out TimeSpan value) =>
        DurationText.TryParse(text, out value) && value > TimeSpan.Zero;

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

    private static bool TryDownloadUrl(string text, out Uri? value) =>
        Uri.TryCreate(text, UriKind.Absolute, out value)
        && value is { Scheme: "https", Query: "", Fragment: "", UserInfo: "", Host.Length: > 0 };

    private static bool TryHttpUrl(string text, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
    }
}
