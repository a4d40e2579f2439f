using System.Globalization;
using System.Text.RegularExpressions;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Variables that the administrator may set: <c>msiexec /i … ACME_URL=…</c>. The installation remembers that value and the
/// package's default, so that an upgrade keeps a value that was set and replaces a default with the new one.</summary>
internal static partial class MsiVariables
{
    // Where Windows keeps the machine's variables (Microsoft, "Environment Variables").
    private const string MachineKey = @"SYSTEM\CurrentControlSet\Control\Session Manager\Environment";

    // What Windows Installer reads from a command line (Microsoft, "Property Reference"), as far as a program's variable may have the name.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "ACTION", "ADMIN", "ADVERTISE", "AFTERREBOOT", "ALLUSERS", "COMPANYNAME", "EXECUTEACTION", "EXECUTEMODE", "INSTALLLEVEL", "LIMITUI",
        "LOGACTION", "PATCH", "PIDKEY", "PRIMARYFOLDER", "PROMPTROLLBACKCOST", "REBOOT", "REBOOTPROMPT", "REINSTALL", "REINSTALLMODE",
        "REMOVE", "RESUME", "ROOTDRIVE", "SEQUENCE", "SHORTFILENAMES", "TARGETDIR", "TRANSFORMS", "UPGRADINGPRODUCTCODE", "USERNAME",
        MsiNames.InstallFolder, MsiNames.OlderVersion, MsiNames.NewerVersion, MsiNames.StartService, MsiNames.ServiceUser,
        MsiNames.ServicePassword, MsiNames.Purge, MsiNames.PreviousFolder, MsiNames.PreviousUser, MsiNames.Runtime,
    };

    /// <summary>The properties that set variables.</summary>
    public static IEnumerable<string> Properties(ServiceDefinition definition) => Settable(definition).Select(variable => variable.Key);

    /// <summary>A variable's value as a formatted text: the administrator's or the project's; null if the administrator may not set it.
    /// </summary>
    public static string? Value(ServiceDefinition definition, KeyValuePair<string, string> variable) =>
        Settable(definition).Contains(variable) ? $"[{variable.Key}]" : null;

    /// <summary>Returns the variables, and the registry values that remember them.</summary>
    public static MsiFragment Create(ServiceDefinition definition, MsiProduct product, MsiTree tree)
    {
        var settable = Settable(definition)
            .Select((variable, i) => (variable.Key, variable.Value, Number: (i + 1).ToString(CultureInfo.InvariantCulture))).ToList();
        return new MsiFragment
        {
            Rows =
            [
                .. settable.SelectMany(variable => Memory(definition, product, variable.Key, variable.Value, variable.Number)),
                .. definition.Scope == ServiceScope.User ? OfMachine(definition, tree) : [],
            ],
            Actions = [.. settable.SelectMany(variable => ActionsOf(variable.Key, variable.Value, variable.Number))],
        };
    }

    private static IEnumerable<MsiRow> Memory(ServiceDefinition definition, MsiProduct product, string name, string value, string number)
    {
        var own = MsiSettings.Key(definition) + @"\Environment";
        var standard = own + @"\Standard";
        var current = definition.Scope == ServiceScope.User ? MachineKey : own;
        return
        [
            .. MsiRegistry.Search(product, Previous(number), "PreviousVariable" + number, current, name),
            .. MsiRegistry.Search(product, Standard(number), "StandardVariable" + number, standard, name),
            MsiRegistry.Value(MsiNames.SettingsComponent, own, name, $"[{name}]"),
            MsiRegistry.Value(MsiNames.SettingsComponent, standard, name, MsiText.Escape(value)),
        ];
    }

    private static IEnumerable<MsiAction> ActionsOf(string name, string value, string number)
    {
        var (previous, standard) = (Previous(number), Standard(number));
        // What the searches found is known, and costing needs the properties.
        var beforeCosting = MsiRelation.Before(StandardAction.ValidateProductID);
        yield return new(
            "KeepVariable" + number, MsiAction.SetProperty, name, $"[{previous}]", $"{previous} AND NOT {name} AND {previous}<>{standard}",
            beforeCosting);
        yield return new("SetVariable" + number, MsiAction.SetProperty, name, MsiText.Escape(value), $"NOT {name}", beforeCosting);
    }

    // A program that is started at a log-on sees the machine's variables.
    private static IEnumerable<MsiRow> OfMachine(ServiceDefinition definition, MsiTree tree) =>
        from variable in definition.Process.Environment
        where MachineVariables.IsOwn(definition, variable.Key) && variable.Value.Length > 0
        let value = Value(definition, variable) ?? MsiText.Expand(variable.Value, "", token => tree[definition.Layout.Resolve(token)])
        select MsiTables.Environment.Row(
            MsiNames.Identifier("v", variable.Key), MsiNames.MachineVariable + variable.Key, value, MsiNames.ProgramComponent);

    private static string Previous(string number) => "PREVIOUSVARIABLE" + number;

    private static string Standard(string number) => "STANDARDVARIABLE" + number;

    private static List<KeyValuePair<string, string>> Settable(ServiceDefinition definition) =>
        [.. definition.Process.Environment.Where(variable => IsName(definition, variable.Key) && IsValue(variable.Value))];

    // A property that the developer declared is not a variable.
    private static bool IsName(ServiceDefinition definition, string name) =>
        PropertyName().IsMatch(name) && !Reserved.Contains(name)
        && (definition.Scope == ServiceScope.System || MachineVariables.IsOwn(definition, name))
        && !definition.PackageFields.Any(field => field.Name == name);

    // Directories are not known yet when these properties are set. The registry would treat a value that begins with # as a number
    // (Microsoft, "Registry Table").
    private static bool IsValue(string value) => value.Length > 0 && value[0] != '#' && DirectoryTokens.Expand(value, _ => "") == value;

    // A property with lower-case letters cannot be set (Microsoft, "Public Properties"); the prefixes are Windows Installer's.
    [GeneratedRegex(@"\A(?!MSI|ARP|ADD|COMPADD|FILEADD|PREVIOUS|STANDARD)[A-Z_][A-Z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PropertyName();
}
