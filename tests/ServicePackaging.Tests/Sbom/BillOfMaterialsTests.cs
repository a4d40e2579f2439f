using System.Text;
using System.Text.Json;
using ServicePackaging.Model;
using ServicePackaging.Sbom;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Sbom;

/// <summary>What bills of materials say, in both formats.</summary>
public sealed class BillOfMaterialsTests
{
    [Theory]
    [InlineData("Newtonsoft.Json", "13.0.3", "pkg:nuget/Newtonsoft.Json@13.0.3")]
    [InlineData("a b/c", "1.0.0+x", "pkg:nuget/a%20b%2Fc@1.0.0%2Bx")]
    public void A_package_url_is_encoded(string name, string version, string expected) => Assert.Equal(expected, PackageUrl.Of(PackageUrl.NuGet, name, version));

    [Fact]
    public void CycloneDx_has_all_components()
    {
        using var json = Parse(SbomDocument.CycloneDx);
        var subject = json.RootElement.GetProperty("metadata").GetProperty("component");

        Assert.Equal("application acme 1.2.3 pkg:generic/acme@1.2.3", $"{subject.GetProperty("type")} {subject.GetProperty("name")} {subject.GetProperty("version")} {subject.GetProperty("purl")}");
        Assert.Equal("2026-01-02T03:04:05Z", json.RootElement.GetProperty("metadata").GetProperty("timestamp").GetString());
        Assert.Equal(
            [
                "library excluded pkg:nuget/Analyzer@3.0.0",
                "platform required pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.1 contains file:libclrjit.so",
                "library required pkg:nuget/Other-Library@2.0.0-rc.1",
                "library required pkg:nuget/Other_Library@2.0.0-rc.1",
                "library required pkg:nuget/Some.Library@1.2.0",
                "library required project:Lib@1.0.0",
                "file required file:Acme",
                "file required file:runtimes/libunknown.so",
            ],
            json.RootElement.GetProperty("components").EnumerateArray().Select(Describe));
    }

    [Fact]
    public void CycloneDx_has_the_dependencies_of_every_component()
    {
        using var json = Parse(SbomDocument.CycloneDx);

        Assert.Equal(
            [
                "pkg:generic/acme@1.2.3: pkg:nuget/Analyzer@3.0.0 pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.1 pkg:nuget/Some.Library@1.2.0 project:Lib@1.0.0 file:Acme file:runtimes/libunknown.so",
                "file:Acme:",
                "file:runtimes/libunknown.so:",
                "pkg:nuget/Analyzer@3.0.0:",
                "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.1:",
                "file:libclrjit.so:",
                "pkg:nuget/Other-Library@2.0.0-rc.1:",
                "pkg:nuget/Other_Library@2.0.0-rc.1:",
                "pkg:nuget/Some.Library@1.2.0: pkg:nuget/Other_Library@2.0.0-rc.1",
                "project:Lib@1.0.0: pkg:nuget/Some.Library@1.2.0",
            ],
            json.RootElement.GetProperty("dependencies").EnumerateArray().Select(row =>
                $"{row.GetProperty("ref")}: {(row.TryGetProperty("dependsOn", out var list) ? string.Join(' ', list.EnumerateArray()) : "")}".TrimEnd()));
    }

    [Fact]
    public void Spdx_has_the_same_components_under_unique_identifiers()
    {
        using var json = Parse(SbomDocument.Spdx);

        Assert.Equal(
            [
                "SPDXRef-Service-acme-1.2.3 APPLICATION Apache-2.0 Organization: Acme",
                "SPDXRef-File-Acme FILE NOASSERTION NOASSERTION",
                "SPDXRef-File-runtimes-libunknown.so FILE NOASSERTION NOASSERTION",
                "SPDXRef-Package-Analyzer-3.0.0 LIBRARY (LicenseRef-Own OR MIT) NOASSERTION",
                "SPDXRef-Runtime-Microsoft.NETCore.App.Runtime.linux-x64-10.0.1 FRAMEWORK NOASSERTION NOASSERTION",
                "SPDXRef-File-libclrjit.so FILE NOASSERTION NOASSERTION",
                "SPDXRef-Package-Other-Library-2.0.0-rc.1 LIBRARY NOASSERTION NOASSERTION",
                "SPDXRef-Package-Other-Library-2.0.0-rc.1-2 LIBRARY NOASSERTION NOASSERTION",
                "SPDXRef-Package-Some.Library-1.2.0 LIBRARY MIT Organization: Ada",
                "SPDXRef-Project-Lib-1.0.0 LIBRARY NOASSERTION NOASSERTION",
            ],
            json.RootElement.GetProperty("packages").EnumerateArray().Select(package =>
                $"{package.GetProperty("SPDXID")} {package.GetProperty("primaryPackagePurpose")} {package.GetProperty("licenseDeclared")} {package.GetProperty("supplier")}"));
        Assert.Equal("LicenseRef-Own", Assert.Single(json.RootElement.GetProperty("hasExtractedLicensingInfos").EnumerateArray()).GetProperty("licenseId").GetString());
    }

