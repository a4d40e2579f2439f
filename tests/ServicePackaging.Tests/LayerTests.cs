using System.Text.RegularExpressions;
using ArchUnitNET.Loader;
using ServicePackaging.Build;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Planning;
using ServicePackaging.Repositories;
using ServicePackaging.Signing;
using ServicePackaging.Tasks;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests;

/// <summary>The arrows between namespaces: each is in the list below, and they have no cycle. The compiler inlines constants, so that the
/// sources are read beside the assemblies: an unnecessary using is an error, and a necessary one is an arrow.</summary>
public sealed partial class LayerTests
{
    private const string Root = "ServicePackaging";

    // What each namespace may refer to, the lowest first. Names are without the prefix "ServicePackaging.".
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Formats.Streams"] = [],
        ["Formats.Checksums"] = ["Formats.Streams"],
        ["Formats.Executables"] = [],
        ["Formats.Compression"] = ["Formats.Checksums", "Formats.Streams"],
        ["Formats.Archives"] = ["Formats.Streams"],
        ["Formats.Deb"] = ["Formats.Archives", "Formats.Compression", "Formats.Streams"],
        ["Formats.Rpm"] = ["Formats.Archives", "Formats.Checksums", "Formats.Compression", "Formats.Streams"],
        ["Formats.MacPkg"] =
            ["Formats.Archives", "Formats.Checksums", "Formats.Compression", "Formats.Executables", "Formats.Streams"],
        ["Formats.Msi.Storage"] = [],
        ["Formats.Msi.Tables"] = ["Formats.Archives", "Formats.Msi.Storage"],
        ["Formats.Msi.Cabinets"] = ["Formats.Archives", "Formats.Compression", "Formats.Streams"],
        ["Formats.Msi.CompoundFiles"] = ["Formats.Archives", "Formats.Streams"],
        ["Formats.Msi.Reading"] =
            ["Formats.Archives", "Formats.Msi.Cabinets", "Formats.Msi.CompoundFiles", "Formats.Msi.Storage", "Formats.Msi.Tables"],
        ["Formats.Msi.Audit"] =
        [
            "Formats.Archives", "Formats.Executables", "Formats.Msi.Cabinets", "Formats.Msi.CompoundFiles", "Formats.Msi.Reading",
            "Formats.Msi.Storage", "Formats.Msi.Tables",
        ],
        ["Formats.Msi"] =
        [
            "Formats.Archives", "Formats.Checksums", "Formats.Compression", "Formats.Executables", "Formats.Msi.Audit", "Formats.Msi.Cabinets",
            "Formats.Msi.CompoundFiles", "Formats.Msi.Reading", "Formats.Msi.Storage", "Formats.Msi.Tables", "Formats.Streams",
        ],

        ["Signing"] = [],
        ["Signing.Commands"] = ["Signing"],
        ["Signing.Timestamps"] = ["Signing"],
        ["Signing.Verification"] = ["Signing"],
        ["Signing.Keys"] = ["Signing", "Signing.Verification"],
        ["Signing.OpenPgp"] = ["Signing", "Signing.Commands"],
        ["Signing.Trust"] = ["Signing.OpenPgp", "Signing.Verification"],
        ["Signing.Rpm"] = ["Signing.OpenPgp"],
        ["Signing.Deb"] = ["Signing", "Signing.OpenPgp"],
        ["Signing.Authenticode"] = ["Signing", "Signing.Keys", "Signing.Timestamps"],
        ["Signing.Apple"] = ["Signing", "Signing.Keys", "Signing.Timestamps"],
        ["Signing.MacPkg"] = ["Signing", "Signing.Apple", "Signing.Keys", "Signing.Timestamps"],
        ["Signing.MachO"] = ["Signing", "Signing.Apple", "Signing.Keys", "Signing.Timestamps"],
        ["Signing.Notary"] = ["Signing"],

