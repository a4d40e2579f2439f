using System.Globalization;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Msi.Schema;
using ServicePackaging.Platforms;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>The rows and actions that register services, configure, start, stop and delete them.</summary>
internal sealed class MsiServices
{
    private const string ServicesKey = @"SYSTEM\CurrentControlSet\Services";

    // Microsoft, "MsiServiceConfig Table", Argument of ServiceSid.
    private const string Unrestricted = "1";

    private const string True = "1";

    // "ServiceControl Table", Wait: for up to 30 seconds.
    private const int Waits = 1;

    // The column's width.
    private const int LongestDescription = 255;

    private static readonly (ServiceStart Start, string Word)[] StartWords =
        [(ServiceStart.Automatic, "auto"), (ServiceStart.Demand, "demand"), (ServiceStart.Disabled, "disabled")];

    private readonly ServiceDefinition _definition;
    private readonly MsiProduct _product;
    private readonly MsiTree _tree;

    private MsiServices(ServiceDefinition definition, MsiProduct product, MsiTree tree) =>
        (_definition, _product, _tree) = (definition, product, tree);

    /// <summary>Returns the rows and actions of one service after another; none if the program is started by users.</summary>
    public static MsiFragment Create(
        ServiceDefinition definition, MsiProduct product, IReadOnlyList<ServiceRegistration> services, MsiTree tree)
    {
        if (definition.Scope == ServiceScope.User)
        {
            return MsiFragment.Empty;
        }

        var fragments = new MsiServices(definition, product, tree);
        var numbered = services.Select((service, i) => (Service: service, Number: NumberOf(i))).ToList();
        return new MsiFragment
        {
            Rows =
            [
                .. numbered.SelectMany(row => fragments.RowsOf(row.Service, row.Number)),
                MsiRegistry.KeyToRemove(MsiNames.SettingsComponent, fragments.Running),
            ],
            Actions = [.. numbered.SelectMany(row => fragments.ActionsOf(row.Service, row.Number))],
        };
    }

    // The first service has no number, so that a package without instances has plain names.
    private static string NumberOf(int index) => index == 0 ? "" : (index + 1).ToString(CultureInfo.InvariantCulture);

    private IEnumerable<MsiRow> RowsOf(ServiceRegistration service, string number) =>
    [
        Registration(service, number),
        MsiTables.ServiceControl.Row(
            "StopService" + number, MsiText.Escape(service.Name),
            (int)(MsiServiceControlEvents.InstallStop | MsiServiceControlEvents.UninstallStop | MsiServiceControlEvents.UninstallDelete),
            MsiValue.Null, Waits, MsiNames.ProgramComponent),
        .. Environment(service),
        .. Configuration(service, number),
        .. MsiRegistry.Search(_product, MsiNames.PreviousStart(number), "PreviousStart" + number, KeyOf(service), "Start"),
        .. Start(service, number),
    ];

    private IEnumerable<MsiAction> ActionsOf(ServiceRegistration service, string number) =>
        [.. Recovery(service, number), .. KeepStart(service, number), .. MsiServiceRollback.Actions(_product, service, number, Running)];

    private MsiRow Registration(ServiceRegistration service, string number)
    {
        var (user, password) = Account(service);
        return MsiTables.ServiceInstall.Row(
            "Service" + number, MsiText.Escape(service.Name), MsiText.Escape(service.DisplayName), (int)MsiServiceTypes.OwnProcess,
            (int)service.Start, (int)(MsiErrorControl.Normal | MsiErrorControl.Vital), MsiValue.Null,
            // The list ends with two ends (Microsoft, "ServiceInstall Table", Dependencies).
            string.Concat(service.Dependencies.Select(dependency => dependency + "[~]")) + "[~]",
            user, password, MsiText.CommandLine(service.Arguments, service.Instance, token => FolderOf(service, token)),
            MsiNames.ProgramComponent, Description(service));
    }

    // A formatted text too, although the column's type is another (Microsoft, "ServiceInstall Table").
    private string Description(ServiceRegistration service) =>
        MsiText.Escape(service.Description) is { Length: <= LongestDescription } whole
            ? whole
            : MsiText.Escape(_definition.Package.Summary);

    // The administrator may set the name of an account with a password, and has to set the password.
    private (string? User, string? Password) Account(ServiceRegistration service) => service.Account switch
    {
        WindowsAccounts.LocalSystem => (null, null),
        var account when WindowsAccounts.HasPassword(_definition.Account) && account == _definition.Account.User =>
            ($"[{MsiNames.ServiceUser}]", $"[{MsiNames.ServicePassword}]"),
        var account => (MsiText.Escape(account), null),
    };

