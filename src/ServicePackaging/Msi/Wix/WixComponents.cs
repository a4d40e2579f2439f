using System.Xml.Linq;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>The components with their files, directories, values of the registry and services.</summary>
/// <param name="rows">All rows.</param>
/// <param name="package">Whose rows they are.</param>
/// <param name="sources">Where WiX finds each file, by its key.</param>
internal sealed class WixComponents(WixRows rows, MsiPackage package, WixFiles sources)
{
    // Microsoft, "Component Table", Attributes. WiX knows of the key by the element that says so, and of 64 bits by the platform.
    private const int RegistryKeyPath = 4;
    private const int For64Bit = 256;

    private static readonly (int Bit, string Name, string Value)[] Attributes =
    [
        (8, "SharedDllRefCount", WixXml.Yes), (16, "Permanent", WixXml.Yes), (64, "Transitive", WixXml.Yes), (128, "NeverOverwrite", WixXml.Yes),
        (512, "DisableRegistryReflection", WixXml.Yes), (1024, "UninstallWhenSuperseded", WixXml.Yes), (2048, "Shared", WixXml.Yes),
    ];

    // "Registry Table", Value: a mark before the value says its type; without one it is a text.
    private static readonly (string Mark, string Type)[] RegistryTypes = [("##", "string"), ("#%", "expandable"), ("#x", "binary"), ("#", "integer")];

    // "RemoveFile Table", InstallMode.
    private static readonly Dictionary<int, string> RemovalModes = new() { [1] = "install", [2] = "uninstall", [3] = "both" };

    private readonly ILookup<string, MsiFile> _files = package.Files.ToLookup(file => file.Component);
    private readonly WixServices _services = new(rows);

    /// <summary>The roots of the registry ("Registry Table", Root).</summary>
    public static IReadOnlyDictionary<int, string> RegistryRoots { get; } =
        new Dictionary<int, string> { [-1] = "HKMU", [0] = "HKCR", [1] = "HKCU", [2] = "HKLM", [3] = "HKU" };

    /// <summary>The group of all components.</summary>
    public XElement Group(string name)
    {
        var group = WixXml.Element("ComponentGroup", ("Id", name));
        group.Add(rows.Of(MsiTables.Component).OrderBy(row => row.Key, StringComparer.Ordinal).Select(Component));
        return group;
    }

    private XElement? Component(MsiRow row)
    {
        var bits = row["Attributes"].Number!.Value;
        if (WixValues.Words(bits & ~RegistryKeyPath & ~For64Bit, Attributes) is not { } words)
        {
            return null;
        }

        rows.Take(row);
        var keyPath = row["KeyPath"].Text;
        var is64Bit = (bits & For64Bit) != 0;
        var component = WixXml.Element(
            "Component",
            [
                ("Id", row.Key), ("Guid", WixValues.Guid(row["ComponentId"])), ("Directory", row["Directory_"].Text), ("Condition", row["Condition"].Text), .. words,
                ("Bitness", is64Bit == (package.Summary.Platform != MsiPlatform.Intel) ? null : is64Bit ? "always64" : "always32"),
                ("KeyPath", keyPath is null ? WixXml.Yes : null),
            ]);
        component.Add(_files[row.Key].Select(file => File(file, keyPath)));
        component.Add(rows.Of(MsiTables.CreateFolder, "Component_", row.Key).Select(folder => Folder(folder, row["Directory_"].Text!)));
        component.Add(rows.Of(MsiTables.RemoveFile, "Component_", row.Key).Select(removal => Removal(removal, row["Directory_"].Text!)));
        component.Add(rows.Of(MsiTables.Registry, "Component_", row.Key).Select(value => Registry(value, keyPath)));
        component.Add(rows.Of(MsiTables.Environment, "Component_", row.Key).Select(variable => WixEnvironment.Element(rows, variable)));
        component.Add(_services.Of(row.Key));
        return component;
    }

    private XElement File(MsiFile file, string? keyPath)
    {
        var (name, shortName) = WixValues.Names(file.FileName);
        var source = sources[file.Key];
        return WixXml.Element(
            "File", ("Id", file.Key), ("Source", source.Reference), ("Name", source.Name == name ? null : name), ("ShortName", shortName),
            ("KeyPath", file.Key == keyPath ? WixXml.Yes : null), ("Vital", file.IsVital ? null : WixXml.No));
    }

    private XElement Folder(MsiRow row, string ofComponent)
    {
        rows.Take(row);
        var directory = row["Directory_"].Text!;
        var folder = WixXml.Element("CreateFolder", ("Directory", directory == ofComponent ? null : directory));
        folder.Add(Permissions("CreateFolder", directory));
        return folder;
    }

    private XElement? Removal(MsiRow row, string ofComponent)
    {
        if (!row["FileName"].IsNull || !RemovalModes.TryGetValue(row["InstallMode"].Number!.Value, out var mode))
        {
            return null;
        }

        rows.Take(row);
        var directory = row["DirProperty"].Text!;
        return WixXml.Element("RemoveFolder", ("Id", row.Key), ("Directory", directory == ofComponent ? null : directory), ("On", mode));
    }

    private IEnumerable<XElement> Permissions(string table, string securedObject)
    {
        foreach (var row in rows.Of(MsiTables.MsiLockPermissionsEx, "LockObject", securedObject).Where(row => row["Table"].Text == table))
        {
            rows.Take(row);
            yield return WixXml.Element("PermissionEx", ("Id", row.Key), ("Sddl", row["SDDLText"].Text), ("Condition", row["Condition"].Text));
        }
    }

    private XElement? Registry(MsiRow row, string? keyPath)
    {
        if (row["Value"].Text is not { } value || !RegistryRoots.TryGetValue(row["Root"].Number!.Value, out var root))
        {
            return null;
        }

        rows.Take(row);
        var (type, plain) = TypeOf(value);
        var element = WixXml.Element(
            "RegistryValue", ("Id", row.Key), ("Root", root), ("Key", row["Key"].Text), ("Name", row["Name"].Text), ("Type", type), ("Value", plain),
            ("KeyPath", row.Key == keyPath ? WixXml.Yes : null));
        element.Add(Permissions("Registry", row.Key));
        return element;
    }

    private static (string Type, string Value) TypeOf(string value)
    {
        if (value.Contains(WixValues.End, StringComparison.Ordinal))
        {
            return ("multiString", value);
        }

        var (mark, type) = Array.Find(RegistryTypes, candidate => value.StartsWith(candidate.Mark, StringComparison.Ordinal));
        return mark switch
        {
            null => ("string", value),
            // WiX doubles the mark of a text that begins with one.
            "##" => (type, value[1..]),
            _ => (type, value[mark.Length..]),
        };
    }
}
