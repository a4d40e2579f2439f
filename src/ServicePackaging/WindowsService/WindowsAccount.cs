using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Reading;

namespace ServicePackaging.WindowsService;

/// <summary>The accounts that a Windows service runs as (Microsoft, "Service User Accounts").</summary>
internal static partial class WindowsAccount
{
    /// <summary>Few rights, and none on the network; with the service's own SID it is told apart from other services of this account.</summary>
    public const string LocalService = @"NT AUTHORITY\LocalService";

    /// <summary>Every right: the equal of root.</summary>
    public const string LocalSystem = "LocalSystem";

    private const string NetworkService = @"NT AUTHORITY\NetworkService";

    private const string VirtualDomain = @"NT SERVICE\";

    private const string Expected =
        @"LocalService, NetworkService, LocalSystem, Virtual (an account of the service's own), DOMAIN\user, .\user, or DOMAIN\account$ for a group managed account";

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

    /// <summary>Reads ServiceUser.</summary>
    public static ServiceAccount Read(ValueReader properties, DiagnosticBag diagnostics)
    {
        const string property = "ServiceUser";
        if (properties.Line("ServiceGroup") is { } group)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, properties.Describe("ServiceGroup"), group, "Windows",
                "a service has no group of its own there; say LinuxServiceGroup if it is meant for Linux alone");
        }

        var text = properties.Line(property);
        if (text is null)
        {
            return new ServiceAccount(LocalService, "");
        }

        if (!WellKnown.TryGetValue(text, out var account) && (SystemAccounts.IsOnWindows(text) || !IsNamed(text)))
        {
            ReportUnusable(properties, property, text, diagnostics);
            return new ServiceAccount(LocalService, "");
        }

        if (account == LocalSystem)
        {
            diagnostics.Report(DiagnosticCatalog.RunsAsRoot, properties.Describe(property), text, "LocalService");
        }

        return new ServiceAccount(account ?? (text.StartsWith(VirtualDomain, StringComparison.OrdinalIgnoreCase) ? VirtualDomain : text), "");
    }

    private static void ReportUnusable(ValueReader properties, string property, string text, DiagnosticBag diagnostics)
    {
        if (SystemAccounts.IsOnWindows(text))
        {
            diagnostics.Report(
                DiagnosticCatalog.SystemAccount, properties.Describe(property), text, "user or group", Platform.Windows,
                "Leave it out for LocalService, or write Virtual, or an account that was created for the service");
        }
        else if (properties.Describe(property) == property && NameRules.IsAccountName(text))
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, property, text, "Windows",
                "no account is made there; the service runs as LocalService, and files are given to the SID of the service itself. WindowsServiceUser names another account");
        }
        else
        {
            diagnostics.Report(DiagnosticCatalog.InvalidValue, properties.Describe(property), text, Expected);
        }
    }

    /// <summary>The account as the SCM takes it for one service: a virtual account has the service's name.</summary>
    public static string For(ServiceAccount account, string service) => account.User == VirtualDomain ? VirtualDomain + service : account.User;

    /// <summary>Whether the account has a password that the installation has to be told.</summary>
    public static bool HasPassword(ServiceAccount account) =>
        account.User != VirtualDomain && !WellKnown.ContainsValue(account.User) && !account.User.EndsWith('$');

    private static bool IsNamed(string text) => Named().IsMatch(text);

    // Microsoft, "User Name Formats" and "NetUserAdd": what a name does not hold; brackets would be Windows Installer's.
    [GeneratedRegex(@"\A[^""/\\\[\]:;|=,+*?<>{}\p{Cc}]{1,64}\\[^""/\\\[\]:;|=,+*?<>{}\p{Cc}]{1,104}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