        ["Repositories"] = ["Signing.OpenPgp", "Signing.Verification"],
        ["Repositories.Storage"] = ["Repositories"],
        ["Repositories.Writing"] = ["Repositories", "Repositories.Storage"],
        ["Repositories.State"] = ["Repositories", "Repositories.Storage"],
        ["Repositories.Apt"] = ["Repositories", "Repositories.Storage", "Repositories.Writing"],
        ["Repositories.RpmMd"] = ["Repositories", "Repositories.Storage", "Repositories.Writing"],
        ["Repositories.Verification"] =
        [
            "Repositories", "Repositories.Apt", "Repositories.RpmMd", "Repositories.State", "Repositories.Storage", "Signing", "Signing.OpenPgp",
            "Signing.Trust",
        ],
        ["Repositories.Bootstrap"] =
        [
            "Repositories", "Repositories.Apt", "Repositories.Storage", "Repositories.Writing", "Signing.OpenPgp", "Signing.Rpm",
        ],
        ["Repositories.Publishing"] =
        [
            "Repositories", "Repositories.Apt", "Repositories.Bootstrap", "Repositories.RpmMd", "Repositories.State", "Repositories.Storage",
            "Repositories.Writing", "Signing.OpenPgp", "Signing.Verification",
        ],

        ["Manifests"] = [],
        ["Diagnostics"] = [],
        ["Values"] = [],
        ["Model"] = [],
        ["Vocabulary"] = ["Diagnostics", "Model", "Values"],
        ["Platforms"] = ["Diagnostics", "Model", "Values"],
        ["Templates"] = ["Diagnostics", "Model"],
        ["Reading"] = ["Diagnostics", "Model", "Platforms", "Values", "Vocabulary"],
        ["Sbom"] = ["Model"],
        ["Placement"] = ["Diagnostics", "Model", "Platforms", "Sbom", "Vocabulary"],
        ["Planning"] = ["Diagnostics", "Model", "Reading", "Sbom", "Vocabulary"],
        ["Control"] = ["Model"],
        ["Unix"] = ["Diagnostics", "Model", "Placement", "Values"],
        ["Systemd"] = ["Diagnostics", "Model", "Placement", "Platforms", "Unix", "Values", "Vocabulary"],
        ["Launchd"] = ["Diagnostics", "Model", "Placement", "Platforms", "Templates", "Unix", "Values", "Vocabulary"],
        ["WindowsService"] = ["Diagnostics", "Model", "Placement", "Platforms", "Vocabulary"],
        ["Linux"] = ["Control", "Diagnostics", "Model", "Placement", "Platforms", "Systemd", "Templates", "Unix", "Values", "Vocabulary"],
        ["Deb"] =
        [
            "Diagnostics", "Linux", "Model", "Placement", "Planning", "Platforms", "Reading", "Systemd", "Templates", "Unix", "Values",
            "Vocabulary",
        ],
        ["Rpm"] =
        [
            "Diagnostics", "Linux", "Model", "Placement", "Planning", "Platforms", "Reading", "Systemd", "Templates", "Unix", "Values",
            "Vocabulary",
        ],
        ["MacPkg"] = ["Control", "Diagnostics", "Launchd", "Model", "Placement", "Planning", "Platforms", "Templates", "Unix", "Vocabulary"],
        ["Msi.Schema"] = [],
        ["Msi.Wix"] = ["Model", "Msi.Schema", "WindowsService"],
        ["Msi"] =
        [
            "Control", "Diagnostics", "Model", "Msi.Schema", "Msi.Wix", "Placement", "Planning", "Platforms", "Reading", "Templates",
            "Vocabulary", "WindowsService",
        ],
        [""] = ["Deb", "Diagnostics", "MacPkg", "Model", "Msi", "Planning", "Reading", "Rpm", "Vocabulary"],
        ["Build.Signing"] =
        [
            "Diagnostics", "Model", "Planning", "Reading", "Signing", "Signing.Apple", "Signing.Authenticode", "Signing.Commands", "Signing.Deb",
            "Signing.Keys", "Signing.MacPkg", "Signing.MachO", "Signing.Notary", "Signing.OpenPgp", "Signing.Rpm", "Signing.Timestamps",
            "Signing.Verification", "Values", "Vocabulary",
        ],
        ["Build.Materials"] = ["Diagnostics", "Model", "Sbom"],
        ["Build"] =
        [
            "", "Build.Materials", "Build.Signing", "Diagnostics", "Model", "Placement", "Planning", "Platforms", "Reading", "Sbom", "Signing",
            "Signing.Verification", "Vocabulary",
        ],
        ["Build.Release"] =
        [
            "", "Build", "Build.Signing", "Diagnostics", "MacPkg", "Manifests", "Model", "Planning", "Reading", "Repositories",
            "Repositories.Publishing", "Repositories.Writing", "Sbom", "Signing", "Signing.OpenPgp", "Signing.Verification", "Values", "Vocabulary",
        ],
        ["Tasks"] =
        [
            "", "Build", "Build.Materials", "Build.Release", "Build.Signing", "Diagnostics", "Model", "Planning", "Reading", "Sbom", "Vocabulary",
        ],
    };

    private static readonly Lazy<HashSet<(string From, string To)>> InAssemblies = new(ReadAssemblies);

    private static readonly Lazy<HashSet<(string From, string To)>> InSources = new(ReadSources);

    [Fact]
    public void Every_arrow_of_the_assemblies_is_in_the_list() => Assert.Empty(InAssemblies.Value.Where(IsForbidden).Order());

    [Fact]
    public void Every_arrow_of_the_sources_is_in_the_list() => Assert.Empty(InSources.Value.Where(IsForbidden).Order());

    [Fact]
    public void The_list_has_no_arrow_that_nothing_uses()
    {
        var used = InAssemblies.Value.Concat(InSources.Value).ToHashSet();
        Assert.Empty(Arrows.SelectMany(row => row.Value.Select(to => (row.Key, to))).Where(arrow => !used.Contains(arrow)).Order());
    }

    [Fact]
    public void Arrows_only_point_to_what_the_list_has_above()
    {
        var names = Arrows.Keys.ToList();
        Assert.Empty(
            from row in Arrows
            from to in row.Value
            where names.IndexOf(to) < 0 || names.IndexOf(to) >= names.IndexOf(row.Key)
            select $"{row.Key} -> {to}");
    }

    // Assemblies that are beside a program may use all of Formats.
    private static bool IsForbidden((string From, string To) arrow) =>
        arrow.From != arrow.To && !Arrows.GetValueOrDefault(arrow.From, []).Contains(arrow.To)
        && (!arrow.To.StartsWith("Formats", StringComparison.Ordinal) || arrow.From.StartsWith("Formats", StringComparison.Ordinal));

    private static HashSet<(string From, string To)> ReadAssemblies()
    {
        var architecture = new ArchLoader()
            .LoadAssemblies(
                typeof(PackageEntry).Assembly, typeof(SigningException).Assembly, typeof(RepositoryException).Assembly, typeof(PackagePlan).Assembly,
                typeof(Packager).Assembly, typeof(WriteServicePackages).Assembly)
            .Build();
        return
        [
            .. from type in architecture.Types
               from dependency in type.Dependencies
               let source = type.Namespace?.FullName ?? ""
               let target = dependency.Target.Namespace?.FullName ?? ""
               where IsOurs(source) && IsOurs(target) && source != target
               select (Short(source), Short(target)),
        ];
    }

    private static HashSet<(string From, string To)> ReadSources() =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
           let text = File.ReadAllText(file)
           let source = Namespace().Match(text).Groups[1].Value
           from Match match in Using().Matches(text)
           let target = match.Groups[1].Value
           where source != target
           select (Short(source), Short(target)),
    ];

    private static bool IsOurs(string name) => name == Root || name.StartsWith(Root + ".", StringComparison.Ordinal);

    private static string Short(string name) => name == Root ? "" : name[(Root.Length + 1)..];

    [GeneratedRegex(@"^namespace (ServicePackaging[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (ServicePackaging[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
