using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Linux;
using ServicePackaging.Model;

namespace ServicePackaging.Deb;

/// <summary>A Debian package decided on.</summary>
public sealed record DebPlan : PackagePlan
{
    // Fields that are computed, and what sets them.
    private static readonly Dictionary<string, string> ReservedFields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Package"] = "ServicePackageName",
        ["Version"] = "ServicePackageVersion and ServicePackageRelease",
        ["Architecture"] = "the runtime identifier",
        ["Maintainer"] = "ServicePackageMaintainer",
        ["Description"] = "ServiceDescription",
        ["Homepage"] = "PackageProjectUrl",
        ["Installed-Size"] = "nothing: it is measured",
    };

    private DebPlan(string name, string version, string architecture, DebPackage package)
    {
        FileName = $"{name}_{version}_{architecture}.deb";
        Version = version;
        Package = package;
    }

    /// <summary>Everything that is written.</summary>
    public DebPackage Package { get; }

    /// <inheritdoc/>
    public override string Format => PackageFormatNames.Deb;

    /// <inheritdoc/>
    public override string FileName { get; }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PackageEntry> Entries => Package.Entries;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Texts =>
    [
        new("control", string.Concat(Package.Control.Select(line => $"{line.Name}: {line.Value.Replace("\n\n", "\n.\n", StringComparison.Ordinal).Replace("\n", "\n ", StringComparison.Ordinal)}\n"))),
        .. Package.Scripts.OrderBy(script => script.Key).Select(script => new KeyValuePair<string, string>(script.Key.ToString().ToLowerInvariant(), script.Value)),
    ];

    /// <summary>Decides on the package.</summary>
    public static DebPlan Create(PackageRequest request, DiagnosticBag diagnostics)
    {
        var (definition, payload, timestamp, compression) = request;
        var architecture = DebArchitecture.For(definition.Project.RuntimeIdentifier, diagnostics);
        var version = DebVersion.Create(definition.Package, diagnostics);
        var content = LinuxContent.Create(definition, payload, diagnostics);
        DebDocumentation.Add(content.Entries, definition, version, timestamp);
        var package = new DebPackage
        {
            Control = CreateControl(definition, content, payload, version, architecture, diagnostics),

            // The account exists only once postinst has made it: dpkg would unpack what is its own as somebody else's.
            Entries = [.. content.Entries.Complete().Select(entry => entry with { Owner = "root", Group = "root" })],
            Scripts = DebScripts.Create(definition, content),
            Timestamp = timestamp,
            Compression = compression,
        };
        return new DebPlan(definition.Package.Name, version, architecture, package);
    }

    /// <inheritdoc/>
    public override void Write(string path, CancellationToken cancellationToken) => DebWriter.Write(Package, path, cancellationToken);

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
        control.AddRange(DebDependencies.Create(definition, content, payload, diagnostics).Select(row => new ControlField(row.Field, row.Relations)));
        control.Add(new("Section", own.Remove("Section", out var section) ? section : "misc"));
        control.Add(new("Priority", own.Remove("Priority", out var priority) ? priority : "optional"));
        control.AddRange(own.Select(field => new ControlField(field.Key, field.Value)));
        if (identity.Homepage is { } homepage)
        {
            control.Add(new("Homepage", homepage.AbsoluteUri));
        }

        control.Add(new("Description", $"{identity.Summary}\n{ExtendedDescription(definition)}"));
        return control;
    }

    private static Dictionary<string, string> OwnFields(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var own = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in definition.PackageFields)
        {
            if ((ReservedFields.GetValueOrDefault(field.Name) ?? RelationSource(field.Name)) is { } source)
            {
                diagnostics.Report(DiagnosticCatalog.ReservedField, field.Name, source);
            }
            else if (!own.TryAdd(field.Name, field.Value))
            {
                diagnostics.Report(DiagnosticCatalog.Duplicate, "DebField", field.Name);
            }
        }

        return own;
    }

    private static string? RelationSource(string field) =>
        PackageRelations.DebianKinds.Contains(field, StringComparer.OrdinalIgnoreCase) ? "DebDependency" : null;

    // An extended description is expected of every package (policy 3.4.2). A full stop alone on a line means an empty line there (5.6.13).
    private static string ExtendedDescription(ServiceDefinition definition) => definition.Package.Description.Length > 0
        ? string.Join('\n', definition.Package.Description.Split('\n').Where(line => line.Trim() != "."))
        : $"This package installs {definition.DisplayName} and runs it as the systemd\nservice {definition.Name}.";
}
