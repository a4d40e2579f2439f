using ServicePackaging.Diagnostics;
using ServicePackaging.Manifests;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build.Release;

/// <summary>Renders the manifests of a release.</summary>
/// <param name="settings">Which manifests, and the address of the packages.</param>
/// <param name="files">The packages of the release.</param>
/// <param name="definitions">Returns the service as a format's platform sees it.</param>
/// <param name="findings">Receives what a manifest lacks.</param>
internal sealed class ManifestSet(
    ReleaseSettings settings, IReadOnlyList<ReleasedFile> files, Func<string, ServiceDefinition> definitions, DiagnosticBag findings)
{
    private const string Msi = "msi";
    private const string Pkg = "pkg";

    private List<ReleasedInstaller> Installers => field ??= [.. Find(Msi).Select(PackageFacts.ReadInstaller)];

    /// <summary>Renders the manifests, as far as there are packages for them.</summary>
    /// <exception cref="InvalidDataException">A package cannot be read.</exception>
    /// <exception cref="IOException">A package cannot be read.</exception>
    public IReadOnlyList<ManifestFile> Render(CancellationToken cancellationToken) => [.. settings.Manifests.SelectMany(kind => kind switch
    {
        ManifestKind.Winget => RenderWinget(),
        ManifestKind.Cask => RenderCask(cancellationToken),
        _ => RenderChocolatey(),
    })];

    private IReadOnlyList<ManifestFile> RenderWinget()
    {
        if (!HasPackages(ManifestKind.Winget, Installers) || HasSeveral(ManifestKind.Winget, Installers))
        {
            return [];
        }

        var product = Describe(Msi);
        if (product.License.Length == 0)
        {
            Report(ManifestKind.Winget, "states the license 'Proprietary'", "PackageLicenseExpression");
        }

        var identifier = settings.WingetId ?? WingetIdentifier.Derive(product.Vendor, product.DisplayName);
        if (!WingetIdentifier.IsValid(identifier))
        {
            findings.Report(
                DiagnosticCatalog.InvalidValue, ServiceProperties.WingetId, identifier, WingetIdentifier.Expected);
            return [];
        }

        return WingetManifest.Render(product, identifier, Installers);
    }

    private IReadOnlyList<ManifestFile> RenderCask(CancellationToken cancellationToken)
    {
        var packages = Find(Pkg).Select(file => PackageFacts.ReadMacPackage(file, cancellationToken)).ToList();
        if (!HasPackages(ManifestKind.Cask, packages))
        {
            return [];
        }

        // One for both kinds of processors leaves no room for another.
        var universal = packages.Find(package => package.Architecture is null);
        var same = packages.GroupBy(package => universal is null ? package.Architecture : null).FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
        {
            ReportSeveral(ManifestKind.Cask, [.. same.Select(package => package.FileName)]);
            return [];
        }

        var product = Describe(Pkg);
        if (product.Homepage is null)
        {
            Report(ManifestKind.Cask, "has no home page", "PackageProjectUrl");
        }

        return [HomebrewCask.Render(product, packages)];
    }

    private IReadOnlyList<ManifestFile> RenderChocolatey()
    {
        var installers = Installers.Where(ChocolateyPackage.Supports).ToList();
        return HasPackages(ManifestKind.Choco, installers) && !HasSeveral(ManifestKind.Choco, installers)
            ? ChocolateyPackage.Render(Describe(Msi), installers)
            : [];
    }

    private IEnumerable<ReleasedFile> Find(string format) => files.Where(file => file.Format == format);

    private ReleasedProduct Describe(string format)
    {
        var definition = definitions(format);
        var package = definition.Package;
        return new ReleasedProduct
        {
            Name = package.Name,
            DisplayName = definition.DisplayName,
            Vendor = package.Vendor,
            Version = package.Version,
            Summary = package.Summary,
            Description = package.Description,
            License = package.License,
            Copyright = package.Copyright,
            Homepage = package.Homepage,
            ReleaseNotes = package.ReleaseNotes,
            Downloads = settings.Url!,
        };
    }

    private bool HasPackages<T>(ManifestKind kind, List<T> packages)
    {
        if (packages.Count > 0)
        {
            return true;
        }

        object[] texts = kind switch
        {
            ManifestKind.Cask => [".pkg", Pkg, ServiceProperties.ServicePackage],
            ManifestKind.Choco when Installers.Count > 0 =>
                [".msi for x64 or x86", "win-x64", ServiceProperties.RuntimeIdentifiers],
            _ => [".msi", Msi, ServiceProperties.ServicePackage],
        };
        findings.Report(ReleaseDiagnostics.ManifestWithoutPackage, [ReleaseSettings.NameOf(kind), .. texts]);
        return false;
    }

    private bool HasSeveral(ManifestKind kind, List<ReleasedInstaller> installers)
    {
        var same = installers.GroupBy(installer => installer.Architecture).FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
        {
            ReportSeveral(kind, [.. same.Select(installer => installer.FileName)]);
        }

        return same is not null;
    }

    private void ReportSeveral(ManifestKind kind, List<string> names) =>
        findings.Report(ReleaseDiagnostics.SeveralForManifest, names[0], names[1], ReleaseSettings.NameOf(kind));

    private void Report(ManifestKind kind, string consequence, string property) =>
        findings.Report(ReleaseDiagnostics.ManifestField, $"the {ReleaseSettings.NameOf(kind)} manifest", consequence, property);
}
