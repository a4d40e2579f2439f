namespace ServicePackaging.Manifests;

/// <summary>The file that connects the others. The names of all properties are those of winget's schema.</summary>
internal sealed record WingetVersion
{
    public required string PackageIdentifier { get; init; }

    public required string PackageVersion { get; init; }

    public required string DefaultLocale { get; init; }

    public required string ManifestType { get; init; }

    public required string ManifestVersion { get; init; }
}

/// <summary>The file with the texts for people.</summary>
internal sealed record WingetDefaultLocale
{
    public required string PackageIdentifier { get; init; }

    public required string PackageVersion { get; init; }

    public required string PackageLocale { get; init; }

    public required string Publisher { get; init; }

    public required string PackageName { get; init; }

    public string? PackageUrl { get; init; }

    public required string License { get; init; }

    public string? Copyright { get; init; }

    public required string ShortDescription { get; init; }

    public string? Description { get; init; }

    public string? ReleaseNotes { get; init; }

    public required string ManifestType { get; init; }

    public required string ManifestVersion { get; init; }
}

/// <summary>The file with the installers.</summary>
internal sealed record WingetInstallers
{
    public required string PackageIdentifier { get; init; }

    public required string PackageVersion { get; init; }

    public required string InstallerType { get; init; }

    public required string Scope { get; init; }

    public required string UpgradeBehavior { get; init; }

    public required string ElevationRequirement { get; init; }

    public required WingetSwitches InstallerSwitches { get; init; }

    public required IReadOnlyList<WingetInstaller> Installers { get; init; }

    public required string ManifestType { get; init; }

    public required string ManifestVersion { get; init; }
}

/// <summary>What winget passes to the installer, besides its own switches for Windows Installer.</summary>
internal sealed record WingetSwitches
{
    public required string InstallLocation { get; init; }
}

/// <summary>The installer for one kind of processors.</summary>
internal sealed record WingetInstaller
{
    public required string Architecture { get; init; }

    public required string InstallerUrl { get; init; }

    public required string InstallerSha256 { get; init; }

    public required string ProductCode { get; init; }

    public required IReadOnlyList<WingetProgram> AppsAndFeaturesEntries { get; init; }
}

/// <summary>An entry in the list of installed programs.</summary>
internal sealed record WingetProgram
{
    public required string DisplayName { get; init; }

    public required string Publisher { get; init; }

    public string? DisplayVersion { get; init; }

    public required string ProductCode { get; init; }

    public required string UpgradeCode { get; init; }
}
