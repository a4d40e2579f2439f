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

    // .NET's "Supported OS versions" (dotnet/core, release-notes), by major version. Later versions need at least the system of the last
    // one.
    private static readonly (int Major, Version System)[] OldestSystems =
        [(8, new(12, 0)), (9, new(13, 0)), (10, new(14, 0)), (11, new(14, 0))];

    // The first version of macOS that runs on both kinds of processors.
    private static readonly Version OldestSystem = new(11, 0);

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
                MinimumSystemVersion = identity.MinimumMacOS ?? MinimumOf(definition.Project, payload).ToString(),
            },
            Timestamp = timestamp,
            Compression = request.DeflateOrNone("the macOS Installer", diagnostics),
        };
        return new MacPkgPlan(
            package, string.Create(CultureInfo.InvariantCulture, $"{identity.Name}-{version}-{identity.Release}.{architecture}.pkg"));
    }

    // The oldest system that the runtime and all native files run on.
    private static Version MinimumOf(ProjectFacts project, Payload payload)
    {
        var runtime = project.IsDotNet
            ? OldestSystems.LastOrDefault(row => row.Major <= project.TargetFrameworkMajor, OldestSystems[0]).System
            : OldestSystem;
        var processor = project.RuntimeIdentifier.Architecture == Arm64 ? MachOFile.Arm64 : MachOFile.X64;
        return payload.Items.OfType<PayloadFile>().SelectMany(file => file.MachO?.Slices ?? [])
            .Where(slice => slice.CpuType == processor).Select(slice => slice.MinimumSystem).OfType<Version>().Append(runtime).Max()!;
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
        // A host executable that does not start the program does not count.
        var files = payload.Items.OfType<PayloadFile>().Where(file => project.UseAppHost || file.Path != project.AssemblyName)
            .Select(file => file.MachO).OfType<MachOFile>().ToList();
        var isUniversal = files.Count > 0 ? files.TrueForAll(HasBoth) : !project.IsDotNet || !project.UseAppHost;
        if (!project.IsDotNet)
        {
            CheckPayload(payload, project.RuntimeIdentifier, diagnostics);
            return isUniversal ? (MacArchitectures.Universal, Universal) : (host, name);
        }

        return (isUniversal ? MacArchitectures.Universal : host, name);
    }

    private static bool HasBoth(MachOFile file) =>
        file.Slices.Any(slice => slice.CpuType == MachOFile.Arm64) && file.Slices.Any(slice => slice.CpuType == MachOFile.X64);

    // Machine code that is only for other processors is reported.
    private static void CheckPayload(Payload payload, RuntimeIdentifier runtimeIdentifier, DiagnosticBag diagnostics)
    {
        var wanted = runtimeIdentifier.Architecture == Arm64 ? MachOFile.Arm64 : MachOFile.X64;
        var files = payload.Items.OfType<PayloadFile>().Where(file => file.MachO is not null).ToList();
        if (files.Find(file => !file.MachO!.Slices.Any(slice => slice.CpuType == wanted)) is { } other)
        {
            var name = other.MachO!.Slices.Any(slice => slice.CpuType == MachOFile.Arm64) ? Arm64 : X64;
            diagnostics.Report(
                DiagnosticCatalog.OtherArchitecture, other.Path, name, runtimeIdentifier, runtimeIdentifier with { Architecture = name });
        }
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
