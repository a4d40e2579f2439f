namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the table Upgrade (Microsoft, "Upgrade Table", "ICE61").</summary>
internal static class UpgradeRules
{
    private const int OnlyDetect = 2;
    private const int MinimumInclusive = 256;

    // Of a hostile package.
    private const int MostRows = 10;

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("UpgradeProperty (ICE61)", ActionProperty),
        new("UpgradePropertySecure (ICE61)", Secure),
        new("UpgradeRange (ICE61)", Range),
        new("UpgradeOlder (ICE61)", Older),
        new("UpgradeOwn", Own),
        new("UpgradeDowngrade", Downgrade),
    ];

    private static IEnumerable<string> ActionProperty(AuditedPackage package)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in package.Rows("Upgrade"))
        {
            var property = row.TextOrEmpty("ActionProperty");
            if (!seen.Add(property) || package.Has("Property", property) || property.Any(char.IsLower))
            {
                yield return $"{row}: the property {Quote.Shorten(property)} has another row, has an initial value, "
                    + "or is not public.";
            }
        }
    }

    private static IEnumerable<string> Secure(AuditedPackage package)
    {
        return from row in package.Rows("Upgrade")
               where !package.Listed("SecureCustomProperties").Contains(row.TextOrEmpty("ActionProperty"))
               select $"{row}: SecureCustomProperties does not name {Quote.Shorten(row.TextOrEmpty("ActionProperty"))}.";
    }

    private static IEnumerable<string> Range(AuditedPackage package)
    {
        foreach (var row in package.Rows("Upgrade"))
        {
            var (least, most) = (row.Text("VersionMin"), row.Text("VersionMax"));
            if ((least is null && most is null)
                || (least ?? most)!.Length == 0
                || new[] { least, most }.Any(bound => bound is not null && !CellForms.IsVersion(bound)))
            {
                yield return $"{row}: the bounds '{Quote.Shorten(least ?? "")}' and '{Quote.Shorten(most ?? "")}' are not versions.";
            }
            else if (least is not null && most is not null && Numbers(least).CompareTo(Numbers(most)) > 0)
            {
                yield return $"{row}: there is no version from {least} to {most}.";
            }
        }
    }

    // Removing newer versions of the product, or any version, would allow a downgrade without confirmation.
    private static IEnumerable<string> Older(AuditedPackage package)
    {
        if (package.Property("ProductVersion") is not { } version || !CellForms.IsVersion(version))
        {
            yield break;
        }

        var own = package.Rows("Upgrade").Where(row => row.Text("UpgradeCode") == package.Property("UpgradeCode"));
        foreach (var row in own.Where(row => !row.HasBit("Attributes", OnlyDetect)))
        {
            if (row.Text("VersionMax") is not { } most || (CellForms.IsVersion(most) && Numbers(most).CompareTo(Numbers(version)) > 0))
            {
                yield return $"{row} removes versions newer than the package's version, {version}.";
            }
        }
    }

    // Rows with another code remove other products.
    private static IEnumerable<string> Own(AuditedPackage package)
    {
        var own = package.Property("UpgradeCode");
        foreach (var row in package.Rows("Upgrade").Where(row => row.Text("UpgradeCode") != own))
        {
            yield return $"{row} finds products with another upgrade code than the package's, {Quote.Shorten(own ?? "")}.";
        }

        if (package.Rows("Upgrade").Count > 0
            && !package.Rows("Upgrade").Any(row =>
                row.Text("UpgradeCode") == own && !row.HasBit("Attributes", OnlyDetect) && row.Text("VersionMax") is not null))
        {
            yield return "No row of Upgrade removes older versions of the product.";
        }
    }

    // A newer version that is found must end the installation, whatever else is true.
    private static IEnumerable<string> Downgrade(AuditedPackage package)
    {
        var version = package.Property("ProductVersion");
        var newer = package.Rows("Upgrade").Where(row =>
            row.HasBit("Attributes", OnlyDetect) && row.Text("VersionMax") is null
            && row.Text("VersionMin") is { } least && least == version
            && !row.HasBit("Attributes", MinimumInclusive)).Take(MostRows).ToList();
        if (package.Rows("Upgrade").Count > 0 && newer.Count == 0)
        {
            yield return "No row of Upgrade finds newer versions of the product.";
        }

        foreach (var row in newer)
        {
            var known = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [row.TextOrEmpty("ActionProperty")] = "{}",
                ["Installed"] = null,
                ["REMOVE"] = null,
                ["REINSTALL"] = null,
            };
            if (package.Rows("LaunchCondition").All(condition => ConditionLogic.CanBeTrue(condition.Text("Condition"), known)))
            {
                yield return $"{row}: no launch condition refuses to replace a newer version.";
            }
        }
    }

    private static (int, int, int) Numbers(string version)
    {
        var parts = version.Split('.').Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
        int[] numbers = [.. parts, 0, 0, 0];
        return (numbers[0], numbers[1], numbers[2]);
    }
}
