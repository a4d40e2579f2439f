using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Placement;
using ServicePackaging.Planning;
using ServicePackaging.Rpm;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Sbom;

/// <summary>Where packages have their bills of materials.</summary>
public sealed class SbomPlacementTests
{
    [Theory]
    [InlineData("deb", "-rw-r--r-- root/root", "/usr/share/doc/acme/acme")]
    [InlineData("rpm", "-rw-r--r-- root/root", "/usr/share/doc/acme/acme")]
    [InlineData("pkg", "-rw-r--r-- root/wheel", "/opt/acme/sbom/acme")]
    [InlineData("msi", "", @"ProgramFiles\acme\sbom\acme")]
    public void Each_format_installs_both_documents(string format, string access, string path)
    {
        var documents = Bills.Full.Render();
        var (plan, findings) = Plan(format);

        Assert.Empty(findings);
        Assert.Equal(
            documents.Select(document => new PlannedContent(ContentKind.Generated, path + document.Suffix, document.Content.Length, access, "")),
            plan.Contents.Where(content => content.Path.EndsWith(".json", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_rpm_lists_them_as_documentation()
    {
        var plan = (RpmPlan)Plan("rpm").Plan;

        Assert.All(
            plan.Package.Files.Where(file => file.Entry.Path.EndsWith(".json", StringComparison.Ordinal)),
            file => Assert.Equal(RpmFileAttributes.Doc, file.Flags));
    }

    [Fact]
    public void The_texts_of_a_preview_do_not_contain_them() =>
        Assert.DoesNotContain(Plan("deb").Plan.Texts, text => text.Key.EndsWith(".json", StringComparison.Ordinal));

    private static (PackagePlan Plan, IReadOnlyList<Diagnostic> Findings) Plan(string name)
    {
        var format = PackageFormats.Find(name)!;
        var service = name switch { "msi" => new Service().OnWindows(), "pkg" => new Service().OnMacOS(), _ => new Service() };
        var read = service.Read(name);
        var definition = SbomPlacement.Add(read.Definition, Bills.Full.Render(), format.Platform);
        var findings = new DiagnosticBag();
        var plan = format.Plan(new PackageRequest(definition, service.Payload, Service.Timestamp, CompressionKind.Gzip), findings);
        return (plan, [.. read.Findings, .. findings.Items]);
    }
}
