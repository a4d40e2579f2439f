namespace ServicePackaging.Manifests;

/// <summary>Renders the three files of a winget manifest (schema 1.12.0). The form with one file cannot have several installers.</summary>
internal static class WingetManifest
{
    private const string Schema = "1.12.0";
    private const string Locale = "en-US";

    // The schema requires a license. This is what winget's own repository has for software without a public one.
    private const string NoLicense = "Proprietary";

    private const int LongestShortDescription = 256;
    private const int LongestDescription = 10_000;

    /// <summary>Renders the files.</summary>
    /// <param name="product">The product.</param>
    /// <param name="identifier">The identifier in winget.</param>
    /// <param name="installers">The installers; at least one, and one for each kind of processors.</param>
    public static IReadOnlyList<ManifestFile> Render(
        ReleasedProduct product, string identifier, IReadOnlyList<ReleasedInstaller> installers)
    {
        var directory = $"winget/{identifier}/{product.VersionText}";
        return
        [
            new($"{directory}/{identifier}.installer.yaml", Write("installer", Installers(product, identifier, installers))),
            new($"{directory}/{identifier}.locale.{Locale}.yaml", Write("defaultLocale", Texts(product, identifier))),
            new($"{directory}/{identifier}.yaml", Write("version", new WingetVersion
            {
                PackageIdentifier = identifier,
                PackageVersion = product.VersionText,
                DefaultLocale = Locale,
                ManifestType = "version",
                ManifestVersion = Schema,
            })),
        ];
    }

    // Editors validate the file by the first line.
    private static string Write(string type, object document) =>
        $"# yaml-language-server: $schema=https://aka.ms/winget-manifest.{type}.{Schema}.schema.json\n\n{YamlText.Write(document)}";

    private static WingetDefaultLocale Texts(ReleasedProduct product, string identifier) => new()
    {
        PackageIdentifier = identifier,
        PackageVersion = product.VersionText,
        PackageLocale = Locale,
        Publisher = product.Vendor,
        PackageName = product.DisplayName,
        PackageUrl = product.Homepage?.AbsoluteUri,
        License = product.License.Length > 0 ? product.License : NoLicense,
        Copyright = NullIfEmpty(product.Copyright),
        ShortDescription = Cut(product.Summary, LongestShortDescription),
        Description = product.Description.Length > 0 ? Cut(product.FullDescription, LongestDescription) : null,
        ReleaseNotes = NullIfEmpty(Cut(string.Join('\n', product.ReleaseNotes), LongestDescription)),
        ManifestType = "defaultLocale",
        ManifestVersion = Schema,
    };

    private static WingetInstallers Installers(
        ReleasedProduct product, string identifier, IReadOnlyList<ReleasedInstaller> installers) => new()
        {
            PackageIdentifier = identifier,
            PackageVersion = product.VersionText,
            InstallerType = "msi",
            Scope = "machine",
            UpgradeBehavior = "install",
            ElevationRequirement = "elevationRequired",
            InstallerSwitches = new() { InstallLocation = "INSTALLFOLDER=\"<INSTALLPATH>\"" },
            Installers =
            [
                .. installers.OrderBy(installer => installer.Architecture, StringComparer.Ordinal)
                    .Select(installer => Describe(product, installer)),
            ],
            ManifestType = "installer",
            ManifestVersion = Schema,
        };

    private static WingetInstaller Describe(ReleasedProduct product, ReleasedInstaller installer) => new()
    {
        Architecture = installer.Architecture,
        InstallerUrl = product.UrlOf(installer.FileName),
        InstallerSha256 = installer.Sha256.ToUpperInvariant(),
        ProductCode = installer.ProductCode,
        AppsAndFeaturesEntries =
        [
            new()
            {
                DisplayName = installer.DisplayName,
                Publisher = installer.Publisher,
                // winget compares versions by it, and it is required only where it differs.
                DisplayVersion = installer.Version == product.VersionText ? null : installer.Version,
                ProductCode = installer.ProductCode,
                UpgradeCode = installer.UpgradeCode,
            },
        ],
    };

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;

    // Not between the halves of a surrogate pair.
    private static string Cut(string text, int length) => text.Length <= length
        ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)].TrimEnd();
}
