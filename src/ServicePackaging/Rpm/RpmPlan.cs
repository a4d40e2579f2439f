using System.Collections.Frozen;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Unix;
using ServicePackaging.Values;

namespace ServicePackaging.Rpm;

/// <summary>The plan of an RPM package.</summary>
public sealed record RpmPlan : UnixPackagePlan
{
    internal static readonly FrozenDictionary<string, string> Architectures = new Dictionary<string, string>
    {
        ["x64"] = "x86_64",
        ["x86"] = "i686",
        ["arm64"] = "aarch64",
        ["arm"] = "armv7hl",
        ["s390x"] = "s390x",
        ["ppc64le"] = "ppc64le",
        ["riscv64"] = "riscv64",
        ["loongarch64"] = "loongarch64",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly KeyValuePair<string, string>[] NoTexts = [];

    private RpmPlan(RpmPackage package) => Package = package;

    /// <summary>Everything that is written.</summary>
    public RpmPackage Package { get; }

    /// <inheritdoc/>
    public override string Format => RpmFormatDescriptor.Name;

    /// <inheritdoc/>
    public override string FileName => Package.FileName;

    /// <inheritdoc/>
    public override string Version => Package.FullVersion;

    /// <inheritdoc/>
    public override IReadOnlyList<PackageEntry> Entries => [.. Package.Files.Where(file => !file.IsGhost).Select(file => file.Entry)];

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Metadata =>
    [
        new("header", RpmHeaderText.Create(Package)),
        .. Package.Scriptlets.OrderBy(scriptlet => scriptlet.Key)
            .Select(scriptlet => new KeyValuePair<string, string>(RpmHeaderText.NameOf(scriptlet.Key), scriptlet.Value.Text)),
        .. Package.FileTrigger is { } trigger ? [new KeyValuePair<string, string>("transfiletriggerin", trigger.Text)] : NoTexts,
    ];

    /// <summary>Plans the package.</summary>
    public static RpmPlan Create(PackageRequest request, DiagnosticBag diagnostics)
    {
        var (definition, payload, timestamp, compression) = request;
        var identity = definition.Package;
        var version = PackageVersion.Create(identity, "rpm", diagnostics, dash: '.');
        var content = LinuxContent.Create(definition, payload, diagnostics);
        SelinuxLabel.Check(definition, content, isFedora: true, diagnostics);
        RpmPreset.Add(definition, content);
        AddLicense(identity, content);
        var files = RpmFiles.Create(definition, content);
        var (scriptlets, trigger) = RpmScriptlets.Create(definition, content, diagnostics);
        var package = new RpmPackage
        {
            Name = identity.Name,
            Epoch = (uint?)identity.Epoch,
            Version = version,
            Release = identity.Release,
            Architecture = RuntimeArchitecture.For(
                Architectures, "noarch", definition.Project, payload, "RPM", RpmFormatDescriptor.Name, diagnostics),
            Summary = identity.Summary,
            Description = definition.ExtendedDescription,
            License = identity.License.Length > 0 ? LicenseNames.ToSpdx(identity.License)
                : identity.LicenseFile is not null ? LicenseNames.OwnName(identity.Name)
                : "LicenseRef-Proprietary",
            Url = identity.Homepage?.AbsoluteUri,
            Vendor = identity.Vendor,
            Packager = identity.Maintainer,
            Files = files,
            Relations = [.. RpmDependencies.Create(definition, content, payload, diagnostics), .. files.SelectMany(file => file.Provides)],
            Scriptlets = scriptlets,
            FileTrigger = trigger,
            Changelog = [Change(identity, $"{version}-{identity.Release}", timestamp)],
            Timestamp = timestamp,
            Compression = compression,
        };
        return new RpmPlan(RpmImpliedRelations.Complete(RpmTags.Apply(package, definition.PackageFields, diagnostics)));
    }

    // Fedora's packaging guidelines, "License Text": the macro %license.
    private static void AddLicense(PackageIdentity identity, LinuxContent content)
    {
        if (identity.LicenseFile is { } license)
        {
            var path = RpmFiles.LicensePath(identity, license);
            content.Entries.Add(new FileEntry(path, UnixModes.Data, "root", "root", license.Source.Content));
        }
    }

    private static RpmChange Change(PackageIdentity identity, string version, DateTimeOffset timestamp) =>
        new(timestamp, $"{identity.Maintainer} - {version}", string.Join('\n', identity.Changes.Select(change => "- " + change)));
}