    [Fact]
    public void Spdx_relates_components()
    {
        using var json = Parse(SbomDocument.Spdx);

        Assert.Equal(
            [
                "SPDXRef-DOCUMENT DESCRIBES SPDXRef-Service-acme-1.2.3",
                "SPDXRef-Package-Analyzer-3.0.0 DEV_DEPENDENCY_OF SPDXRef-Service-acme-1.2.3",
                "SPDXRef-Service-acme-1.2.3 CONTAINS SPDXRef-Runtime-Microsoft.NETCore.App.Runtime.linux-x64-10.0.1",
                "SPDXRef-Service-acme-1.2.3 DEPENDS_ON SPDXRef-Package-Some.Library-1.2.0",
                "SPDXRef-Service-acme-1.2.3 DEPENDS_ON SPDXRef-Project-Lib-1.0.0",
                "SPDXRef-Service-acme-1.2.3 CONTAINS SPDXRef-File-Acme",
                "SPDXRef-Service-acme-1.2.3 CONTAINS SPDXRef-File-runtimes-libunknown.so",
                "SPDXRef-Runtime-Microsoft.NETCore.App.Runtime.linux-x64-10.0.1 CONTAINS SPDXRef-File-libclrjit.so",
                "SPDXRef-Package-Some.Library-1.2.0 DEPENDS_ON SPDXRef-Package-Other-Library-2.0.0-rc.1-2",
                "SPDXRef-Project-Lib-1.0.0 DEPENDS_ON SPDXRef-Package-Some.Library-1.2.0",
            ],
            json.RootElement.GetProperty("relationships").EnumerateArray().Select(row =>
                $"{row.GetProperty("spdxElementId")} {row.GetProperty("relationshipType")} {row.GetProperty("relatedSpdxElement")}"));
    }

    [Fact]
    public void The_same_input_in_another_order_gives_the_same_bytes()
    {
        var first = Bills.Full.Render();
        var second = Bills.Create([.. Bills.Materials.Reverse()], [.. Bills.Files.Reverse()]).Render();

        Assert.Equal(first.Select(Text), second.Select(Text));
    }

    [Fact]
    public void Another_content_has_another_serial_number()
    {
        var changed = Bills.Create(Bills.Materials, [Bills.Files[0] with { Sha256 = new string('e', 64) }, .. Bills.Files.Skip(1)]);

        Assert.NotEqual(Bills.Full.SerialNumber, changed.SerialNumber);
        Assert.All(changed.Render(), document => Assert.Contains(changed.SerialNumber.ToString(), Text(document), StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_in_another_language_has_its_native_files()
    {
        using var json = JsonDocument.Parse(BillOfMaterials.Create(Bills.Identity, ProjectMaterials.None, Bills.Files, Service.Timestamp).Render()[0].Content);

        Assert.Equal(
            ["file required file:Acme", "file required file:libclrjit.so", "file required file:runtimes/libunknown.so"],
            json.RootElement.GetProperty("components").EnumerateArray().Select(Describe));
    }

    private static JsonDocument Parse(string suffix) => JsonDocument.Parse(Bills.Full.Render().Single(document => document.Suffix == suffix).Content);

    private static string Text(SbomDocument document) => Encoding.UTF8.GetString(document.Content.Span);

    private static string Describe(JsonElement component) =>
        $"{component.GetProperty("type")} {component.GetProperty("scope")} {component.GetProperty("bom-ref")}"
        + (component.TryGetProperty("components", out var files) ? $" contains {string.Join(' ', files.EnumerateArray().Select(file => file.GetProperty("bom-ref")))}" : "");
}
