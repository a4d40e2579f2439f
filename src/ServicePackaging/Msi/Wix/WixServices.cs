using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>The services of components.</summary>
internal sealed class WixServices(WixRows rows)
{
    private const string Group = "+";

    // Microsoft, "ServiceInstall Table".
    private const int Vital = 0x8000;
    private static readonly Dictionary<int, string> Types = new() { [16] = "ownProcess", [32] = "shareProcess" };
    private static readonly Dictionary<int, string> Starts = new() { [2] = "auto", [3] = "demand", [4] = "disabled" };
    private static readonly Dictionary<int, string> ErrorControls = new() { [0] = "ignore", [1] = "normal", [3] = "critical" };

    // Microsoft, "ServiceControl Table", Event: at installation, and at removal.
    private static readonly (string Name, int AtInstall, int AtUninstall)[] Events = [("Start", 1, 16), ("Stop", 2, 32), ("Remove", 8, 128)];

    // Microsoft, "MsiServiceConfig Table", Event and ConfigType.
    private const int RequiredPrivileges = 6;

    private static readonly (int Bit, string Name, string Value)[] ConfigEvents =
        [(1, "OnInstall", WixXml.Yes), (2, "OnUninstall", WixXml.Yes), (4, "OnReinstall", WixXml.Yes)];

    private static readonly Dictionary<int, (string Attribute, Dictionary<string, string> Words)> ConfigTypes = new()
    {
        [3] = ("DelayedAutoStart", new() { ["0"] = WixXml.No, ["1"] = WixXml.Yes }),
        [4] = ("FailureActionsWhen", new() { ["0"] = "failedToStop", ["1"] = "failedToStopOrReturnedError" }),
        [5] = ("ServiceSid", new() { ["0"] = "none", ["1"] = "unrestricted", ["3"] = "restricted" }),
        [7] = ("PreShutdownDelay", []),
    };

    /// <summary>What a component has to do with services.</summary>
    public IEnumerable<XElement?> Of(string component) =>
    [
        .. rows.Of(MsiTables.ServiceInstall, "Component_", component).Select(Install),
        .. rows.Of(MsiTables.ServiceControl, "Component_", component).Select(Control),
    ];

    private XElement? Install(MsiRow row)
    {
        var errors = row["ErrorControl"].Number!.Value;
        if (!Types.TryGetValue(row["ServiceType"].Number!.Value, out var type) || !Starts.TryGetValue(row["StartType"].Number!.Value, out var start)
            || !ErrorControls.TryGetValue(errors & ~Vital, out var errorControl))
        {
            return null;
        }

        rows.Take(row);
        var service = WixXml.Element(
            "ServiceInstall", ("Id", row.Key), ("Name", row["Name"].Text), ("DisplayName", row["DisplayName"].Text), ("Description", row["Description"].Text),
            ("Type", type), ("Start", start), ("ErrorControl", errorControl), ("Vital", (errors & Vital) == 0 ? WixXml.No : WixXml.Yes),
            ("LoadOrderGroup", row["LoadOrderGroup"].Text), ("Account", row["StartName"].Text), ("Password", row["Password"].Text), ("Arguments", row["Arguments"].Text));
        service.Add(WixValues.List(row["Dependencies"].Text).Select(name => name.StartsWith(Group, StringComparison.Ordinal)
            ? WixXml.Element("ServiceDependency", ("Id", name[1..]), ("Group", WixXml.Yes))
            : WixXml.Element("ServiceDependency", ("Id", name))));
        service.Add(rows.Of(MsiTables.MsiServiceConfig, "Component_", row["Component_"].Text!)
            .Where(setting => setting["Name"].Text == row["Name"].Text)
            .GroupBy(setting => setting["Event"].Number!.Value)
            .Select((settings, i) => Config($"{row.Key}.Config{(i == 0 ? "" : WixValues.Number(i + 1))}", settings.Key, [.. settings])));
        return service;
    }

    // One element makes a row of each setting, whose keys WiX derives from its own.
    private XElement? Config(string id, int events, IReadOnlyList<MsiRow> settings)
    {
        if (WixValues.Words(events, ConfigEvents) is not { } words)
        {
            return null;
        }

        var config = WixXml.Element("ServiceConfig", [("Id", id), .. words]);
        foreach (var row in settings)
        {
            var (type, value) = (row["ConfigType"].Number!.Value, row["Argument"].Text!);
            if (type == RequiredPrivileges && !config.HasElements)
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
        var events = row["Event"].Number!.Value;
        if (!row["Arguments"].IsNull || (events & ~Events.Sum(name => name.AtInstall + name.AtUninstall)) != 0)
        {
            return null;
        }

        rows.Take(row);
        return WixXml.Element(
            "ServiceControl",
            [
                ("Id", row.Key), ("Name", row["Name"].Text), .. Events.Select(name => (name.Name, When(events, name.AtInstall, name.AtUninstall))),
                ("Wait", row["Wait"].Number switch { 1 => WixXml.Yes, 0 => WixXml.No, _ => null }),
            ]);
    }

    private static string? When(int events, int atInstall, int atUninstall) => ((events & atInstall) != 0, (events & atUninstall) != 0) switch
    {
        (true, true) => "both",
        (true, false) => "install",
        (false, true) => "uninstall",
        _ => null,
    };
}
