using System.Globalization;
using NuGet.Versioning;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Model;
using ServicePackaging.Msi.Schema;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Msi;

/// <summary>How Windows Installer identifies a product. All codes follow from names, so that they are the same wherever the package is
/// built.</summary>
internal sealed record MsiProduct
{
    // The namespace of all generated codes. It never changes: a package could not upgrade its predecessor.
    private static readonly Guid Namespace = new("6f1c8f0e-6b0a-5d5b-9c55-2f3a0a7a4d11");

    private static readonly Dictionary<string, MsiPlatform> Platforms = new(StringComparer.Ordinal)
    {
        ["x64"] = MsiPlatform.X64,
        ["arm64"] = MsiPlatform.Arm64,
        ["x86"] = MsiPlatform.Intel,
    };

    /// <summary>The names of architectures, which are .NET's own.</summary>
    public static readonly IReadOnlyDictionary<string, string> Architectures =
        Platforms.Keys.ToDictionary(name => name, StringComparer.Ordinal);

    private const int LargestMajorAndMinor = 255;
    private const int LargestBuild = 65535;

    private MsiProduct()
    {
    }

    /// <summary>The processors that it is for.</summary>
    public required MsiPlatform Platform { get; init; }

    /// <summary>.NET's name of the processors.</summary>
    public string Architecture => Platforms.Single(row => row.Value == Platform).Key;

    /// <summary>Three numbers.</summary>
    public required string Version { get; init; }

    /// <summary>The same for all versions: upgrades find the product by it.</summary>
    public required Guid UpgradeCode { get; init; }

    /// <summary>A different code for every version, release and processor.</summary>
    public required Guid ProductCode { get; init; }

    /// <summary>Whether the product uses the directories and the registry of 64-bit programs.</summary>
    public bool Is64Bit => Platform != MsiPlatform.Intel;

    /// <summary>The attributes that all components of the platform have.</summary>
    public MsiComponentAttributes ComponentAttributes => Is64Bit ? MsiComponentAttributes.Bits64 : MsiComponentAttributes.None;

    /// <summary>The directory of the system's programs.</summary>
    public string SystemFolder => Is64Bit ? "System64Folder" : "SystemFolder";

    /// <summary>The directory of programs.</summary>
    public string ProgramFilesFolder => Is64Bit ? "ProgramFiles64Folder" : "ProgramFilesFolder";

    /// <summary>A GUID in the form that Windows Installer requires.</summary>
    public static string Format(Guid guid) => guid.ToString("B").ToUpperInvariant();

    /// <summary>The code of the component of a path or registry key: the same in every version, so that an upgrade recognises it.</summary>
    public Guid ComponentCode(string path) => NameBasedGuid.Create(UpgradeCode, $"component/{Platform}/{path.ToUpperInvariant()}");

    /// <summary>Determines the codes and the version.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="diagnostics">Receives every fault.</param>
    public static MsiProduct Create(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var platform = PlatformOf(definition.Project.RuntimeIdentifier, diagnostics);
        var identity = definition.Package;
        var upgradeCode = Field(definition, "UpgradeCode") is { } given && ReadCode(given, diagnostics) is { } code
            ? code
            : identity.UpgradeCode ?? NameBasedGuid.Create(Namespace, "upgrade/" + definition.Identifier);
        return new MsiProduct
        {
            Platform = platform,
            Version = VersionOf(definition, diagnostics),
            UpgradeCode = upgradeCode,
            ProductCode = NameBasedGuid.Create(upgradeCode, $"product/{platform}/{identity.Version.ToFullString()}/{identity.Release}"),
        };
    }

    private static string? Field(ServiceDefinition definition, string name) =>
        definition.PackageFields.LastOrDefault(field => field.Name == name)?.Value;

    private static Guid? ReadCode(string text, DiagnosticBag diagnostics)
    {
        if (Guid.TryParse(text, out var code))
        {
            return code;
        }

        diagnostics.Report(
            DiagnosticCatalog.InvalidValue, "MsiProperty 'UpgradeCode' Value", text,
            "a GUID such as {2C4F0B5E-8D0B-4B7C-9C1B-0F4E5D6A7B8C}");
        return null;
    }

    private static string VersionOf(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var identity = definition.Package;
        if (Field(definition, "ProductVersion") is { } given)
        {
            if (NuGetVersion.TryParse(given, out var own) && !own.IsPrerelease && FindFault(own) is null)
            {
                return Numbers(own);
            }

            diagnostics.Report(
                DiagnosticCatalog.InvalidValue, "MsiProperty 'ProductVersion' Value", given,
                "three numbers such as 1.2.3, at most 255.255.65535");
            return "1.0.0";
        }

        if (FindFault(identity.Version) is { } fault)
        {
            diagnostics.Report(
                PackageDiagnostics.InstallerVersion, fault, ServiceProperties.PackageVersion, identity.Version.ToFullString());
            return "1.0.0";
        }

        if (identity.Version.IsPrerelease)
        {
            diagnostics.Report(PackageDiagnostics.InstallerPrerelease, identity.Version.ToFullString(), Numbers(identity.Version));
        }

        return Numbers(identity.Version);
    }

    // Microsoft, "ProductVersion property": major and minor up to 255, build up to 65,535; a fourth number is ignored.
    private static InstallerVersionKind? FindFault(NuGetVersion version) => version switch
    {
        { Major: > LargestMajorAndMinor } or { Minor: > LargestMajorAndMinor } => InstallerVersionKind.MajorOrMinor,
        { Patch: > LargestBuild } => InstallerVersionKind.Build,
        { Revision: > 0 } => InstallerVersionKind.FourthNumber,
        _ => null,
    };

    private static string Numbers(NuGetVersion version) =>
        string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.{version.Patch}");

    private static MsiPlatform PlatformOf(RuntimeIdentifier runtimeIdentifier, DiagnosticBag diagnostics) =>
        ArchitectureNames.Find(
            Architectures,
            runtimeIdentifier,
            Model.Platform.Windows,
            "Windows Installer",
            MsiFormatDescriptor.Name,
            diagnostics) is { } name
            ? Platforms[name]
            : MsiPlatform.X64;
}
