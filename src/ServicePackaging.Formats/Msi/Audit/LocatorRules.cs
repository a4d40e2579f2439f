namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the searches of an installation (Microsoft, "AppSearch Table", "RegLocator Table", "DrLocator Table", "Signature
/// Table").</summary>
internal static class LocatorRules
{
    private const int Registry64 = 16;
    private const int Component64 = 256;

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("SearchProperty (ICE52)", SearchProperty),
        new("SearchUsed", SearchUsed),
        new("SearchView", SearchView),
        new("SearchView (ICE80)", SearchView64),
    ];

    // A property found in the user interface sequence must be passed to the execute sequence.
    private static IEnumerable<string> SearchProperty(AuditedPackage package) =>
        from row in package.Rows("AppSearch")
        where row.TextOrEmpty("Property").Any(char.IsLower)
        select $"{row}: the property is not public.";

    private static IEnumerable<string> SearchUsed(AuditedPackage package) =>
        from table in new[] { "RegLocator", "DrLocator", "Signature" }
        from row in package.Rows(table)
        let signature = row.TextOrEmpty("Signature_") is { Length: > 0 } name ? name : row.TextOrEmpty("Signature")
        where !package.Values("AppSearch", 2).Contains(signature) && !package.Values("DrLocator", 2).Contains(signature)
        select $"{row} does not belong to a search of AppSearch.";

    // Windows has two views of most keys: 64-bit components write one, 32-bit components the other.
    private static IEnumerable<string> SearchView(AuditedPackage package) =>
        from pair in package.Rows("RegLocator")
            .Join(package.Rows("Registry"), PlaceOf, PlaceOf, (locator, value) => (Locator: locator, Value: value))
        let component = package.Find("Component", pair.Value.Text("Component_"))
        where component is not null && component.Value.HasBit("Attributes", Component64) != pair.Locator.HasBit("Type", Registry64)
        select $"{pair.Locator} searches for {pair.Value} in the registry view of the other bitness.";

    private static (int?, string, string) PlaceOf(AuditedRow row) =>
        (row.Number("Root"), row.TextOrEmpty("Key").ToUpperInvariant(), row.TextOrEmpty("Name").ToUpperInvariant());

    private static IEnumerable<string> SearchView64(AuditedPackage package) =>
        from locator in package.Rows("RegLocator")
        where locator.HasBit("Type", Registry64) && !package.Is64Bit
        select $"{locator} searches the 64-bit registry, but the summary's template has '{Quote.Shorten(package.Platform)}'.";
}
