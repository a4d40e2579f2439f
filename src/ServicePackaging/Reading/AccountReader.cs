using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the account that a service runs as.</summary>
internal sealed class AccountReader(ValueReader properties, PackageIdentity identity, DiagnosticBag diagnostics)
{
    private const string ExampleAccount = "acme-agent";
    private const string Root = "root";

    private const string WindowsExpected =
        @"LocalService, NetworkService, LocalSystem, Virtual (an account of the service's own), DOMAIN\user, .\user, or DOMAIN\account$ for "
        + "a group managed account";

    /// <summary>Reads the account as a platform has it.</summary>
    public ServiceAccount Read(PlatformRules rules) => rules is UnixRules unix ? ReadUnix(unix) : ReadWindows();

    private ServiceAccount ReadUnix(UnixRules rules)
    {
        var own = DefaultAccount(rules);
        var user = rules.AccountName(
            properties.ReadName(ServiceProperties.User, own, NameRules.IsAccountName, "user name", rules.AccountAlphabet));
        var group = rules.AccountName(
            properties.ReadName(ServiceProperties.Group, user, NameRules.IsAccountName, "group name", rules.AccountAlphabet));
        if (user == Root)
        {
            diagnostics.Report(DiagnosticCatalog.RunsAsRoot, properties.Describe(ServiceProperties.User), user, own);
        }

        var account = new ServiceAccount(user, group == Root ? rules.Superuser.Group : group);
        if (!IsUsersService)
        {
            CheckSystemAccount(rules, account, own);
        }

        return account;
    }

    private bool IsUsersService => properties.Read(ServiceProperties.Scope) == ServiceScope.User;

    // The account of a service whose developer names none. A name that has to be cut off could be another package's, which is reported.
    private string DefaultAccount(UnixRules rules)
    {
        var derived = rules.DeriveAccount(identity.Name);
        if (derived.Length <= NameRules.LongestAccountName)
        {
            return derived;
        }

        var own = derived[..NameRules.LongestAccountName];
        if (properties.Line(ServiceProperties.User) is null && !IsUsersService)
        {
            diagnostics.Report(
                DiagnosticCatalog.LossyName, ServiceProperties.PackageName, identity.Name, "account", own, ServiceProperties.User, ExampleAccount);
        }

        return own;
    }

    private void CheckSystemAccount(UnixRules rules, ServiceAccount account, string own)
    {
        var system = rules.Platform == Platform.MacOS ? "macOS" : rules.Platform.ToString();
        if (rules.IsSystemAccount(account.User))
        {
            var isDefault = properties.Line(ServiceProperties.User) is null;
            diagnostics.Report(
                DiagnosticCatalog.SystemAccount,
                isDefault ? $"{ServiceProperties.User}, which defaults to the package's name," : properties.Describe(ServiceProperties.User),
                account.User, "user or group", system,
                rules.IsSystemAccount(own)
                    ? $"Set {ServiceProperties.User} to a name that only this service has, such as '{own}-service'"
                    : $"Leave it out to get an account of the service's own, '{own}', or write another name");
        }
        else if (rules.IsSystemAccount(account.Group))
        {
            diagnostics.Report(
                DiagnosticCatalog.SystemAccount, properties.Describe(ServiceProperties.Group), account.Group, "group", system,
                $"Leave it out to get a group of the service's own; to give the service the rights of '{account.Group}', "
                + string.Format(CultureInfo.InvariantCulture, rules.GroupAccess, account.Group));
        }
    }

    private ServiceAccount ReadWindows()
    {
        if (properties.Line(ServiceProperties.Group) is { } group)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, properties.Describe(ServiceProperties.Group), group, "Windows",
                "A service has no group of its own there. Set LinuxServiceGroup if it is meant only for Linux.");
        }

        if (properties.Line(ServiceProperties.User) is not { } text)
        {
            return new ServiceAccount(WindowsAccounts.LocalService, "");
        }

        if (WindowsAccounts.Find(text) is not { } account)
        {
            ReportUnusable(text);
            return new ServiceAccount(WindowsAccounts.LocalService, "");
        }

        if (account == WindowsAccounts.LocalSystem)
        {
            diagnostics.Report(DiagnosticCatalog.RunsAsRoot, properties.Describe(ServiceProperties.User), text, "LocalService");
        }

        return new ServiceAccount(account, "");
    }

    private void ReportUnusable(string text)
    {
        var subject = properties.Describe(ServiceProperties.User);
        if (SystemAccounts.IsOnWindows(text))
        {
            diagnostics.Report(
                DiagnosticCatalog.SystemAccount, subject, text, "user or group", Platform.Windows,
                "Leave it out for LocalService, or write Virtual, or an account that was created for the service");
        }
        else if (subject == ServiceProperties.User.Name && NameRules.IsAccountName(text))
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, subject, text, "Windows",
                "No account is created there; the service runs as LocalService, and files are given to the SID of the service itself. "
                + "WindowsServiceUser names another account.");
        }
        else
        {
            diagnostics.Report(DiagnosticCatalog.InvalidValue, subject, text, WindowsExpected);
        }
    }
}
