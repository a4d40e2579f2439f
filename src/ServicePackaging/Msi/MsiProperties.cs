using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Msi;

/// <summary>The properties of a package (Microsoft, "Property Reference").</summary>
internal static class MsiProperties
{
    private const string English = "1033";

    // Properties that no log shows.
    private const string HiddenProperties = "MsiHiddenProperties";

    private const string SecureProperties = "SecureCustomProperties";
    private const string ForAllUsers = "ALLUSERS";
    private const string ReinstallMode = "REINSTALLMODE";
    private const string IconName = "Product.ico";

    // The column's width.
    private const int LongestName = 72;

    // Properties on which the package's rows rely, and what to set instead.
    private static readonly Dictionary<string, string> Reserved = new(StringComparer.Ordinal)
    {
        ["ProductCode"] = "ServicePackageVersion and ServicePackageRelease",
        ["ProductName"] = ServiceProperties.DisplayName.Name,
        ["Manufacturer"] = ServiceProperties.Vendor.Name,
        ["ProductLanguage"] = "nothing: texts are English",
        [ForAllUsers] = "nothing: services are the machine's",
        [SecureProperties] = "the properties themselves: those in capitals are added",
        [MsiNames.InstallFolder] = $"{Platform.Windows}{ServiceProperties.InstallDirectory}",
    };

    // Declared by the developer as properties of Windows Installer, and read by MsiProduct.
    private static readonly string[] DecidedElsewhere = ["UpgradeCode", "ProductVersion"];

    /// <summary>Returns the rows of table Property, and the actions that set properties.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="product">The product.</param>
    /// <param name="searched">The properties that the package sets from what it finds on the machine.</param>
    /// <param name="diagnostics">Receives every property that the developer may not declare.</param>
    public static MsiFragment Create(
        ServiceDefinition definition, MsiProduct product, IEnumerable<string> searched, DiagnosticBag diagnostics)
    {
        var properties = OfProduct(definition, product);
        foreach (var field in Declared(definition, diagnostics))
        {
            properties[field.Name] = field.Value;
        }

        properties[HiddenProperties] =
            string.Join(';', new[] { MsiNames.ServicePassword, properties.GetValueOrDefault(HiddenProperties) }.OfType<string>());
        properties[SecureProperties] = string.Join(';', Secure(definition, properties.Keys, searched));
        return new MsiFragment
        {
            Rows =
            [
                .. definition.Icon is { } icon ? [MsiTables.Icon.Row(IconName, icon.Content)] : Array.Empty<MsiRow>(),
                .. properties.Where(property => !string.IsNullOrEmpty(property.Value))
                    .Select(property => MsiTables.Property.Row(property.Key, property.Value)),
            ],
            Actions =
            [
                // Run again, a package repairs what it installed.
                new(
                    "RepairWhenInstalled", MsiAction.SetProperty, "REINSTALL", "ALL",
                    "Installed AND NOT REMOVE AND NOT REINSTALL AND NOT PATCH", MsiRelation.After(StandardAction.LaunchConditions)),
                // Costing decides on the directories.
                new(
                    "SetInstallLocation", MsiAction.SetProperty, "ARPINSTALLLOCATION", $"[{MsiNames.InstallFolder}]", Condition: null,
                    MsiRelation.After(StandardAction.CostFinalize)),
            ],
        };
    }

    private static Dictionary<string, string?> OfProduct(ServiceDefinition definition, MsiProduct product) => new(StringComparer.Ordinal)
    {
        ["ProductCode"] = MsiProduct.Format(product.ProductCode),
        ["ProductName"] = definition.DisplayName,
        ["ProductVersion"] = product.Version,
        ["ProductLanguage"] = English,
        ["Manufacturer"] = definition.Package.Vendor,
        ["UpgradeCode"] = MsiProduct.Format(product.UpgradeCode),
        [ForAllUsers] = "1",
        // Also replaces a file by one of a lower version: the file would be missing after the removal of the older product.
        [ReinstallMode] = "amus",
        ["ARPNOMODIFY"] = "1",
        ["ARPCOMMENTS"] = definition.Description,
        ["ARPCONTACT"] = definition.Package.Maintainer,
        ["ARPURLINFOABOUT"] = definition.Package.Homepage?.AbsoluteUri,
        ["ARPHELPLINK"] = definition.Package.Homepage?.AbsoluteUri,
        ["ARPPRODUCTICON"] = definition.Icon is null ? null : IconName,
        [MsiNames.StartService] = "1",
    };

    private static IEnumerable<NativeField> Declared(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        foreach (var field in definition.PackageFields.Where(field => !DecidedElsewhere.Contains(field.Name)))
        {
            if (Reserved.TryGetValue(field.Name, out var instead))
            {
                diagnostics.Report(PackageDiagnostics.ReservedProperty, field.Name, instead);
            }
            else if (field.Name.Length > LongestName)
            {
                diagnostics.Report(
                    DiagnosticCatalog.InvalidName, MsiItems.Grammar.Field!, field.Name, "name of a property",
                    $"at most {LongestName} characters", "ARPNOREPAIR");
            }
            else
            {
                yield return field;
            }
        }
    }

    // The properties that the administrator may set, and those that are found before the user interface and needed after it. Only a
    // property in capitals can be set (Microsoft, "Public Properties").
    private static IEnumerable<string> Secure(ServiceDefinition definition, IEnumerable<string> names, IEnumerable<string> searched)
    {
        string[] own =
        [
            MsiNames.InstallFolder, MsiNames.StartService, MsiNames.ServiceUser, MsiNames.ServicePassword, MsiNames.Purge,
            MsiNames.OlderVersion, MsiNames.NewerVersion,
            .. MsiVariables.Properties(definition), .. searched, .. names.Where(IsSettable),
        ];
        return own.Distinct().Order(StringComparer.Ordinal);
    }

    private static bool IsSettable(string name) =>
        !name.Any(char.IsAsciiLetterLower) && name is not (ForAllUsers or ReinstallMode)
        && !name.StartsWith("ARP", StringComparison.Ordinal);
}
