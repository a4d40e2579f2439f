using System.Text;
using FsCheck.Fluent;
using ServicePackaging.Deb;
using ServicePackaging.Diagnostics;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Deb;

/// <summary>SemVer in Debian's spelling, with dpkg for an oracle.</summary>
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
    public void Versions_that_sort_differently_are_said_to(string version, string expected)
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
    public async Task Dpkg_sorts_pre_releases_as_SemVer_does_unless_there_was_a_warning()
    {
        Availability.RequireProgram("dpkg", "apt-get install dpkg");
        var label = Gen.Elements("alpha", "beta", "rc", "preview", "x", "0", "1", "2", "9", "10", "24056", "rc1", "rc2", "rc10", "b0", "2a", "a-b", "Beta", "z9z");
        var version = from core in Gen.Elements("1.0.0", "1.0.1", "1.10.0", "2.0.0")
                      from labels in Gen.ListOf(label).Resize(3)
                      from metadata in Gen.Elements("", "", "", "+5")
                      select core + (labels.Count > 0 ? "-" + string.Join('.', labels) : "") + metadata;
        var pairs = Gen.Two(version).Sample(2000)
            .Select(pair => (Left: Plan(pair.Item1), Right: Plan(pair.Item2)))
            .Where(pair => pair.Left.IsSilent && pair.Right.IsSilent && !IsPrefixed(pair.Left.SemVer, pair.Right.SemVer))
            .DistinctBy(pair => (pair.Left.SemVer, pair.Right.SemVer)).Take(400).ToList();
        Assert.True(pairs.Count >= 200, $"only {pairs.Count} pairs");
        var script = new StringBuilder();
        foreach (var (left, right) in pairs)
        {
            script.Append($"if dpkg --compare-versions {left.Debian} lt {right.Debian}; then echo -1; elif dpkg --compare-versions {left.Debian} eq {right.Debian}; then echo 0; else echo 1; fi\n");
        }

        var answers = (await ProcessRunner.RunAsync(new ProcessOptions { StandardInput = script.ToString() }, "sh")).Succeeded().Text.Split('\n');

        Assert.Equal(
            pairs.Select(pair => $"{pair.Left.SemVer} {Math.Sign(CompareSemVer(pair.Left.SemVer, pair.Right.SemVer))} {pair.Right.SemVer}"),
            pairs.Zip(answers, (pair, answer) => $"{pair.Left.SemVer} {answer} {pair.Right.SemVer}"));
    }

    // pre.1 and preview.1: one label is the beginning of the other, which no version can know of another. dpkg sorts '.' behind letters.
    private static bool IsPrefixed(string left, string right) =>
        Labels(left).Zip(Labels(right)).Any(pair => pair.First != pair.Second && (pair.First.StartsWith(pair.Second, StringComparison.Ordinal) || pair.Second.StartsWith(pair.First, StringComparison.Ordinal))
            && !(pair.First.All(char.IsAsciiDigit) && pair.Second.All(char.IsAsciiDigit)));

    private static (string SemVer, string Debian, bool IsSilent) Plan(string version)
    {
        var identity = new Service().With("ServicePackageVersion", version).Read().Definition.Package;
        var diagnostics = new DiagnosticBag();
        return (version, DebVersion.Create(identity, diagnostics), diagnostics.Items.Count == 0);
    }

    private static string[] Labels(string version) => version.Split('-', 2) is [_, var labels] ? labels.Split('.') : [];

    // semver.org, 11.
    private static int CompareSemVer(string left, string right)
    {
        var cores = Version.Parse(left.Split('-')[0]).CompareTo(Version.Parse(right.Split('-')[0]));
        var (one, other) = (Labels(left), Labels(right));
        if (cores != 0 || one.Length == 0 || other.Length == 0)
        {
            return cores != 0 ? cores : other.Length.CompareTo(one.Length);
        }

        foreach (var (first, second) in one.Zip(other))
        {
            var order = (first.All(char.IsAsciiDigit), second.All(char.IsAsciiDigit)) switch
            {
                (true, true) => int.Parse(first, null).CompareTo(int.Parse(second, null)),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(first, second),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return one.Length.CompareTo(other.Length);
    }
}
