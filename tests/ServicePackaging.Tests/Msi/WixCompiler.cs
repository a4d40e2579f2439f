using System.Globalization;
using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Tests.Msi;

/// <summary>Reads a source of WiX like its compiler and binder, and returns the rows that they would write, as lines. It knows what the tests need, and
/// nothing of how sources are written here.</summary>
/// <remarks>What each element becomes is a fact of WiX 5 ("Wxs Schema" names the tables; the rest is what its compiler does).</remarks>
internal sealed class WixCompiler
{
    private readonly List<string> _rows = [];
    private readonly SortedSet<string> _secure = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly bool _is64Bit;

    private WixCompiler(bool is64Bit) => _is64Bit = is64Bit;

    /// <summary>Compiles for a platform.</summary>
    public static IReadOnlyList<string> Compile(XElement wix, bool is64Bit)
    {
        var compiler = new WixCompiler(is64Bit);
        compiler.Package(wix.Elements().Single());
        return compiler._rows;
    }

    private static IEnumerable<XElement> All(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private static string Text(XElement element, string attribute) =>
        ((string?)element.Attribute(attribute) ?? "").Replace("$$(", "$(", StringComparison.Ordinal).Replace("!!(", "!(", StringComparison.Ordinal);

    private static bool Is(XElement element, string attribute, bool unlessSaid = false) => (string?)element.Attribute(attribute) is { } said ? said == "yes" : unlessSaid;

    private static int Bits(params ReadOnlySpan<(bool Is, int Bit)> bits)
    {
        var sum = 0;
        foreach (var (isSet, bit) in bits)
        {
            sum += isSet ? bit : 0;
        }

        return sum;
    }

    private static string Code(string guid) => guid.Length == 0 ? "" : $"{{{guid}}}";

    private static string FileName(XElement element) => Text(element, "ShortName") is { Length: > 0 } shortName ? $"{shortName}|{LongName(element)}" : LongName(element);

    // WiX's compiler takes Path.GetFileName of the source, which cuts only at separators: a bind path without one after it stays in the name.
    private static string LongName(XElement element) =>
        Text(element, "Name") is { Length: > 0 } name ? name
        : Text(element, "Source") is { Length: > 0 } source ? source[(source.LastIndexOfAny(['\\', '/']) + 1)..] : ".";

    private void Row(MsiTable table, params ReadOnlySpan<object?> cells)
    {
        var line = table.Name;
        foreach (var cell in cells)
        {
            line += "\t" + Convert.ToString(cell, CultureInfo.InvariantCulture);
        }

        _rows.Add(line);
    }

    private void Package(XElement package)
    {
        foreach (var (attribute, property) in new[] { ("Name", "ProductName"), ("Manufacturer", "Manufacturer"), ("Version", "ProductVersion"), ("Language", "ProductLanguage") })
        {
            Row(MsiTables.Property, property, Text(package, attribute));
        }

        Row(MsiTables.Property, "ProductCode", Code(Text(package, "ProductCode")));
        Row(MsiTables.Property, "UpgradeCode", Code(Text(package, "UpgradeCode")));
        Row(MsiTables.Property, "ALLUSERS", Text(package, "Scope") == "perMachine" ? 1 : "");
        Row(MsiTables.Directory, "TARGETDIR", "", "SourceDir");
        foreach (var element in package.Elements())
        {
            Element(element, package);
        }

        Row(MsiTables.Property, "SecureCustomProperties", string.Join(';', _secure));
        Row(MsiTables.Property, "MsiHiddenProperties", string.Join(';', _hidden));
        Schedule();
    }

    private void Element(XElement element, XElement package)
    {
        switch (element.Name.LocalName)
        {
            case "Upgrade":
                Upgrade(element);
                break;
            case "Launch":
                Row(MsiTables.LaunchCondition, Text(element, "Condition"), Text(element, "Message"));
                break;
            case "Property":
                Property(element);
                break;
            case "Icon":
                Row(MsiTables.Icon, Text(element, "Id"), "[stream]");
                break;
            case "StandardDirectory":
                Row(MsiTables.Directory, Text(element, "Id"), "TARGETDIR", StandardNames[Text(element, "Id")]);
                Directories(element);
                break;
            case "Feature":
                Feature(element, package);
                break;
            case "ComponentGroup":
                All(element, "Component").ToList().ForEach(Component);
                break;
            case "CustomAction":
                CustomAction(element);
                break;
            case var name when name.EndsWith("Sequence", StringComparison.Ordinal):
                Sequence(MsiTables.All[name.Replace("Advertise", "Advt", StringComparison.Ordinal)], element);
                break;
        }
    }

    // WiX 5.0.2, WindowsInstallerStandard.StandardDirectoryNames.
    private static readonly Dictionary<string, string> StandardNames = new()
    {
        ["ProgramFilesFolder"] = "PFiles",
        ["ProgramFiles64Folder"] = "PFiles64",
        ["CommonAppDataFolder"] = "CommApp",
        ["SystemFolder"] = "System",
        ["System64Folder"] = "System64",
    };

    private void Upgrade(XElement upgrade)
    {
        foreach (var version in All(upgrade, "UpgradeVersion"))
        {
            _secure.Add(Text(version, "Property"));
            Row(
                MsiTables.Upgrade, Code(Text(upgrade, "Id")), Text(version, "Minimum"), Text(version, "Maximum"), Text(version, "Language"),
                Bits(
                    (Is(version, "MigrateFeatures"), 1), (Is(version, "OnlyDetect"), 2), (Is(version, "IgnoreRemoveFailure"), 4),
                    (Is(version, "IncludeMinimum", unlessSaid: true), 256), (Is(version, "IncludeMaximum"), 512), (Is(version, "ExcludeLanguages"), 1024)),
                Text(version, "RemoveFeatures"), Text(version, "Property"));
        }
    }

    private void Property(XElement property)
    {
        var id = Text(property, "Id");
        if (Text(property, "Value") is { Length: > 0 } value)
        {
            Row(MsiTables.Property, id, value);
        }

        _ = Is(property, "Secure") && _secure.Add(id);
        _ = Is(property, "Hidden") && _hidden.Add(id);
        foreach (var search in property.Elements())
        {
            Row(MsiTables.AppSearch, id, Text(search, "Id"));
            Search(search);
        }
    }

    private void Search(XElement search)
    {
        var id = Text(search, "Id");
        if (search.Name.LocalName == "RegistrySearch")
        {
            var is64Bit = Text(search, "Bitness") switch { "always64" => true, "always32" => false, _ => _is64Bit };
            Row(
                MsiTables.RegLocator, id, Roots.IndexOf(Text(search, "Root")) - 1, Text(search, "Key"), Text(search, "Name"),
                Array.IndexOf(["directory", "file", "raw"], Text(search, "Type")) + (is64Bit ? 16 : 0));
            return;
        }

        Row(MsiTables.DrLocator, id, "", Text(search, "Path"), Text(search, "Depth"));
        foreach (var file in All(search, "FileSearch"))
        {
            Row(MsiTables.Signature, id, Text(file, "Name"), Text(file, "MinVersion"), Text(file, "MaxVersion"), "", "", "", "", Text(file, "Languages"));
        }
    }

    private static readonly List<string> Roots = ["HKMU", "HKCR", "HKCU", "HKLM", "HKU"];

    private void Directories(XElement parent)
    {
        foreach (var directory in All(parent, "Directory"))
        {
            Row(MsiTables.Directory, Text(directory, "Id"), Text(parent, "Id"), FileName(directory));
            Directories(directory);
        }
    }

    private void Feature(XElement feature, XElement package)
    {
        Row(
            MsiTables.Feature, Text(feature, "Id"), "", Text(feature, "Title"), Text(feature, "Description"), Text(feature, "Display") is { Length: > 0 } shown ? shown : 2,
            Text(feature, "Level") is { Length: > 0 } level ? level : 1, Text(feature, "ConfigurableDirectory"),
            Bits((!Is(feature, "AllowAdvertise", unlessSaid: true), 8), (!Is(feature, "AllowAbsent", unlessSaid: true), 16)));
        foreach (var component in All(feature, "ComponentGroupRef").SelectMany(group => All(package, "ComponentGroup").Single(found => Text(found, "Id") == Text(group, "Id")).Elements()))
        {
            Row(MsiTables.FeatureComponents, Text(feature, "Id"), Text(component, "Id"));
        }
    }

    private void Component(XElement component)
    {
        Declare(component);
        Contents(component, Text(component, "Id"), Text(component, "Directory"));
    }

    private void Declare(XElement component)
    {
        var key = component.Elements().SingleOrDefault(child => Is(child, "KeyPath"));
        Assert.True(key is null == Is(component, "KeyPath"));
        var is64Bit = Text(component, "Bitness") switch { "always64" => true, "always32" => false, _ => _is64Bit };
        Row(
            MsiTables.Component, Text(component, "Id"), Code(Text(component, "Guid")), Text(component, "Directory"),
            Bits(
                (key?.Name.LocalName == "RegistryValue", 4), (Is(component, "Permanent"), 16), (Is(component, "Transitive"), 64),
                (Is(component, "NeverOverwrite"), 128), (is64Bit, 256)),
            Text(component, "Condition"), key is null ? "" : Text(key, "Id"));
    }

    private void Contents(XElement component, string id, string directory)
    {
        foreach (var file in All(component, "File"))
        {
            Row(MsiTables.File, Text(file, "Id"), id, FileName(file));
            Permissions(file, Text(file, "Id"), "File");
        }

        foreach (var folder in All(component, "CreateFolder"))
        {
            var created = Text(folder, "Directory") is { Length: > 0 } other ? other : directory;
            Row(MsiTables.CreateFolder, created, id);
            Permissions(folder, created, "CreateFolder");
        }

        foreach (var removal in All(component, "RemoveFolder"))
        {
            var removed = Text(removal, "Directory") is { Length: > 0 } other ? other : directory;
            Row(MsiTables.RemoveFile, Text(removal, "Id"), id, "", removed, Array.IndexOf(["install", "uninstall", "both"], Text(removal, "On")) + 1);
        }

        foreach (var key in All(component, "RemoveRegistryKey").Where(key => Text(key, "Action") == "removeOnUninstall"))
        {
            Row(MsiTables.Registry, Text(key, "Id"), Roots.IndexOf(Text(key, "Root")) - 1, Text(key, "Key"), "-", "", id);
        }

        All(component, "RegistryValue").ToList().ForEach(value => Registry(value, id));
        All(component, "Environment").ToList().ForEach(variable => Variable(variable, id));
        All(component, "ServiceInstall").ToList().ForEach(service => Service(service, id));
        All(component, "ServiceControl").ToList().ForEach(control => Control(control, id));
    }

    private void Permissions(XElement parent, string key, string table)
    {
        foreach (var permission in All(parent, "PermissionEx"))
        {
            Row(MsiTables.MsiLockPermissionsEx, Text(permission, "Id"), key, table, Text(permission, "Sddl"), Text(permission, "Condition"));
        }
    }

    private void Registry(XElement element, string component)
    {
        var value = Text(element, "Value");
        value = Text(element, "Type") switch
        {
            "integer" => "#" + value,
            "binary" => "#x" + value,
            "expandable" => "#%" + value,
            "multiString" => value.Contains("[~]", StringComparison.Ordinal) ? value : $"[~]{value}[~]",
            _ => value.StartsWith('#') ? "#" + value : value,
        };
        Row(MsiTables.Registry, Text(element, "Id"), Roots.IndexOf(Text(element, "Root")) - 1, Text(element, "Key"), Text(element, "Name"), value, component);
        Permissions(element, Text(element, "Id"), "Registry");
    }

    private void Variable(XElement variable, string component)
    {
        var sign = Text(variable, "Action") switch { "create" => "+", "remove" => "!", _ => "=" };
        var separator = Text(variable, "Separator") is { Length: > 0 } said ? said : ";";
        var value = Text(variable, "Part") switch
        {
            "first" => $"{Text(variable, "Value")}{separator}[~]",
            "last" => $"[~]{separator}{Text(variable, "Value")}",
            _ => Text(variable, "Value"),
        };
        var name = $"{sign}{(Is(variable, "Permanent") ? "" : "-")}{(Is(variable, "System") ? "*" : "")}{Text(variable, "Name")}";
        Row(MsiTables.Environment, Text(variable, "Id"), name, value, component);
    }

    private void Service(XElement service, string component)
    {
        var name = Text(service, "Name");
        var dependencies = string.Concat(All(service, "ServiceDependency").Select(other => $"{(Is(other, "Group") ? "+" : "")}{Text(other, "Id")}[~]"));
        Row(
            MsiTables.ServiceInstall, Text(service, "Id"), name, Text(service, "DisplayName"), Text(service, "Type") == "ownProcess" ? 16 : 32,
            Array.IndexOf(["auto", "demand", "disabled"], Text(service, "Start")) + 2,
            Array.IndexOf(["ignore", "normal", "", "critical"], Text(service, "ErrorControl")) + Bits((Is(service, "Vital", unlessSaid: true), 0x8000)),
            Text(service, "LoadOrderGroup"), dependencies.Length == 0 ? "" : dependencies + "[~]", Text(service, "Account"), Text(service, "Password"),
            Text(service, "Arguments"), component, Text(service, "Description"));
        foreach (var config in All(service, "ServiceConfig"))
        {
            Config(config, name, component);
        }
    }

    private void Config(XElement config, string service, string component)
    {
        (string Suffix, int Type, string Argument)[] settings =
        [
            (".DS", 3, Text(config, "DelayedAutoStart") switch { "yes" => "1", "no" => "0", var other => other }),
            (".FA", 4, Text(config, "FailureActionsWhen") switch { "failedToStop" => "0", "failedToStopOrReturnedError" => "1", var other => other }),
            (".SS", 5, Text(config, "ServiceSid") switch { "none" => "0", "unrestricted" => "1", "restricted" => "3", var other => other }),
            (".RP", 6, string.Join("[~]", All(config, "RequiredPrivilege").Select(privilege => Text(privilege, "Name")))),
            (".PD", 7, Text(config, "PreShutdownDelay")),
        ];
        foreach (var (suffix, type, argument) in settings.Where(setting => setting.Argument.Length > 0))
        {
            Row(
                MsiTables.MsiServiceConfig, Text(config, "Id") + suffix, service, Bits((Is(config, "OnInstall"), 1), (Is(config, "OnUninstall"), 2), (Is(config, "OnReinstall"), 4)),
                type, argument, component);
        }
    }

    private void Control(XElement control, string component)
    {
        var (start, stop, remove) = (Text(control, "Start"), Text(control, "Stop"), Text(control, "Remove"));
        Row(
            MsiTables.ServiceControl, Text(control, "Id"), Text(control, "Name"),
            Bits(
                (start is "install" or "both", 1), (stop is "install" or "both", 2), (remove is "install" or "both", 8),
                (start is "uninstall" or "both", 16), (stop is "uninstall" or "both", 32), (remove is "uninstall" or "both", 128)),
            "", control.Attribute("Wait") is null ? "" : Bits((Is(control, "Wait"), 1)), component);
    }

    private void CustomAction(XElement action)
    {
        var isCommand = action.Attribute("ExeCommand") is not null;
        var execution = Text(action, "Execute") switch { "deferred" => 1024, "rollback" => 1280, "commit" => 1536, "firstSequence" => 256, "oncePerProcess" => 512, _ => 0 };
        var noImpersonation = execution >= 1024 && !Is(action, "Impersonate", unlessSaid: true);
        Row(
            MsiTables.CustomAction, Text(action, "Id"), (isCommand ? 34 : 51) + execution + Bits((noImpersonation, 2048), (Text(action, "Return") == "ignore", 64)),
            Text(action, isCommand ? "Directory" : "Property"), Text(action, isCommand ? "ExeCommand" : "Value"), "");
    }

    private void Sequence(MsiTable table, XElement sequence)
    {
        foreach (var step in sequence.Elements())
        {
            Row(table, step.Name.LocalName == "Custom" ? Text(step, "Action") : step.Name.LocalName, Text(step, "Condition"), Text(step, "Sequence"));
        }
    }

    // The rows that exist by default, unless the source overrides them.
    private void Schedule()
    {
        var tables = _rows.Select(row => row.Split('\t')[0]).ToHashSet();
        foreach (var (sequence, action, condition, number, because) in WixSchedule.Defaults)
        {
            if ((because.Length == 0 || because.Any(tables.Contains)) && !_rows.Exists(row => row.StartsWith($"{sequence}\t{action}\t", StringComparison.Ordinal)))
            {
                _rows.Add($"{sequence}\t{action}\t{condition}\t{number}");
            }
        }
    }
}
