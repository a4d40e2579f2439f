using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The properties of a package (Microsoft, "Property Reference").</summary>
internal static class MsiProperties
{
    private const string English = "1033";

    // What no log is to show.
    private const string HiddenProperties = "MsiHiddenProperties";

    // After AppSearch, and before and after costing.
    private const int ReinstallSequence = 120;
    private const int LocationSequence = 1010;

    // What the rows of the package rest on, and where it is said.
    private static readonly Dictionary<string, string> Reserved = new(StringComparer.Ordinal)
    {
        ["ProductCode"] = "ServicePackageVersion and ServicePackageRelease",
        ["ProductName"] = "ServiceDisplayName",
        ["Manufacturer"] = "ServicePackageVendor",
        ["ProductLanguage"] = "nothing: texts are English",
        ["ALLUSERS"] = "nothing: services are the machine's",
        ["SecureCustomProperties"] = "the properties themselves: those in capitals are added",
        [MsiNames.InstallFolder] = "WindowsServiceInstallDirectory",
    };

    // Said by the developer as properties of Windows Installer, and decided on elsewhere.
    private static readonly string[] DecidedElsewhere = ["UpgradeCode", "ProductVersion"];

    /// <summary>Adds the rows of table Property, and the actions that set properties.</summary>
    public static void Add(ServiceDefinition definition, MsiProduct product, MsiContent content, DiagnosticBag diagnostics)
    {
        var identity = definition.Package;
        var properties = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ProductCode"] = MsiProduct.Format(product.ProductCode),
            ["ProductName"] = definition.DisplayName,
            ["ProductVersion"] = product.Version,
            ["ProductLanguage"] = English,
            ["Manufacturer"] = identity.Vendor,
            ["UpgradeCode"] = MsiProduct.Format(product.UpgradeCode),
            ["ALLUSERS"] = "1",
            // Also where a file's version has become lower: it would be missing after the older product is removed.
            ["REINSTALLMODE"] = "amus",
            ["ARPNOMODIFY"] = "1",
            ["ARPCOMMENTS"] = definition.Description,
            ["ARPCONTACT"] = identity.Maintainer,
            ["ARPURLINFOABOUT"] = identity.Homepage?.AbsoluteUri,
            ["ARPHELPLINK"] = identity.Homepage?.AbsoluteUri,
            [MsiNames.StartService] = "1",
        };
        AddIcon(definition, properties, content);
        AddDeclared(definition, properties, diagnostics);
        properties[HiddenProperties] = string.Join(';', new[] { MsiNames.ServicePassword, properties.GetValueOrDefault(HiddenProperties) }.OfType<string>());
        properties["SecureCustomProperties"] = SecureProperties(definition, properties, content);
        content.Rows.AddRange(properties.Where(property => !string.IsNullOrEmpty(property.Value)).Select(property => MsiTables.Property.Row(property.Key, property.Value)));
        // Run again, a package repairs what it installed.
        content.Actions.Add(new(
            "RepairWhenInstalled", MsiAction.SetProperty, "REINSTALL", "ALL", "Installed AND NOT REMOVE AND NOT REINSTALL AND NOT PATCH", ReinstallSequence));
        content.Actions.Add(new("SetInstallLocation", MsiAction.SetProperty, "ARPINSTALLLOCATION", $"[{MsiNames.InstallFolder}]", null, LocationSequence));
    }

    private static void AddDeclared(ServiceDefinition definition, Dictionary<string, string?> properties, DiagnosticBag diagnostics)
    {
        foreach (var field in definition.PackageFields.Where(field => !DecidedElsewhere.Contains(field.Name)))
        {
            if (Reserved.TryGetValue(field.Name, out var instead))
            {
                diagnostics.Report(PackageDiagnostics.ReservedProperty, field.Name, instead);
            }
            else
            {
                properties[field.Name] = field.Value;
            }
        }
    }

    private static void AddIcon(ServiceDefinition definition, Dictionary<string, string?> properties, MsiContent content)
    {
        if (definition.Icon is { } icon)
        {
            const string name = "Product.ico";
            content.Rows.Add(MsiTables.Icon.Row(name, icon.Content));
            properties["ARPPRODUCTICON"] = name;
        }
    }

    // Those that the administrator may set, and those that are found on one side of a user interface and needed on the other. Capitals are what
    // makes a property one that can be set (Microsoft, "Public Properties").
    private static string SecureProperties(ServiceDefinition definition, Dictionary<string, string?> properties, MsiContent content)
    {
        string[] own =
        [
            MsiNames.InstallFolder, MsiNames.StartService, MsiNames.ServiceUser, MsiNames.ServicePassword, MsiNames.Purge, MsiNames.OlderVersion, MsiNames.NewerVersion,
            .. MsiVariables.Properties(definition),
            .. content.Rows.Where(row => row.Table == MsiTables.AppSearch).Select(row => row["Property"].Text!),
            .. properties.Keys.Where(name => !name.Any(char.IsAsciiLetterLower) && name is not ("ALLUSERS" or "REINSTALLMODE") && !name.StartsWith("ARP", StringComparison.Ordinal)),
        ];
        return string.Join(';', own.Distinct().Order(StringComparer.Ordinal));
    }
}
