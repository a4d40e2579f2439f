using System.Globalization;
using System.Text.RegularExpressions;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Variables that are the administrator's to set: <c>msiexec /i … ACME_URL=…</c>. The installation remembers what was said beside what the
/// package would have said, so that an upgrade keeps the one and brings a new value for the other.</summary>
internal static partial class MsiVariables
{
    // After AppSearch and the actions that follow it, and before costing; two for each variable.
    private const int Sequence = 130;

    // Where Windows keeps the machine's variables (Microsoft, "Environment Variables").
    private const string MachineKey = @"SYSTEM\CurrentControlSet\Control\Session Manager\Environment";

    // What Windows Installer itself takes from a command line (Microsoft, "Property Reference"), as far as a program's variable may be called so.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "ACTION", "ADMIN", "ADVERTISE", "AFTERREBOOT", "ALLUSERS", "COMPANYNAME", "EXECUTEACTION", "EXECUTEMODE", "INSTALLLEVEL", "LIMITUI", "LOGACTION", "PATCH",
        "PIDKEY", "PRIMARYFOLDER", "PROMPTROLLBACKCOST", "REBOOT", "REBOOTPROMPT", "REINSTALL", "REINSTALLMODE", "REMOVE", "RESUME", "ROOTDRIVE", "SEQUENCE",
        "SHORTFILENAMES", "TARGETDIR", "TRANSFORMS", "UPGRADINGPRODUCTCODE", "USERNAME",
        MsiNames.InstallFolder, MsiNames.OlderVersion, MsiNames.NewerVersion, MsiNames.StartService, MsiNames.ServiceUser, MsiNames.ServicePassword, MsiNames.Purge,
        MsiNames.PreviousFolder, MsiNames.PreviousUser, MsiNames.Runtime,
    };

    /// <summary>The properties that set variables.</summary>
    public static IReadOnlyList<string> Properties(ServiceDefinition definition) => [.. Settable(definition).Select(variable => variable.Key)];

    /// <summary>A variable's value as a formatted text: what the administrator said, or the project; null where no administrator may say it.</summary>
    public static string? Value(ServiceDefinition definition, KeyValuePair<string, string> variable) => Settable(definition).Contains(variable) ? $"[{variable.Key}]" : null;

    /// <summary>Adds the properties, and what remembers them.</summary>
    public static void Add(ServiceDefinition definition, MsiContent content)
    {
        var own = MsiRegistry.OwnKey(definition) + @"\Environment";
        var isOfMachine = definition.Scope == ServiceScope.User;
        foreach (var (i, (name, value)) in Settable(definition).Index())
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var (previous, standard) = ($"PREVIOUSVARIABLE{number}", $"STANDARDVARIABLE{number}");
            content.AddSearch(previous, "PreviousVariable" + number, isOfMachine ? MachineKey : own, name);
            content.AddSearch(standard, "StandardVariable" + number, own + @"\Standard", name);
            content.AddRegistry(MsiRegistry.Component, own, name, $"[{name}]");
            content.AddRegistry(MsiRegistry.Component, own + @"\Standard", name, MsiText.Escape(value));
            content.Actions.Add(new(
                "KeepVariable" + number, MsiAction.SetProperty, name, $"[{previous}]", $"{previous} AND NOT {name} AND {previous}<>{standard}", Sequence + (2 * i)));
            content.Actions.Add(new("SetVariable" + number, MsiAction.SetProperty, name, MsiText.Escape(value), $"NOT {name}", Sequence + (2 * i) + 1));
        }

        // A program that is started at a log-on sees the machine's variables.
        if (isOfMachine)
        {
            content.Rows.AddRange(
                from variable in definition.Process.Environment
                where MachineVariables.IsOwn(definition, variable.Key) && variable.Value.Length > 0
                let value = Value(definition, variable) ?? MsiText.Expand(variable.Value, "", token => content.FolderOf(definition.Layout.Resolve(token)))
                select MsiTables.Environment.Row(MsiNames.Identifier("v", variable.Key), MsiNames.MachineVariable + variable.Key, value, MsiPayload.ProgramComponent));
        }
    }

    // Places are not known yet when these properties are set, and what the developer made a property is that. What begins with # the registry would
    // have as a number (Microsoft, "Registry Table").
    private static List<KeyValuePair<string, string>> Settable(ServiceDefinition definition) =>
    [
        .. definition.Process.Environment.Where(variable => PropertyName().IsMatch(variable.Key) && !Reserved.Contains(variable.Key)
            && (definition.Scope == ServiceScope.System || MachineVariables.IsOwn(definition, variable.Key))
            && variable.Value.Length > 0 && variable.Value[0] != '#' && DirectoryTokens.Expand(variable.Value, _ => "") == variable.Value
            && !definition.PackageFields.Any(field => field.Name == variable.Key)),
    ];

    // A property with small letters cannot be said (Microsoft, "Public Properties"); the prefixes are Windows Installer's.
    [GeneratedRegex(@"\A(?!MSI|ARP|ADD|COMPADD|FILEADD|PREVIOUS|STANDARD)[A-Z_][A-Z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PropertyName();
}
