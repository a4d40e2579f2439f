using System.Collections.Frozen;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Systemd;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Deb;

/// <summary>The plan of a Debian package.</summary>
public sealed record DebPlan : UnixPackagePlan
{
    // dpkg-architecture -L.
    internal static readonly FrozenDictionary<string, string> Architectures = new Dictionary<string, string>
    {
        ["x64"] = "amd64",
        ["x86"] = "i386",
        ["arm64"] = "arm64",
        ["arm"] = "armhf",
        ["s390x"] = "s390x",
        ["ppc64le"] = "ppc64el",
        ["riscv64"] = "riscv64",
        ["loongarch64"] = "loong64",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Fields that are computed, and what determines them.
    private static readonly Dictionary<string, string> ReservedFields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Package"] = ServiceProperties.PackageName.Name,
        ["Version"] = $"{ServiceProperties.PackageVersion} and {ServiceProperties.PackageRelease}",
        ["Architecture"] = "the runtime identifier",
        ["Maintainer"] = ServiceProperties.Maintainer.Name,
        ["Description"] = ServiceProperties.Description.Name,
        ["Homepage"] = "PackageProjectUrl",
        ["Epoch"] = ServiceProperties.Epoch.Name,
        ["Conffiles"] = $"{ServiceItems.ConfigFile} items",
    };

    // Fields of dpkg's own database (deb-control(5) does not have them), and one that is measured.
    private static readonly Dictionary<string, string> ToolFields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Status"] = "dpkg when the package is installed",
        ["Config-Version"] = "dpkg when the package is installed",
        ["Installed-Size"] = "the build, which measures it",
    };

    private DebPlan(string fileName, string version, IReadOnlyList<PackageEntry> entries, DebPackage package)
    {
        Entries = entries;
        FileName = fileName;
        Version = version;
        Package = package;
    }

    /// <summary>Everything that is written.</summary>
    public DebPackage Package { get; }

    /// <inheritdoc/>
    public override string Format => DebFormatDescriptor.Name;

    /// <inheritdoc/>
    public override string FileName { get; }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PackageEntry> Entries { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Metadata =>
    [
        new("control", Package.ControlText),
        .. from script in Package.Scripts
           orderby script.Key
           select new KeyValuePair<string, string>(script.Key.ToString().ToLowerInvariant(), script.Value),
    ];

    /// <summary>Plans the package.</summary>
    public static DebPlan Create(PackageRequest request, DiagnosticBag diagnostics)
    {
        var (definition, payload, timestamp, compression) = request;
        var architecture = RuntimeArchitecture.For(
            Architectures, "all", definition.Project, payload, "Debian", DebFormatDescriptor.Name, diagnostics);
        var fileVersion = $"{PackageVersion.Create(definition.Package, "dpkg", diagnostics)}-{definition.Package.Release}";
        var version = definition.Package.Epoch is { } epoch ? $"{epoch}:{fileVersion}" : fileVersion;
        var content = LinuxContent.Create(definition, payload, diagnostics);
        SelinuxLabel.Check(definition, content, isFedora: false, diagnostics);
        AddInstanceUnits(content);
        DebDocumentation.Add(content.Entries, definition, version, timestamp);
        var entries = content.Entries.Complete();
        var package = new DebPackage
        {
            Control = CreateControl(definition, content, payload, version, architecture, diagnostics),

            // postinst creates the account. When dpkg unpacks the files, the account does not exist, and dpkg would give its files to
            // another owner.
            Entries = [.. entries.Select(entry => entry with { Owner = "root", Group = "root" })],
            Scripts = DebScripts.Create(definition, content),
            Triggers = RuntimeUpgrade.RestartsFor(definition)
                ? string.Concat(RuntimeUpgrade.Directories.Select(directory => $"interest-noawait {directory}\n"))
                : null,
            Timestamp = timestamp,
            Compression = compression,
        };
        // dpkg-name(1): the file name has no epoch.
        return new DebPlan($"{definition.Package.Name}_{fileVersion}_{architecture}.deb", version, entries, package);
    }

    // systemd needs only the template. deb-systemd-helper (find_unit) needs a file with the full name of the instance. Without one it does
    // not enable the instance on a system without systemctl, does not remember that the administrator disabled it, and does not remove its
    // links when the package is purged.
    private static void AddInstanceUnits(LinuxContent content)
    {
        foreach (var unit in content.Units.Units.Except(content.Units.Files.Select(file => file.Key)))
        {
            content.Entries.Add(new SymlinkEntry($"{content.UnitDirectory}/{unit}", "root", "root", SystemdUnits.TemplateOf(unit)));
        }
    }

    // The order of dpkg-gencontrol.
    private static List<ControlField> CreateControl(
        ServiceDefinition definition, LinuxContent content, Payload payload, string version, string architecture, DiagnosticBag diagnostics)
    {
        var identity = definition.Package;
        var own = OwnFields(definition, diagnostics);
        var control = new List<ControlField>
        {
            new("Package", identity.Name),
            new("Version", version),
            new("Architecture", architecture),
            new("Maintainer", identity.Maintainer),
        };
        var dependencies = DebDependencies.Create(definition, content, payload, diagnostics);
        control.AddRange(dependencies.Select(row => new ControlField(row.Field, row.Relations)));
        control.Add(new("Section", own.Remove("Section", out var section) ? section : "misc"));
        control.Add(new("Priority", own.Remove("Priority", out var priority) ? priority : "optional"));
        control.AddRange(own.Select(field => new ControlField(field.Key, field.Value)));
        if (identity.Homepage is { } homepage)
        {
            control.Add(new("Homepage", homepage.AbsoluteUri));
        }

        control.Add(new("Description", $"{identity.Summary}\n{definition.ExtendedDescription}"));
        return control;
    }

    private static Dictionary<string, string> OwnFields(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var own = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in definition.PackageFields)
        {
            if ((ReservedFields.GetValueOrDefault(field.Name) ?? RelationSource(field.Name)) is { } source)
            {
                diagnostics.Report(
                    PackageDiagnostics.ReservedField, ReservedFieldKind.Setting, DebRelations.Grammar.Field!, field.Name, source);
            }
            else if (ToolFields.TryGetValue(field.Name, out var tool))
            {
                diagnostics.Report(PackageDiagnostics.ReservedField, ReservedFieldKind.Tool, DebRelations.Grammar.Field!, field.Name, tool);
            }
            else if (!own.TryAdd(field.Name, field.Value))
            {
                diagnostics.Report(DiagnosticCatalog.Duplicate, DebRelations.Grammar.Field!, field.Name);
            }
        }

        return own;
    }

    private static string? RelationSource(string field) =>
        DebRelations.Kinds.Contains(field, StringComparer.OrdinalIgnoreCase) ? DebRelations.Grammar.Relation!.Name : null;
}
