using System.Text.RegularExpressions;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>What the lintian and rpmlint of the next Debian have to say about the samples, and why that is so.</summary>
public sealed partial class ForkyCheckerTests(PackageFactory packages)
{
    private static readonly string[] Samples = ["Memexd", "Tetra", "Toobix", "Vocoder", "Tokentap"];

    // The package, or * for several; and the finding up to where it names a place.
    private static readonly (string Package, string Finding, string Reason)[] AcceptedByLintian =
    [
        ("*", "I: binary-has-unneeded-section", "Microsoft's native libraries of the runtime have them"),
        ("*", "E: description-starts-with-package-name", "what the samples say of themselves: \"Tetra unified orchestration server\""),
    ];

    private static readonly (string Package, string Finding, string Reason)[] AcceptedByRpmlint =
    [
        ("*", "E: no-signature", "whoever publishes the package signs it, with a key that a build does not have"),
        ("*", "E: no-group-tag", "the tag is \"Unspecified\", as rpmbuild writes it where a spec has none"),
        ("*", "W: invalid-license", "SPDX identifiers, as distributions ask for today"),
        ("*", "W: no-manual-page-for-binary", "'NAMEctl help' says all that there is to say"),
        ("*", "W: name-repeated-in-summary", "what the samples say of themselves"),
        ("memexd", "E: spelling-error ('eXchange'", "Memory eXchange Daemon"),
        ("toobix-api", "E: no-dependency-on locales-api", "rpmlint takes a name that ends in -api for one of a package with locales"),
        ("*", "W: non-standard-uid", "directories of the service's own account"),
        ("*", "W: non-standard-gid", "and files that only root and the service read"),
        ("*", "E: non-standard-dir-perm", "the service's data and logs are no other account's business"),
        ("*", "E: non-readable", "configuration and variables may hold secrets"),
        ("*", "W: dangerous-command-in-%posttrans rm", "of a file in /run, which only these scripts write: what ran before an upgrade"),
    ];

    [Fact(Explicit = true)]
    public async Task Lintian_finds_nothing_but_what_has_a_reason()
    {
        await using var root = await PlainRoot.StartAsync(BoxImage.ForkyCheckers);
        var files = await ShareAsync(root, sample => sample.Deb);

        var said = await root.ExecAsync(["lintian", "--no-cfg", "--allow-root", "--tag-display-limit=0", "--display-info", .. files]);

        // A line is "SEVERITY: PACKAGE: TAG DETAIL".
        Check(AcceptedByLintian, LintianLine().Matches(said.StandardOutput).Select(Finding), said.ToString());
    }

    [Fact(Explicit = true)]
    public async Task Rpmlint_finds_nothing_but_what_has_a_reason()
    {
        await using var root = await PlainRoot.StartAsync(BoxImage.ForkyCheckers);
        var files = await ShareAsync(root, sample => sample.Rpm);

        var said = await root.ExecAsync(["rpmlint", .. files]);

        Assert.Contains($"{Samples.Length} packages and 0 specfiles checked", said.StandardOutput, StringComparison.Ordinal);
        Check(AcceptedByRpmlint, RpmlintLine().Matches(said.StandardOutput).Select(Finding), said.ToString());
    }

    private static void Check(
        (string Package, string Finding, string Reason)[] accepted, IEnumerable<(string Package, string Finding)> found, string said)
    {
        var findings = found.ToList();
        Assert.True(findings.Count > 0, said);
        Assert.DoesNotContain(findings, finding => !accepted.Any(row => Covers(row, finding)));
        // A row that covers nothing any more is no reason for anything.
        Assert.DoesNotContain(accepted, row => !findings.Any(finding => Covers(row, finding)));
    }

    private static bool Covers((string Package, string Finding, string Reason) row, (string Package, string Finding) found) =>
        (row.Package == "*" || row.Package == found.Package) && found.Finding.StartsWith(row.Finding, StringComparison.Ordinal);

    private static (string Package, string Finding) Finding(Match line) =>
        (line.Groups["package"].Value, $"{line.Groups["severity"].Value}: {line.Groups["finding"].Value}");

    private async Task<List<string>> ShareAsync(PlainRoot root, Func<LinuxPackages, string> format)
    {
        var files = new List<string>();
        foreach (var sample in Samples)
        {
            files.Add(root.Share(format(await packages.SampleAsync(sample))));
        }

        return files;
    }

    [GeneratedRegex(@"^(?<severity>[EWIPX]): (?<package>\S+): (?<finding>.*)$", RegexOptions.Multiline)]
    private static partial Regex LintianLine();

    [GeneratedRegex(@"^(?<package>\S+?)(\.x86_64)?: (?<severity>[EW]): (?<finding>.*)$", RegexOptions.Multiline)]
    private static partial Regex RpmlintLine();
}
