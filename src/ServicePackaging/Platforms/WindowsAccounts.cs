using System.Text.RegularExpressions;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>The accounts that a Windows service runs as (Microsoft, "Service User Accounts").</summary>
internal static partial class WindowsAccounts
{
    /// <summary>Few rights, and none on the network; the service's own SID distinguishes it from other services that use this
    /// account.</summary>
    public const string LocalService = @"NT AUTHORITY\LocalService";

    /// <summary>Every right: the equivalent of root.</summary>
    public const string LocalSystem = "LocalSystem";

    private const string NetworkService = @"NT AUTHORITY\NetworkService";

    private const string VirtualDomain = @"NT SERVICE\";

    private static readonly Dictionary<string, string> WellKnown = new(StringComparer.OrdinalIgnoreCase)
    {
        ["LocalService"] = LocalService,
        [LocalService] = LocalService,
        [@"NT AUTHORITY\Local Service"] = LocalService,
        ["NetworkService"] = NetworkService,
        [NetworkService] = NetworkService,
        [@"NT AUTHORITY\Network Service"] = NetworkService,
        [LocalSystem] = LocalSystem,
        [@"NT AUTHORITY\SYSTEM"] = LocalSystem,
        ["root"] = LocalSystem,
        ["Virtual"] = VirtualDomain,
    };

    /// <summary>The account that a text stands for; null if a service cannot run as it.</summary>
    public static string? Find(string text) =>
        WellKnown.TryGetValue(text, out var account) ? account
            : SystemAccounts.IsOnWindows(text) || !Named().IsMatch(text) ? null
            : text.StartsWith(VirtualDomain, StringComparison.OrdinalIgnoreCase) ? VirtualDomain
            : text;

    /// <summary>The account in the form that the SCM expects for one service: a virtual account has the service's name.</summary>
    public static string For(ServiceAccount account, string service) =>
        account.User == VirtualDomain ? VirtualDomain + service : account.User;

    /// <summary>Whether the account has a password that has to be specified at installation.</summary>
    public static bool HasPassword(ServiceAccount account) =>
        account.User != VirtualDomain && !WellKnown.ContainsValue(account.User) && !account.User.EndsWith('$');

    // Microsoft, "User Name Formats" and "NetUserAdd": what a name must not contain; brackets have a meaning to Windows Installer.
    [GeneratedRegex(@"\A[^""/\\\[\]:;|=,+*?<>{}\p{Cc}]{1,64}\\[^""/\\\[\]:;|=,+*?<>{}\p{Cc}]{1,104}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
