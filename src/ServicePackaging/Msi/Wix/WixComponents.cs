using System.Xml.Linq;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi.Wix;

/// <summary>The components with their files, directories, registry values and services.</summary>
/// <param name="rows">All rows.</param>
/// <param name="package">The package.</param>
/// <param name="sources">Where WiX finds each file, by its key.</param>
internal sealed class WixComponents(WixRows rows, MsiPackage package, WixFiles sources)
{
    // WiX derives these: the key path from the element that is marked as such, 64 bits from the platform.
    private const MsiComponentAttributes Derived = MsiComponentAttributes.RegistryKeyPath | MsiComponentAttributes.Bits64;

    private static readonly (int Bit, string Name, string Value)[] Attributes =
    [
        ((int)MsiComponentAttributes.SharedDllRefCount, "SharedDllRefCount", WixXml.Yes),
        ((int)MsiComponentAttributes.Permanent, "Permanent", WixXml.Yes),
        ((int)MsiComponentAttributes.Transitive, "Transitive", WixXml.Yes),
        ((int)MsiComponentAttributes.NeverOverwrite, "NeverOverwrite", WixXml.Yes),
        ((int)MsiComponentAttributes.DisableRegistryReflection, "DisableRegistryReflection", WixXml.Yes),
        ((int)MsiComponentAttributes.UninstallOnSupersedence, "UninstallWhenSuperseded", WixXml.Yes),
        ((int)MsiComponentAttributes.Shared, "Shared", WixXml.Yes),
    ];

    // "Registry Table", Value: a mark before the value gives its type; without one it is a text.
    private static readonly (string Mark, string Type)[] RegistryTypes =
        [("##", "string"), ("#%", "expandable"), ("#x", "binary"), ("#", "integer")];

    private static readonly Dictionary<MsiRemoveFileModes, string> RemovalModes = new()
    {
        [MsiRemoveFileModes.Install] = "install",
        [MsiRemoveFileModes.Remove] = "uninstall",
        [MsiRemoveFileModes.Install | MsiRemoveFileModes.Remove] = "both",
    };

    private readonly ILookup<string, MsiFile> _files = package.Files.ToLookup(file => file.Component);
    private readonly WixServices _services = new(rows);

    /// <summary>The roots of the registry in WiX's terms.</summary>
    public static IReadOnlyDictionary<MsiRegistryRoot, string> RegistryRoots { get; } = new Dictionary<MsiRegistryRoot, string>
    {
        [MsiRegistryRoot.UserOrMachine] = "HKMU",
        [MsiRegistryRoot.ClassesRoot] = "HKCR",
        [MsiRegistryRoot.CurrentUser] = "HKCU",
        [MsiRegistryRoot.LocalMachine] = "HKLM",
        [MsiRegistryRoot.Users] = "HKU",
    };

    /// <summary>The group of all components.</summary>
    public XElement Group(string name)
    {
        var group = WixXml.Element("ComponentGroup", ("Id", name));
        group.Add(rows.Of(MsiTables.Component).OrderBy(row => row.Key, StringComparer.Ordinal).Select(Component));
        return group;
    }

    private XElement? Component(MsiRow row)
    {
        var bits = (MsiComponentAttributes)row["Attributes"].Number!.Value;
        if (WixValues.Words((int)(bits & ~Derived), Attributes) is not { } words)
        {
            return null;
        }

        rows.Take(row);
        var keyPath = row["KeyPath"].Text;
        var is64Bit = bits.HasFlag(MsiComponentAttributes.Bits64);
        var component = WixXml.Element(
            "Component",
            [
                ("Id", row.Key), ("Guid", WixValues.Guid(row["ComponentId"])), ("Directory", row["Directory_"].Text),
                ("Condition", row["Condition"].Text), .. words,
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
        var element = WixXml.Element(
            "File", ("Id", file.Key), ("Source", source.Reference), ("Name", source.Name == name ? null : name), ("ShortName", shortName),
            ("KeyPath", file.Key == keyPath ? WixXml.Yes : null), ("Vital", file.IsVital ? null : WixXml.No));
        element.Add(Permissions("File", file.Key));
        return element;
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
        if (!row["FileName"].IsNull || !RemovalModes.TryGetValue((MsiRemoveFileModes)row["InstallMode"].Number!.Value, out var mode))
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
            yield return WixXml.Element(
                "PermissionEx", ("Id", row.Key), ("Sddl", row["SDDLText"].Text), ("Condition", row["Condition"].Text));
        }
    }

    private XElement? Registry(MsiRow row, string? keyPath)
    {
        if (!RegistryRoots.TryGetValue((MsiRegistryRoot)row["Root"].Number!.Value, out var root))
        {
            return null;
        }

        if (row["Value"].Text is not { } value)
        {
            return row["Name"].Text == MsiRegistryNames.KeyItself ? KeyToRemove(row, root) : null;
        }

        rows.Take(row);
        var (type, plain) = TypeOf(value);
        var element = WixXml.Element(
            "RegistryValue", ("Id", row.Key), ("Root", root), ("Key", row["Key"].Text), ("Name", row["Name"].Text), ("Type", type),
            ("Value", plain), ("KeyPath", row.Key == keyPath ? WixXml.Yes : null));
        element.Add(Permissions("Registry", row.Key));
        return element;
    }

    private XElement KeyToRemove(MsiRow row, string root)
    {
        rows.Take(row);
        return WixXml.Element(
            "RemoveRegistryKey", ("Id", row.Key), ("Root", root), ("Key", row["Key"].Text), ("Action", "removeOnUninstall"));
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
