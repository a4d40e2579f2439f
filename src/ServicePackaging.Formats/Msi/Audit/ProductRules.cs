using System.Globalization;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the table Property (Microsoft, "Property Reference").</summary>
internal static class ProductRules
{
    private const int LargestMajorAndMinor = 255;
    private const int LargestBuild = 65535;

    private static readonly string[] Required = ["ProductCode", "ProductName", "ProductVersion", "ProductLanguage", "Manufacturer"];

    // Microsoft, "ICE87": these properties are reserved for the command line.
    private static readonly string[] OfCommandLine =
    [
        "ADDLOCAL", "REMOVE", "ADDSOURCE", "ADDDEFAULT", "REINSTALL", "ADVERTISE", "COMPADDLOCAL", "COMPADDSOURCE", "FILEADDLOCAL",
        "FILEADDSOURCE", "FILEADDDEFAULT",
    ];

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("RequiredProperties (ICE05)", RequiredProperties),
        new("ProductCode (ICE24)", ProductCode),
        new("ProductVersion (ICE24)", ProductVersion),
        new("ProductLanguage (ICE24)", ProductLanguage),
        new("UpgradeCode (ICE74)", UpgradeCode),
        new("FastOem (ICE74)", package => Forbidden(package, ["FASTOEM"], "must be set by manufacturers of computers")),
        new("CommandLineProperties (ICE87)", package => Forbidden(package, OfCommandLine, "must be set on the command line")),
        new("ComputedProperties", package => Forbidden(package, StandardProperties.Computed, "is set by Windows Installer")),
        new("ReinstallMode (ICE40)", ReinstallMode),
        new("PerMachine", PerMachine),
        new("ProductIcon", ProductIcon),
        new("SecureProperties", SecureProperties),
    ];

    private static IEnumerable<string> RequiredProperties(AuditedPackage package) =>
        from name in Required
        where package.Property(name) is null
        select $"There is no property {name}.";

    private static IEnumerable<string> ProductCode(AuditedPackage package) => Check(
        package,
        "ProductCode",
        code => CellForms.FindFault("Guid", code) ?? (code == Guid.Empty.ToString("B") ? "is the empty GUID" : null));

    // Microsoft, "ProductVersion property": three numbers; a fourth number is ignored.
    private static IEnumerable<string> ProductVersion(AuditedPackage package) => Check(
        package, "ProductVersion",
        version => CellForms.IsVersion(version)
            && version.Split('.').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray()
            is [<= LargestMajorAndMinor, <= LargestMajorAndMinor, <= LargestBuild, ..]
            ? null
            : "does not consist of three numbers, two of at most 255 and one of at most 65535");

    private static IEnumerable<string> ProductLanguage(AuditedPackage package) =>
        Check(package, "ProductLanguage", language =>
            language.Contains(',', StringComparison.Ordinal) ? "is more than one language" : CellForms.FindFault("Language", language));

    private static IEnumerable<string> UpgradeCode(AuditedPackage package) => package.Property("UpgradeCode") is null
        ? ["There is no property UpgradeCode, so no version can replace another."]
        : Check(
            package, "UpgradeCode",
            code => CellForms.FindFault("Guid", code)
                ?? (code == Guid.Empty.ToString("B") || code == package.Property("ProductCode") ? "is not a unique code" : null));

    private static IEnumerable<string> Check(AuditedPackage package, string name, Func<string, string?> find)
    {
        if (package.Property(name) is { } value && find(value) is { } fault)
        {
            yield return $"The property {name} '{Quote.Shorten(value)}' {fault}.";
        }
    }

    private static IEnumerable<string> Forbidden(AuditedPackage package, IEnumerable<string> names, string why) =>
        from name in names
        where package.Has("Property", name)
        select $"The property {name} {why}, not in the table.";

    private static IEnumerable<string> ReinstallMode(AuditedPackage package) => Check(
        package,
        "REINSTALLMODE",
        mode => mode.All(letter => "poedcamusv".Contains(char.ToLowerInvariant(letter), StringComparison.Ordinal))
            ? null
            : "contains an undefined letter");

    // A service belongs to the machine, whoever installs it (Microsoft, "ALLUSERS property").
    private static IEnumerable<string> PerMachine(AuditedPackage package) =>
        package.Rows("ServiceInstall").Count > 0 && package.Property("ALLUSERS") != "1"
            ? ["The package installs a service, but its property ALLUSERS is not 1."]
            : [];

    private static IEnumerable<string> ProductIcon(AuditedPackage package) =>
        Check(package, "ARPPRODUCTICON", icon => package.Has("Icon", icon) ? null : "is not a key of Icon");

    private static IEnumerable<string> SecureProperties(AuditedPackage package) =>
        from list in new[] { "SecureCustomProperties", "MsiHiddenProperties" }
        from name in (package.Property(list) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
        where CellForms.FindFault("Identifier", name) is not null || (list[0] == 'S' && name.Any(char.IsLower))
        select $"The property {list} names '{Quote.Shorten(name)}', which is not a public property.";
}
