using FsCheck.Fluent;
using ServicePackaging.Diagnostics;
using ServicePackaging.Linux;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Rpm;

/// <summary>SemVer in RPM's spelling, with rpm as an oracle.</summary>
public sealed class RpmVersionTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3-1")]
    [InlineData("1.2", "1.2.0-1")]
    [InlineData("1.2.3.4", "1.2.3.4-1")]
    [InlineData("1.2.3-rc.1", "1.2.3~rc.1-1")]
    [InlineData("1.2.3-preview.4.24056.2", "1.2.3~preview.4.24056.2-1")]
    [InlineData("1.2.3-beta1", "1.2.3~beta1-1")]
    public void Versions(string version, string expected)
    {
        var planned = new Service().With("ServicePackageVersion", version).PlanRpmWithoutFindings();
        Assert.Equal((expected, $"acme-{expected}.x86_64.rpm"), (planned.Plan.Version, planned.Plan.FileName));
    }

    [Theory]
    [InlineData("1.2.3+build.5", "1.2.3+build.5-1")]
    [InlineData("1.2.3-rc10", "1.2.3~rc10-1")]
    [InlineData("1.2.3-rc-1", "1.2.3~rc.1-1")]
    [InlineData("1.2.3-2a", "1.2.3~2a-1")]
    public void Versions_that_sort_differently_are_reported(string version, string expected)
    {
        var planned = new Service().With("ServicePackageVersion", version).PlanRpm();
        Assert.Equal(expected, planned.Plan.Version);
        Assert.All(planned.Findings, finding => Assert.Contains($"becomes '{expected[..^2]}'. SemVer", finding.Message, StringComparison.Ordinal));
        Assert.NotEmpty(planned.Findings);
    }

    [Fact]
    public void The_epoch_is_that_of_the_property()
    {
        var package = new Service().With("ServicePackageEpoch", "2").PlanRpmWithoutFindings().Plan.Package;
        Assert.Equal((2U, "acme-1.2.3-1.x86_64.rpm"), (package.Epoch, package.FileName));
    }

    [Fact]
    public void The_release_is_the_packages_own()
    {
        var package = new Service().With("ServicePackageRelease", "2.fc43").PlanRpmWithoutFindings().Plan.Package;
        Assert.Equal(("1.2.3", "2.fc43", "acme-1.2.3-2.fc43.x86_64.rpm"), (package.Version, package.Release, package.FileName));
    }

    [Theory]
    [InlineData("1.0-1")]
    [InlineData("fc43")]
    [InlineData("1 2")]
    public void A_release_that_rpm_cannot_read_is_refused(string release) =>
        Assert.Equal(["SVCPKG2001"], new Service().With("ServicePackageRelease", release).PlanRpm().Codes);

    [Fact]
    public async Task Rpm_sorts_pre_releases_as_SemVer_does_unless_there_was_a_warning()
    {
        Availability.RequireProgram("rpm");
        var pairs = Gen.Two(SemVer.Versions).Sample(2000)
            .Select(pair => (Left: Plan(pair.Item1), Right: Plan(pair.Item2)))
            .Where(pair => pair.Left.IsSilent && pair.Right.IsSilent && !SemVer.IsPrefixed(pair.Left.SemVer, pair.Right.SemVer) && !AreOfTwoKinds(pair.Left.SemVer, pair.Right.SemVer))
            .DistinctBy(pair => (pair.Left.SemVer, pair.Right.SemVer)).Take(400).ToList();
        Assert.True(pairs.Count >= 150, $"only {pairs.Count} pairs");

        Assert.Equal(
            pairs.Select(pair => $"{pair.Left.SemVer} {Math.Sign(SemVer.Compare(pair.Left.SemVer, pair.Right.SemVer))} {pair.Right.SemVer}"),
            pairs.Zip(await CompareAsync(pairs.Select(pair => (pair.Left.Rpm, pair.Right.Rpm))), (pair, answer) => $"{pair.Left.SemVer} {answer} {pair.Right.SemVer}"));
    }

    [Fact]
    public async Task Release_and_epoch_count_as_rpm_counts_them()
    {
        Availability.RequireProgram("rpm");
        string[] rising =
        [
            Version("1.0.0-rc.1"), Version("1.0.0-rc.1", "2"), Version("1.0.0-rc.2"), Version("1.0.0"), Version("1.0.0", "1.1"), Version("1.0.0", "2"), Version("1.0.0", "10"),
            Version("1.0.0.1"), Version("1.0.1"), Version("1.9.0"), Version("1.10.0"), Version("2.0.0"), Version("0.1.0", epoch: "1"), Version("0.1.0", epoch: "2"),
        ];

        Assert.All(await CompareAsync(rising.Zip(rising.Skip(1))), answer => Assert.Equal("-1", answer));
    }

    private static string Version(string version, string release = "1", string? epoch = null)
    {
        var service = new Service().With("ServicePackageVersion", version).With("ServicePackageRelease", release);
        return (epoch is null ? service : service.With("ServicePackageEpoch", epoch)).PlanRpmWithoutFindings().Plan.Version;
    }

    private static async Task<string[]> CompareAsync(IEnumerable<(string Left, string Right)> pairs)
    {
        var list = string.Join(", ", pairs.Select(pair => $"{{'{pair.Left}', '{pair.Right}'}}"));
        var answer = await ProcessRunner.RunAsync("rpm", "--eval", $"%{{lua: for _, pair in ipairs({{{list}}}) do print(rpm.vercmp(pair[1], pair[2]) .. ' ') end}}");
        return answer.Succeeded().Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // alpha.1 and alpha.beta: SemVer sorts a number before a word, rpm after it, and a version does not know the other one.
    private static bool AreOfTwoKinds(string left, string right) =>
        SemVer.Labels(left).Zip(SemVer.Labels(right)).Any(pair => char.IsAsciiDigit(pair.First[0]) != char.IsAsciiDigit(pair.Second[0]));

    private static (string SemVer, string Rpm, bool IsSilent) Plan(string version)
    {
        var identity = new Service().With("ServicePackageVersion", version).Read("rpm").Definition.Package;
        var diagnostics = new DiagnosticBag();
        return (version, PackageVersion.Create(identity, "rpm", diagnostics, dash: '.'), diagnostics.Items.Count == 0);
    }
}
