using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi.Wix;

/// <summary>The services of components.</summary>
internal sealed class WixServices(WixRows rows)
{
    private const string Group = "+";

    private const MsiServiceControlEvents AllEvents =
        MsiServiceControlEvents.InstallStart | MsiServiceControlEvents.InstallStop | MsiServiceControlEvents.InstallDelete
        | MsiServiceControlEvents.UninstallStart | MsiServiceControlEvents.UninstallStop | MsiServiceControlEvents.UninstallDelete;

    private static readonly Dictionary<MsiServiceTypes, string> Types = new()
    {
        [MsiServiceTypes.OwnProcess] = "ownProcess",
        [MsiServiceTypes.ShareProcess] = "shareProcess",
    };

    private static readonly Dictionary<ServiceStart, string> Starts = new()
    {
        [ServiceStart.Automatic] = "auto",
        [ServiceStart.Demand] = "demand",
        [ServiceStart.Disabled] = "disabled",
    };

    private static readonly Dictionary<MsiErrorControl, string> ErrorControls = new()
    {
        [MsiErrorControl.Ignore] = "ignore",
        [MsiErrorControl.Normal] = "normal",
        [MsiErrorControl.Critical] = "critical",
    };

    private static readonly (string Name, MsiServiceControlEvents AtInstall, MsiServiceControlEvents AtUninstall)[] Events =
    [
        ("Start", MsiServiceControlEvents.InstallStart, MsiServiceControlEvents.UninstallStart),
        ("Stop", MsiServiceControlEvents.InstallStop, MsiServiceControlEvents.UninstallStop),
        ("Remove", MsiServiceControlEvents.InstallDelete, MsiServiceControlEvents.UninstallDelete),
    ];

    private static readonly (int Bit, string Name, string Value)[] ConfigEvents =
    [
        ((int)MsiServiceConfigEvents.Install, "OnInstall", WixXml.Yes),
        ((int)MsiServiceConfigEvents.Uninstall, "OnUninstall", WixXml.Yes),
        ((int)MsiServiceConfigEvents.Reinstall, "OnReinstall", WixXml.Yes),
    ];

    private static readonly Dictionary<MsiServiceConfigType, (string Attribute, Dictionary<string, string> Words)> ConfigTypes = new()
    {
        [MsiServiceConfigType.DelayedAutoStart] = ("DelayedAutoStart", new() { ["0"] = WixXml.No, ["1"] = WixXml.Yes }),
        [MsiServiceConfigType.FailureActionsFlag] =
            ("FailureActionsWhen", new() { ["0"] = "failedToStop", ["1"] = "failedToStopOrReturnedError" }),
        [MsiServiceConfigType.ServiceSid] = ("ServiceSid", new() { ["0"] = "none", ["1"] = "unrestricted", ["3"] = "restricted" }),
        [MsiServiceConfigType.PreshutdownDelay] = ("PreShutdownDelay", []),
    };

    /// <summary>The elements of a component that concern services.</summary>
    public IEnumerable<XElement?> Of(string component) =>
    [
        .. rows.Of(MsiTables.ServiceInstall, "Component_", component).Select(Install),
        .. rows.Of(MsiTables.ServiceControl, "Component_", component).Select(Control),
    ];

    private XElement? Install(MsiRow row)
    {
        var errors = (MsiErrorControl)row["ErrorControl"].Number!.Value;
        if (!Types.TryGetValue((MsiServiceTypes)row["ServiceType"].Number!.Value, out var type)
            || !Starts.TryGetValue((ServiceStart)row["StartType"].Number!.Value, out var start)
            || !ErrorControls.TryGetValue(errors & ~MsiErrorControl.Vital, out var errorControl))
        {
            return null;
        }

        rows.Take(row);
        var service = WixXml.Element(
            "ServiceInstall", ("Id", row.Key), ("Name", row["Name"].Text), ("DisplayName", row["DisplayName"].Text),
            ("Description", row["Description"].Text), ("Type", type), ("Start", start), ("ErrorControl", errorControl),
            ("Vital", errors.HasFlag(MsiErrorControl.Vital) ? WixXml.Yes : WixXml.No), ("LoadOrderGroup", row["LoadOrderGroup"].Text),
            ("Account", row["StartName"].Text), ("Password", row["Password"].Text), ("Arguments", row["Arguments"].Text));
        service.Add(WixValues.List(row["Dependencies"].Text).Select(name => name.StartsWith(Group, StringComparison.Ordinal)
            ? WixXml.Element("ServiceDependency", ("Id", name[1..]), ("Group", WixXml.Yes))
            : WixXml.Element("ServiceDependency", ("Id", name))));
        service.Add(rows.Of(MsiTables.MsiServiceConfig, "Component_", row["Component_"].Text!)
            .Where(setting => setting["Name"].Text == row["Name"].Text)
            .GroupBy(setting => setting["Event"].Number!.Value)
            .Select((settings, i) => Config($"{row.Key}.Config{(i == 0 ? "" : WixValues.Number(i + 1))}", settings.Key, [.. settings])));
        return service;
    }

    // WiX generates a row for each setting of the element, with a key that it derives from the element's.
    private XElement? Config(string id, int events, IReadOnlyList<MsiRow> settings)
    {
        if (WixValues.Words(events, ConfigEvents) is not { } words)
        {
            return null;
        }

        var config = WixXml.Element("ServiceConfig", [("Id", id), .. words]);
        foreach (var row in settings)
        {
            var (type, value) = ((MsiServiceConfigType)row["ConfigType"].Number!.Value, row["Argument"].Text!);
            if (type == MsiServiceConfigType.RequiredPrivileges && !config.HasElements)
            {
                rows.Take(row);
                config.Add(WixValues.List(value).Select(privilege => WixXml.Element("RequiredPrivilege", ("Name", privilege))));
            }
            else if (ConfigTypes.TryGetValue(type, out var setting) && config.Attribute(setting.Attribute) is null)
            {
                rows.Take(row);
                WixXml.Set(config, setting.Attribute, setting.Words.GetValueOrDefault(value, value));
            }
        }

        return config;
    }

    private XElement? Control(MsiRow row)
    {
        var events = (MsiServiceControlEvents)row["Event"].Number!.Value;
        if (!row["Arguments"].IsNull || (events & ~AllEvents) != 0)
        {
            return null;
        }

        rows.Take(row);
        return WixXml.Element(
            "ServiceControl",
            [
                ("Id", row.Key), ("Name", row["Name"].Text),
                .. Events.Select(control => (control.Name, When(events.HasFlag(control.AtInstall), events.HasFlag(control.AtUninstall)))),
                ("Wait", row["Wait"].Number switch { 1 => WixXml.Yes, 0 => WixXml.No, _ => null }),
            ]);
    }

    private static string? When(bool atInstall, bool atUninstall) => (atInstall, atUninstall) switch
    {
        (true, true) => "both",
        (true, false) => "install",
        (false, true) => "uninstall",
        _ => null,
    };
}
