using System.Globalization;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>The rows and actions that register services, configure, start, stop and delete them.</summary>
internal sealed class MsiServices(ServiceDefinition definition, MsiProduct product, MsiContent content)
{
    private const string ServicesKey = @"SYSTEM\CurrentControlSet\Services";

    // Microsoft, "Component Table": the condition is asked again when the product is repaired.
    private const int Transitive = 64;

    // Microsoft, "ServiceInstall Table": a process of its own; a fault is written to the event log, and a failure to install is the installation's.
    private const int OwnProcess = 16;
    private const int VitalNormal = 0x8001;

    // Microsoft, "ServiceControl Table": start at installation; stop at installation and removal, delete at removal.
    private const int StartEvent = 1;
    private const int StopAndDeleteEvents = 2 + 32 + 128;

    // Microsoft, "MsiServiceConfig Table": at installation and repair.
    private const int InstallAndReinstall = 1 + 4;
    private const int DelayedStart = 3;
    private const int ActionsOnErrors = 4;
    private const int SidType = 5;
    private const int RequiredPrivileges = 6;
    private const int PreshutdownDelay = 7;
    private const string Unrestricted = "1";

    // The column's width.
    private const int LongestDescription = 255;

    // Between InstallServices and StartServices.
    private const int FirstSequence = 5860;

    private static readonly (ServiceStart Start, string Word)[] StartWords =
        [(ServiceStart.Automatic, "auto"), (ServiceStart.Demand, "demand"), (ServiceStart.Disabled, "disabled")];

    private readonly MsiServiceRollback _rollback = new(product, content);

    private int _sequence = FirstSequence;

    /// <summary>Adds one service after another.</summary>
    /// <param name="services">What the service manager is to be told.</param>
    public void Add(IReadOnlyList<ServiceRegistration> services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            var number = i == 0 ? "" : (i + 1).ToString(CultureInfo.InvariantCulture);
            AddRegistration(services[i], number);
            AddConfiguration(services[i], number);
            AddRecovery(services[i], number);
            AddPreviousStart(services[i], number);
            AddStart(services[i], number);
            _rollback.Add(services[i], number);
        }
    }

    private void AddRegistration(ServiceRegistration service, string number)
    {
        var name = MsiText.Escape(service.Name);
        var (user, password) = Account(service);
        content.Rows.Add(MsiTables.ServiceInstall.Row(
            "Service" + number, name, MsiText.Escape(service.DisplayName), OwnProcess, (int)service.Start, VitalNormal, MsiValue.Null,
            // The list ends with two ends (Microsoft, "ServiceInstall Table", Dependencies).
            string.Concat(service.Dependencies.Select(dependency => dependency + "[~]")) + "[~]",
            user, password, MsiText.CommandLine(service.Arguments, service.Instance, FolderOf), MsiPayload.ProgramComponent, Description(service)));
        content.Rows.Add(MsiTables.ServiceControl.Row("StopService" + number, name, StopAndDeleteEvents, MsiValue.Null, 1, MsiPayload.ProgramComponent));
        if (service.Environment.Count > 0)
        {
            var variables = service.Environment.Select(variable => $"{variable.Key}={MsiVariables.Value(definition, variable) ?? MsiText.Expand(variable.Value, service.Instance, FolderOf)}");
            // Ends on both sides: the list replaces what is there (Microsoft, "Registry Table", Value).
            content.AddRegistry(MsiPayload.ProgramComponent, $@"{ServicesKey}\{name}", "Environment", $"[~]{string.Join("[~]", variables)}[~]");
        }

        string FolderOf(string token) => content.FolderOf(service.Layout.Resolve(token));
    }

    // A formatted text too, whatever the column's type says (Microsoft, "ServiceInstall Table").
    private string Description(ServiceRegistration service) =>
        MsiText.Escape(service.Description) is { Length: <= LongestDescription } whole ? whole : MsiText.Escape(definition.Package.Summary);

    // What an account of the administrator's is called, and its password, may be said at installation.
    private (string? User, string? Password) Account(ServiceRegistration service) => service.Account switch
    {
        WindowsAccounts.LocalSystem => (null, null),
        var own when WindowsAccounts.HasPassword(definition.Account) && own == definition.Account.User => ($"[{MsiNames.ServiceUser}]", $"[{MsiNames.ServicePassword}]"),
        var account => (MsiText.Escape(account), null),
    };

    private void AddConfiguration(ServiceRegistration service, string number)
    {
        AddSetting("Delayed", DelayedStart, service.IsDelayed ? "1" : null);
        AddSetting("OnError", ActionsOnErrors, service.Recovery.Actions.Count > 0 ? "1" : null);
        AddSetting("Sid", SidType, Unrestricted);
        AddSetting("Privileges", RequiredPrivileges, service.Privileges is { } privileges ? string.Join("[~]", privileges) : null);
        AddSetting(
            "Shutdown", PreshutdownDelay,
            service.StopTimeout == Timeout.InfiniteTimeSpan ? null : MsiServiceCommands.Milliseconds(service.StopTimeout));

        void AddSetting(string what, int type, string? value)
        {
            if (value is not null)
            {
                content.Rows.Add(MsiTables.MsiServiceConfig.Row(
                    what + number, MsiText.Escape(service.Name), InstallAndReinstall, type, value, MsiPayload.ProgramComponent));
            }
        }
    }

    // Microsoft, "MsiServiceConfigFailureActions Table": "not working as expected", and sc.exe instead is its own advice.
    private void AddRecovery(ServiceRegistration service, string number)
    {
        if (service.Recovery.Actions.Count > 0)
        {
            Configure("SetRecovery" + number, MsiServiceCommands.Recovery(product, service), condition: null);
        }
    }

    // An upgrade registers the service anew; how the administrator had it started, it is again.
    private void AddPreviousStart(ServiceRegistration service, string number)
    {
        var property = MsiNames.PreviousStart(number);
        content.AddSearch(property, "PreviousStart" + number, $@"{ServicesKey}\{MsiText.Escape(service.Name)}", "Start");
        foreach (var (start, word) in StartWords.Where(row => row.Start != service.Start))
        {
            var command = MsiServiceCommands.Sc(product, "config", service, $"start= {word}");
            Configure($"Keep{start}{number}", command, $"{property}=\"#{(int)start}\"");
        }
    }

    // A start that is refused would end the installation: what is not to be started has no component that asks for it.
    private void AddStart(ServiceRegistration service, string number)
    {
        if (service.Start != ServiceStart.Automatic)
        {
            return;
        }

        var component = MsiNames.StartComponent(number);
        var property = MsiNames.PreviousStart(number);
        content.AddRegistryComponent(
            component, MsiRegistry.OwnKey(definition), "StartsService" + number, "#1",
            $"{MsiNames.StartService}<>\"0\" AND NOT {property}=\"#{(int)ServiceStart.Disabled}\" AND NOT {property}=\"#{(int)ServiceStart.Demand}\"", Transitive);
        content.Rows.Add(MsiTables.ServiceControl.Row("StartService" + number, MsiText.Escape(service.Name), StartEvent, MsiValue.Null, 1, component));
    }

    private void Configure(string action, string command, string? condition)
    {
        var isInstalled = $"${MsiPayload.ProgramComponent}=3";
        content.Actions.Add(new(
            action, MsiAction.TryRun, product.SystemFolder, command,
            condition is null ? isInstalled : $"{isInstalled} AND {condition}", _sequence++));
    }
}
