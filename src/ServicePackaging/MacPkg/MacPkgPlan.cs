using System.Collections.Frozen;
using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;
using ServicePackaging.Unix;

namespace ServicePackaging.MacPkg;

/// <summary>The plan of a macOS package.</summary>
public sealed record MacPkgPlan : UnixPackagePlan
{
    internal static readonly FrozenDictionary<string, string> Architectures = new Dictionary<string, string>
    {
        [X64] = X64,
        [Arm64] = Arm64,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string X64 = "x64";
    private const string Arm64 = "arm64";

    private const string Universal = "universal";

    // .NET's "Supported OS versions" (dotnet/core, release-notes), by major version.
    private static readonly FrozenDictionary<int, string> OldestSystems = new Dictionary<int, string>
    {
        [8] = "12.0",
        [9] = "13.0",
        [10] = "14.0",
    }.ToFrozenDictionary();

    private MacPkgPlan(MacPackage package, string fileName)
    {
        Package = package;
        FileName = fileName;
    }

    /// <summary>Everything that is written.</summary>
    public MacPackage Package { get; }

    /// <inheritdoc/>
    public override string Format => MacPkgFormatDescriptor.Name;

    /// <inheritdoc/>
    public override string FileName { get; }

    /// <inheritdoc/>
    public override string Version => Package.Version;

    /// <inheritdoc/>
    public override IReadOnlyList<PackageEntry> Entries => Package.Entries;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Metadata =>
        [.. Package.Scripts.Select(script => KeyValuePair.Create(script.Name, script.Content.ReadText()))];

    /// <summary>Plans the package.</summary>
    public static MacPkgPlan Create(PackageRequest request, DiagnosticBag diagnostics)
    {
        var (definition, payload, timestamp, _) = request;
        var identity = definition.Package;
        var (host, architecture) = ArchitectureOf(definition.Project, payload, diagnostics);
        var content = MacContent.Create(definition, payload, diagnostics);
        var model = MacScripts.CreateModel(definition, content);
        content.AddText(content.Uninstaller, TemplateRenderer.Render(definition, MacTemplates.Uninstall, model), UnixModes.Program);
        var version = identity.Version.ToNormalizedString();
        var package = new MacPackage
        {
            Identifier = definition.Identifier,
            Version = version,
            ComponentName = identity.Name + ".pkg",
            Entries = content.Entries.Complete(),
            Scripts = MacScripts.Create(definition, model),
            Resources = ResourcesOf(definition, diagnostics),
            Distribution = new MacDistribution
            {
                Title = definition.DisplayName,
                HostArchitectures = host,
                MinimumSystemVersion = OldestSystems.GetValueOrDefault(definition.Project.TargetFrameworkMajor),
            },
            Timestamp = timestamp,
            Compression = request.DeflateOrNone("the macOS Installer", diagnostics),
        };
        return new MacPkgPlan(
            package, string.Create(CultureInfo.InvariantCulture, $"{identity.Name}-{version}-{identity.Release}.{architecture}.pkg"));
    }

    // Without a program of one architecture, the installed runtime decides.
    private static (MacArchitectures Host, string Name) ArchitectureOf(ProjectFacts project, Payload payload, DiagnosticBag diagnostics)
    {
        if (ArchitectureNames.Find(
            Architectures, project.RuntimeIdentifier, Platform.MacOS, "macOS", MacPkgFormatDescriptor.Name, diagnostics) is not { } name)
        {
            return (MacArchitectures.Universal, Universal);
        }

        var host = name == Arm64 ? MacArchitectures.Arm64 : MacArchitectures.X64;
        if (!project.IsDotNet)
        {
            return CheckPayload(payload, project.RuntimeIdentifier, diagnostics) ? (host, name) : (MacArchitectures.Universal, Universal);
        }

        return project.UseAppHost ? (host, name) : (MacArchitectures.Universal, name);
    }

    // Returns whether there is machine code. Machine code that is only for other processors is reported.
    private static bool CheckPayload(Payload payload, RuntimeIdentifier runtimeIdentifier, DiagnosticBag diagnostics)
    {
        var wanted = runtimeIdentifier.Architecture == Arm64 ? MachOFile.Arm64 : MachOFile.X64;
        var files = payload.Items.OfType<PayloadFile>().Where(file => file.MachO is not null).ToList();
        if (files.Find(file => !file.MachO!.Slices.Any(slice => slice.CpuType == wanted)) is { } other)
        {
            var name = other.MachO!.Slices.Any(slice => slice.CpuType == MachOFile.Arm64) ? Arm64 : X64;
            diagnostics.Report(
                DiagnosticCatalog.OtherArchitecture, other.Path, name, runtimeIdentifier, runtimeIdentifier with { Architecture = name });
        }

        return files.Count > 0;
    }

    private static List<MacPackageResource> ResourcesOf(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var resources = new List<MacPackageResource>();
        foreach (var resource in definition.InstallerResources)
        {
            var kind = Enum.Parse<MacResourceKind>(resource.Page.ToString());
            if (!HasEndingFor(resource.Page, resource.Name) || resources.Exists(other => other.Kind == kind))
            {
                diagnostics.Report(PackageDiagnostics.InstallerResource, $"MacOSInstallerResource '{resource.Name}'", resource.Page);
            }
            else
            {
                resources.Add(new(kind, resource.Name, resource.Source.Content));
            }
        }

        if (definition.Package.LicenseFile is { } license && !resources.Exists(other => other.Kind == MacResourceKind.License))
        {
            // The Installer decides by the ending how it shows the page.
            var name = HasEndingFor(InstallerPage.License, license.Name) ? license.Name : license.Name + ".txt";
            resources.Add(new(MacResourceKind.License, name, license.Source.Content));
        }

        return resources;
    }

    private static bool HasEndingFor(InstallerPage page, string name)
    {
        string[] endings = page == InstallerPage.Background
            ? [".png", ".jpg", ".gif", ".tiff", ".pdf"]
            : [".txt", ".rtf", ".html"];
        return endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
    }
}
