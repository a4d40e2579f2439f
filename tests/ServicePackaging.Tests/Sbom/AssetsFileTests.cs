using System.Text;
using ServicePackaging.Build.Materials;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Sbom;

/// <summary>The packages and projects of project.assets.json, and what the folders of packages say about them.</summary>
public sealed class AssetsFileTests : IDisposable
{
    private const string Assets =
        """
        {
          "version": 3,
          "targets": {
            "net10.0": { "Only.Without.Runtime/1.0.0": { "type": "package" } },
            "net10.0/linux-x64": {
              "Analyzer/3.0.0": { "type": "package", "dependencies": { "Analyzer.Core": "3.0.0", "Shared": "1.0.0" } },
              "Analyzer.Core/3.0.0": { "type": "package", "runtime": { "lib/net10.0/_._": {} } },
              "Direct/1.0.0-rc.1": { "type": "package", "dependencies": { "transitive": "[1.0.0, )", "Absent": "1.0.0" }, "runtime": { "lib/a.dll": {} } },
              "Private.Library/2.0.0": { "type": "package", "runtime": { "lib/b.dll": {} } },
              "Shared/1.0.0": { "type": "package" },
              "Transitive/1.2.0": { "type": "package", "dependencies": { "Shared": "1.0.0" } },
              "Lib/1.0.0": { "type": "project", "dependencies": { "Direct": "1.0.0-rc.1" } }
            },
            "net10.0/win-x64": { "Other/1.0.0": { "type": "package" } }
          },
          "libraries": {
            "Analyzer/3.0.0": { "type": "package", "path": "analyzer/3.0.0" },
            "Analyzer.Core/3.0.0": { "type": "package", "path": "analyzer.core/3.0.0" },
            "Direct/1.0.0-rc.1": { "type": "package", "path": "direct/1.0.0-rc.1" },
            "Private.Library/2.0.0": { "type": "package", "path": "private.library/2.0.0" },
            "Shared/1.0.0": { "type": "package", "path": "shared/1.0.0" },
            "Transitive/1.2.0": { "type": "package", "path": "transitive/1.2.0" },
            "Lib/1.0.0": { "type": "project", "path": "../Lib/Lib.csproj" }
          },
          "projectFileDependencyGroups": { "net10.0": [ "Analyzer >= 3.0.0", "Direct >= 1.0.0-rc.1", "Lib >= 1.0.0", "private.library >= 2.0.0" ] },
          "packageFolders": { "/missing": {}, "FOLDER": {} },
          "project": {
            "frameworks": {
              "net10.0": {
                "framework": "net10.0",
                "dependencies": {
                  "Analyzer": { "suppressParent": "All", "target": "Package" },
                  "Direct": { "target": "Package" },
                  "Private.Library": { "suppressParent": "All", "target": "Package" }
                }
              }
            }
          }
        }
        """;

    private readonly TemporaryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void It_lists_what_was_restored_for_the_runtime_identifier()
    {
        var materials = Read();

        Assert.Equal(
            [
                "Analyzer 3.0.0 Package direct development: Analyzer.Core Shared",
                "Analyzer.Core 3.0.0 Package development:",
                "Direct 1.0.0-rc.1 Package direct: transitive Absent",
                "Private.Library 2.0.0 Package direct:",
                "Shared 1.0.0 Package:",
                "Transitive 1.2.0 Package: Shared",
                "Lib 1.0.0 Project direct: Direct",
            ],
            materials.Select(Describe));
    }

    [Theory]
    [InlineData("<license type=\"expression\">MIT OR Apache-2.0</license>", "Expression MIT OR Apache-2.0")]
    [InlineData("<license type=\"file\">LICENSE.txt</license><licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>", "File LICENSE.txt")]
    [InlineData("<licenseUrl>https://example.com/license</licenseUrl>", "Address https://example.com/license")]
    [InlineData("<licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>", "")]
    [InlineData("", "")]
    [InlineData("<license", "")]
    public void The_license_is_what_the_package_declares(string metadata, string expected)
    {
        WriteNuspec(metadata);

        var license = Read().Single(material => material.Name == "Direct").License;

        Assert.Equal(expected, license is null ? "" : $"{license.Kind} {license.Text}");
    }

    [Fact]
    public void The_digest_is_that_of_the_package_file()
    {
        WriteNuspec("<authors>Ada, Grace</authors>");
        _tree.Write("/packages/direct/1.0.0-rc.1/direct.1.0.0-rc.1.nupkg.sha512", Convert.ToBase64String([0xAB, 0x01]));

        var material = Read().Single(material => material.Name == "Direct");

        Assert.Equal(("ab01", "Ada, Grace"), (material.Sha512, material.Authors));
    }

    [Theory]
    [InlineData("net9.0", "linux-x64", "It has no packages for net9.0/linux-x64.")]
    [InlineData("net10.0", "osx-x64", "It has no packages for net10.0/osx-x64.")]
    public void The_file_of_another_restore_is_refused(string framework, string runtimeIdentifier, string expected)
    {
        var exception = Assert.Throws<DiagnosticException>(() => Read(framework, runtimeIdentifier));

        Assert.Contains(expected, exception.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        var exception = Assert.Throws<DiagnosticException>(() => AssetsFile.Read("/obj/project.assets.json", "{"u8.ToArray(), ["net10.0"], "linux-x64"));

        Assert.Contains("/obj/project.assets.json", exception.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_packs_from_a_feed_have_metadata_because_those_of_the_sdk_differ_between_systems()
    {
        _tree.Write("/packs/Host/10.0.1/host.nuspec", "<package><metadata><authors>Microsoft</authors></metadata></package>");
        var directory = _tree.PathOf("/packs/Host/10.0.1/");
        var sources = new MaterialSources
        {
            RuntimePacks =
            [
                new("", "", directory) { IsFromFeed = false },
                new("Host", "10.0.1", directory) { IsFromFeed = true },
            ],
        };

        var materials = MaterialReader.Read(sources, "linux-x64", _ => throw new InvalidOperationException()).Items;

        Assert.Equal(["Host 10.0.1 ", "Host 10.0.1 Microsoft"], materials.Select(material => $"{material.Name} {material.Version} {material.Authors}"));
    }

    private void WriteNuspec(string metadata) => _tree.Write(
        "/packages/direct/1.0.0-rc.1/direct.nuspec",
        $"<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata>{metadata}</metadata></package>");

    private IReadOnlyList<Material> Read(string framework = "net10.0", string runtimeIdentifier = "linux-x64")
    {
        var text = Assets.Replace("FOLDER", _tree.PathOf("/packages").Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal);
        return AssetsFile.Read("/obj/project.assets.json", Encoding.UTF8.GetBytes(text), [framework], runtimeIdentifier);
    }

    private static string Describe(Material material)
    {
        var facts = (material.IsDirect ? " direct" : "") + (material.IsForDevelopment ? " development" : "");
        return $"{material.Name} {material.Version} {material.Kind}{facts}: {string.Join(' ', material.Dependencies)}".TrimEnd();
    }
}
