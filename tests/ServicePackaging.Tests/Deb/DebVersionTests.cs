using System.Text;
using FsCheck.Fluent;
using ServicePackaging.Diagnostics;
using ServicePackaging.Linux;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Deb;

/// <summary>SemVer in Debian's spelling, with dpkg as an oracle.</summary>
public sealed class DebVersionTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3-1")]
    [InlineData("1.2", "1.2.0-1")]
    [InlineData("1.2.3.4", "1.2.3.4-1")]
    [InlineData("1.2.3.0", "1.2.3-1")]
    [InlineData("1.2.3-rc.1", "1.2.3~rc.1-1")]
    [InlineData("1.2.3-preview.4.24056.2", "1.2.3~preview.4.24056.2-1")]
    [InlineData("1.2.3-beta1", "1.2.3~beta1-1")]
    public void Versions(string version, string expected)
    {
        var planned = new Service().With("ServicePackageVersion", version).PlanWithoutFindings();
        Assert.Equal((expected, expected), (planned.Plan.Version, planned.Control("Version")));
    }

    [Theory]
    [InlineData("1.2.3+build.5", "1.2.3+build.5-1")]
    [InlineData("1.2.3-rc10", "1.2.3~rc10-1")]
    [InlineData("1.2.3-rc-1", "1.2.3~rc-1-1")]
    [InlineData("1.2.3-2a", "1.2.3~2a-1")]
    public void Versions_that_sort_differently_are_reported(string version, string expected)
    {
        var planned = new Service().With("ServicePackageVersion", version).Plan();
        Assert.Equal(expected, planned.Plan.Version);
        Assert.All(planned.Codes, code => Assert.Equal("SVCPKG4002", code));
        Assert.NotEmpty(planned.Findings);
    }

    [Fact]
    public void The_release_is_Debians_revision() =>
        Assert.Equal("1.2.3-2.fc43", new Service().With("ServicePackageRelease", "2.fc43").PlanWithoutFindings().Plan.Version);

    [Fact]
    public void An_epoch_is_part_of_the_version_and_not_of_the_file_name()
    {
        var planned = new Service().With("ServicePackageEpoch", "2").PlanWithoutFindings();

        Assert.Equal(("2:1.2.3-1", "acme_1.2.3-1_amd64.deb"), (planned.Plan.Version, planned.Plan.FileName));
        Assert.Contains("\nVersion: 2:1.2.3-1\n", planned.Plan.Package.ControlText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Epoch", "ServicePackageEpoch")]
    [InlineData("Version", "ServicePackageVersion")]
    [InlineData("Conffiles", "ServiceConfigFile")]
    [InlineData("Status", "is written by dpkg")]
    [InlineData("config-version", "is written by dpkg")]
    public void A_field_that_dpkg_or_a_property_determines_is_refused(string field, string instead)
    {
        var finding = Assert.Single(new Service().Item("DebField", field, ("Value", "1")).Plan().Findings);

        Assert.Equal("SVCPKG4005", finding.Descriptor.Code);
        Assert.Contains(instead, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dpkg_sorts_pre_releases_as_SemVer_does_unless_there_was_a_warning()
    {
        Availability.RequireProgram("dpkg");
        var pairs = Gen.Two(SemVer.Versions).Sample(2000)
            .Select(pair => (Left: Plan(pair.Item1), Right: Plan(pair.Item2)))
            .Where(pair => pair.Left.IsSilent && pair.Right.IsSilent && !SemVer.IsPrefixed(pair.Left.SemVer, pair.Right.SemVer))
            .DistinctBy(pair => (pair.Left.SemVer, pair.Right.SemVer)).Take(400).ToList();
        Assert.True(pairs.Count >= 200, $"only {pairs.Count} pairs");
        var script = new StringBuilder();
        foreach (var (left, right) in pairs)
        {
            script.Append($"if dpkg --compare-versions {left.Debian} lt {right.Debian}; then echo -1; elif dpkg --compare-versions {left.Debian} eq {right.Debian}; then echo 0; else echo 1; fi\n");
        }

        var answers = (await ProcessRunner.RunAsync(new ProcessOptions { StandardInput = script.ToString() }, "sh")).Succeeded().Text.Split('\n');

        Assert.Equal(
            pairs.Select(pair => $"{pair.Left.SemVer} {Math.Sign(SemVer.Compare(pair.Left.SemVer, pair.Right.SemVer))} {pair.Right.SemVer}"),
            pairs.Zip(answers, (pair, answer) => $"{pair.Left.SemVer} {answer} {pair.Right.SemVer}"));
    }

    private static (string SemVer, string Debian, bool IsSilent) Plan(string version)
    {
        var identity = new Service().With("ServicePackageVersion", version).Read().Definition.Package;
        var diagnostics = new DiagnosticBag();
        return (version, PackageVersion.Create(identity, "dpkg", diagnostics), diagnostics.Items.Count == 0);
    }
}
