using System.Net;

namespace ServicePackaging.Values;

/// <summary>The profiles and addresses of a rule of the Windows firewall, as netsh.exe takes them (Microsoft, "netsh advfirewall
/// firewall").</summary>
internal static class FirewallText
{
    private static readonly char[] Separators = [' ', ',', ';', '+'];

    private static readonly string[] Profiles = ["domain", "private", "public", "any"];

    private static readonly string[] Places = ["any", "localsubnet", "dns", "dhcp", "wins", "defaultgateway"];

    /// <summary>Reads names of profiles.</summary>
    public static bool TryProfiles(string text, out string? value) => TryList(text, IsProfile, out value);

    /// <summary>Reads addresses: single ones, networks with a prefix, ranges, and the names of places.</summary>
    public static bool TryAddresses(string text, out string? value) => TryList(text, IsAddress, out value);

    private static bool TryList(string text, Func<string, bool> isValid, out string? value)
    {
        var words = text.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        value = string.Join(',', words);
        // "any" leaves nothing for another word to say.
        return words.Count > 0 && words.All(isValid) && (words.Count == 1 || !words.Contains("any"));
    }

    private static bool IsProfile(string word) => Profiles.Contains(word);

    private static bool IsAddress(string word) =>
        Places.Contains(word) || IPAddress.TryParse(word, out _) && HasWholeForm(word) || IPNetwork.TryParse(word, out _) || IsRange(word);

    private static bool IsRange(string word) =>
        word.Split('-') is [var first, var last]
        && IPAddress.TryParse(first, out var from) && IPAddress.TryParse(last, out var to)
        && HasWholeForm(first) && HasWholeForm(last) && from.AddressFamily == to.AddressFamily;

    // .NET also reads "10.1" and "8080" as addresses; an address of IPv6 with a zone is one of this machine only.
    private static bool HasWholeForm(string word) => word.Contains(':') ? !word.Contains('%') : word.Count(c => c == '.') == 3;
}