    private IEnumerable<MsiRow> Environment(ServiceRegistration service)
    {
        if (service.Environment.Count > 0)
        {
            var variables = string.Join("[~]", service.Environment.Select(variable => $"{variable.Key}={ValueOf(variable)}"));
            // Ends on both sides: the list replaces the existing one (Microsoft, "Registry Table", Value).
            yield return MsiRegistry.Value(MsiNames.ProgramComponent, KeyOf(service), "Environment", $"[~]{variables}[~]");
        }

        string ValueOf(KeyValuePair<string, string> variable) =>
            MsiVariables.Value(_definition, variable)
                ?? MsiText.Expand(variable.Value, service.Instance, token => FolderOf(service, token));
    }

    private static IEnumerable<MsiRow> Configuration(ServiceRegistration service, string number)
    {
        const MsiServiceConfigEvents events = MsiServiceConfigEvents.Install | MsiServiceConfigEvents.Reinstall;
        var preshutdown = service.StopTimeout == Timeout.InfiniteTimeSpan ? null : MsiServiceCommands.Milliseconds(service.StopTimeout);
        (string What, MsiServiceConfigType Type, string? Value)[] settings =
        [
            ("Delayed", MsiServiceConfigType.DelayedAutoStart, service.IsDelayed ? True : null),
            ("OnError", MsiServiceConfigType.FailureActionsFlag, service.Recovery.Actions.Count > 0 ? True : null),
            ("Sid", MsiServiceConfigType.ServiceSid, Unrestricted),
            ("Privileges", MsiServiceConfigType.RequiredPrivileges,
                service.Privileges is { } privileges ? string.Join("[~]", privileges) : null),
            ("Shutdown", MsiServiceConfigType.PreshutdownDelay, preshutdown),
        ];
        return
            from setting in settings
            where setting.Value is not null
            select MsiTables.MsiServiceConfig.Row(
                setting.What + number, MsiText.Escape(service.Name), (int)events, (int)setting.Type, setting.Value,
                MsiNames.ProgramComponent);
    }

    // A refused start would end the installation: if the service is not to be started, the component that starts it is not installed.
    private IEnumerable<MsiRow> Start(ServiceRegistration service, string number)
    {
        if (service.Start != ServiceStart.Automatic)
        {
            return [];
        }

        var component = MsiNames.StartComponent(number);
        var previous = MsiNames.PreviousStart(number);
        var condition = $"{MsiNames.StartService}<>\"0\" AND NOT {previous}=\"#{(int)ServiceStart.Disabled}\" "
            + $"AND NOT {previous}=\"#{(int)ServiceStart.Demand}\"";
        return
        [
            .. MsiComponents.OfRegistryValue(
                _product, component, MsiSettings.Key(_definition), "StartsService" + number, "#1", condition,
                MsiComponentAttributes.Transitive),
            MsiTables.ServiceControl.Row(
                "StartService" + number, MsiText.Escape(service.Name), (int)MsiServiceControlEvents.InstallStart, MsiValue.Null, Waits,
                component),
        ];
    }

    // Microsoft, "MsiServiceConfigFailureActions Table": "not working as expected"; the page itself advises to run sc.exe instead.
    private IEnumerable<MsiAction> Recovery(ServiceRegistration service, string number)
    {
        if (service.Recovery.Actions.Count > 0)
        {
            yield return Configure("SetRecovery" + number, MsiServiceCommands.Recovery(_product, service), condition: null);
        }
    }

    // An upgrade registers the service again, with the start type that the administrator gave it.
    private IEnumerable<MsiAction> KeepStart(ServiceRegistration service, string number) =>
        from row in StartWords
        where row.Start != service.Start
        let command = MsiServiceCommands.Sc(_product, "config", service, $"start= {row.Word}")
        select Configure($"Keep{row.Start}{number}", command, $"{MsiNames.PreviousStart(number)}=\"#{(int)row.Start}\"");

    private MsiAction Configure(string name, string command, string? condition)
    {
        // A repair leaves these settings as they are. Its user may not be an administrator, and must not get a console window of SYSTEM.
        const string isInstalled = $"${MsiNames.ProgramComponent}=3 AND NOT REINSTALL";
        return new(
            name, MsiAction.TryRun, _product.SystemFolder, command, condition is null ? isInstalled : $"{isInstalled} AND {condition}",
            MsiRelation.After(StandardAction.MsiConfigureServices));
    }

    // In it a removal notes which services ran. The removal of the key is rolled back before the notes are needed.
    private string Running => MsiSettings.Key(_definition) + @"\Running";

    private string FolderOf(ServiceRegistration service, string token) => _tree[service.Layout.Resolve(token)];

    private static string KeyOf(ServiceRegistration service) => $@"{ServicesKey}\{MsiText.Escape(service.Name)}";
}
