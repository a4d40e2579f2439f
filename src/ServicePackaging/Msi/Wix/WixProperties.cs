using System.Xml.Linq;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi.Wix;

/// <summary>The package element and the properties, with their searches.</summary>
internal sealed class WixProperties(WixRows rows, bool is64Bit)
{
    // WiX collects these lists from the attributes of the properties, and does not accept them.
    private const string Secure = "SecureCustomProperties";
    private const string Hidden = "MsiHiddenProperties";

    private static readonly Dictionary<MsiRegistryLocatorTypes, string> SearchTypes = new()
    {
        [MsiRegistryLocatorTypes.Directory] = "directory",
        [MsiRegistryLocatorTypes.File] = "file",
        [MsiRegistryLocatorTypes.RawValue] = "raw",
    };

    // WiX generates these properties from attributes of the package.
    private static readonly (string Property, string Attribute)[] PackageProperties =
    [
        ("ProductName", "Name"), ("Manufacturer", "Manufacturer"), ("ProductVersion", "Version"), ("UpgradeCode", "UpgradeCode"),
        ("ProductCode", "ProductCode"), ("ProductLanguage", "Language"),
    ];

    /// <summary>The package, without children.</summary>
    /// <param name="schema">The lowest version of Windows Installer, times 100.</param>
    public XElement Package(string schema)
    {
        var package = WixXml.Element("Package");
        foreach (var (property, attribute) in PackageProperties)
        {
            if (Take(property) is { } value)
            {
                WixXml.Set(package, attribute, attribute.EndsWith("Code", StringComparison.Ordinal) ? value.Trim('{', '}') : value);
            }
        }

        if (rows.Of(MsiTables.Property, "Property", "ALLUSERS") is [var scope] && scope["Value"].Text == "1")
        {
            rows.Take(scope);
            WixXml.Set(package, "Scope", "perMachine");
        }

        WixXml.Set(package, "InstallerVersion", schema);
        WixXml.Set(package, "Compressed", WixXml.Yes);
        return package;
    }

    /// <summary>The other properties, by name.</summary>
    public IEnumerable<XElement> Properties()
    {
        // The properties of upgrades are secure by default.
        var upgrades = rows.Of(MsiTables.Upgrade).Select(row => row["ActionProperty"].Text!).ToHashSet(StringComparer.Ordinal);
        var secure = Names(Secure).Except(upgrades).ToHashSet(StringComparer.Ordinal);
        var hidden = Names(Hidden).ToHashSet(StringComparer.Ordinal);
        var searched = rows.Of(MsiTables.AppSearch).Select(row => row["Property"].Text!);
        var valued = rows.Of(MsiTables.Property).Select(row => row["Property"].Text!);
        foreach (var name in valued.Concat(secure).Concat(hidden).Concat(searched).Distinct().Order(StringComparer.Ordinal))
        {
            var property = WixXml.Element(
                "Property", ("Id", name), ("Value", Take(name)),
                ("Secure", secure.Contains(name) ? WixXml.Yes : null), ("Hidden", hidden.Contains(name) ? WixXml.Yes : null));
            property.Add(rows.Of(MsiTables.AppSearch, "Property", name).Select(Search));
            if (property.HasElements || property.Attributes().Skip(1).Any())
            {
                yield return property;
            }
        }
    }

    private string[] Names(string list) => Take(list)?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private string? Take(string property)
    {
        if (rows.Of(MsiTables.Property, "Property", property) is not [var row])
        {
            return null;
        }

        rows.Take(row);
        return row["Value"].Text;
    }

    private XElement? Search(MsiRow search)
    {
        var signature = search["Signature_"].Text!;
        var found = RegistrySearch(signature) ?? DirectorySearch(signature);
        if (found is not null)
        {
            rows.Take(search);
        }

        return found;
    }

    private XElement? RegistrySearch(string signature)
    {
        if (rows.Of(MsiTables.RegLocator, "Signature_", signature) is not [var row] || row["Type"].Number is not { } number)
        {
            return null;
        }

        var type = (MsiRegistryLocatorTypes)number;
        if (!SearchTypes.TryGetValue(type & ~MsiRegistryLocatorTypes.Bits64, out var word))
        {
            return null;
        }

        rows.Take(row);
        var root = WixComponents.RegistryRoots[(MsiRegistryRoot)row["Root"].Number!.Value];
        var reads64Bit = type.HasFlag(MsiRegistryLocatorTypes.Bits64);
        return WixXml.Element(
            "RegistrySearch", ("Id", signature), ("Root", root), ("Key", row["Key"].Text), ("Name", row["Name"].Text),
            ("Type", word), ("Bitness", reads64Bit == is64Bit ? null : reads64Bit ? "always64" : "always32"));
    }

    // A file that is searched for below a directory has the directory's signature (WiX, FileSearch/@Id).
    private XElement? DirectorySearch(string signature)
    {
        if (rows.Of(MsiTables.DrLocator, "Signature_", signature) is not [var place]
            || place["Depth"].Number is not > 0 || !place["Parent"].IsNull)
        {
            return null;
        }

        var files = rows.Of(MsiTables.Signature, "Signature", signature);
        if (files.Any(file => file.Cells.Skip(4).Any(cell => !cell.IsNull)))
        {
            return null;
        }

        rows.Take([place, .. files]);
        var directory = WixXml.Element(
            "DirectorySearch", ("Id", signature), ("Path", place["Path"].Text), ("Depth", WixValues.Number(place["Depth"])));
        directory.Add(files.Select(file => WixXml.Element(
            "FileSearch", ("Name", file["FileName"].Text), ("MinVersion", file["MinVersion"].Text),
            ("MaxVersion", file["MaxVersion"].Text))));
        return directory;
    }
}
