using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the account that a service runs as.</summary>
internal sealed class AccountReader(ValueReader properties, PackageIdentity identity, DiagnosticBag diagnostics)
{
    private const string ExampleAccount = "acme-agent";
    private const string Root = "root";

    private const string WindowsExpected =
        @"LocalService, NetworkService, LocalSystem, Virtual (an account of the service's own), DOMAIN\user, .\user, "
        + @"or DOMAIN\account$ for "
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

    // The account if the developer does not specify one. A name that has to be truncated or changed could be that of another package, which
    // is reported.
    private string DefaultAccount(UnixRules rules)
    {
        var derived = rules.DeriveAccount(identity.StableName);
        if (derived.Length <= NameRules.LongestAccountName && !NameRules.LosesInAccountName(identity.StableName))
        {
            return derived;
        }

        var own = NameRules.CutAccountName(derived);
        if (properties.Line(ServiceProperties.User) is null && !IsUsersService)
        {
            diagnostics.Report(
                DiagnosticCatalog.LossyName,
                ServiceProperties.PackageName, identity.Name, "account", own, ServiceProperties.User, ExampleAccount);
        }

        return own;
    }

    private void CheckSystemAccount(UnixRules rules, ServiceAccount account, string own)
    {
        var isMac = rules.Platform == Platform.MacOS;
        var system = rules.Platform.DisplayName();
        if (rules.IsSystemAccount(account.User))
        {
            ReportSystemUser(rules, account.User, system, own);
        }
        else if (rules.IsSystemAccount(account.Group))
        {
            diagnostics.Report(
                DiagnosticCatalog.SystemAccount, isMac ? SystemAccountKind.GroupOnMacOS : SystemAccountKind.GroupOnLinux,
                properties.Describe(ServiceProperties.Group), account.Group, system);
        }
    }

    private void ReportSystemUser(UnixRules rules, string user, string system, string own)
    {
        if (properties.Line(ServiceProperties.User) is null)
        {
            diagnostics.Report(DiagnosticCatalog.SystemAccount, SystemAccountKind.DefaultUser, user, system, own);
            return;
        }

        var kind = rules.IsSystemAccount(own) ? SystemAccountKind.UserOfSystemName : SystemAccountKind.User;
        diagnostics.Report(DiagnosticCatalog.SystemAccount, kind, properties.Describe(ServiceProperties.User), user, system, own);
    }

    private ServiceAccount ReadWindows()
    {
        if (properties.Line(ServiceProperties.Group) is { } group)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.Group, properties.Describe(ServiceProperties.Group), group);
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
                DiagnosticCatalog.SystemAccount, SystemAccountKind.Windows, subject, text);
        }
        else if (subject == ServiceProperties.User.Name && NameRules.IsAccountName(text))
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.Account, subject, text);
        }
        else
        {
            diagnostics.Report(DiagnosticCatalog.InvalidValue, subject, text, WindowsExpected);
        }
    }
}
