using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Build;

/// <summary>What a person at a terminal is shown: contents in groups, chosen defaults, and each warning once.</summary>
public sealed class PlanListingTests
{
    [Fact]
    public void Contents_are_grouped_and_a_large_directory_is_one_line()
    {
        using var tree = new TemporaryTree();
        string[] files = ["run.sh", "appsettings.json", "sub/a.txt", .. Enumerable.Range(0, 40).Select(number => $"lib/{number}.dll")];
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(tree.PathOf("/acme/" + file))!);
            File.WriteAllText(tree.PathOf("/acme/" + file), "#!/bin/sh\n");
        }

        var lines = PlanListing.Describe(new Packager(Input(tree), new DiagnosticBag()).Plan("deb")).ToList();

        Assert.Equal(
            ["  Program and files:", "  Configuration, which upgrades keep:", "  Generated:", "  Links:"], lines.Where(line => line.EndsWith(':')));
        Assert.Contains(lines, line => line.EndsWith("  /usr/libexec/acme/ (42 files)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("-rw-r----- root/acme  /etc/acme/appsettings.json", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("  /usr/lib/systemd/system/acme.service", StringComparison.Ordinal));
    }

    [Fact]
    public void Defaults_are_shown_for_what_the_developer_did_not_set()
    {
        using var tree = new TemporaryTree();
        Directory.CreateDirectory(tree.PathOf("/acme"));
        File.WriteAllText(tree.PathOf("/acme/run.sh"), "#!/bin/sh\n");
        var packager = new Packager(Input(tree), new DiagnosticBag());
        packager.Plan("deb");

        Assert.Equal(
            [
                "Defaults chosen for Linux (ServicePackageShowDefaults=false hides them):", "  service", "  account", "  program",
                "  configuration", "  data", "  restart",
            ],
            packager.Defaults.Select((line, index) => index == 0 ? line : string.Concat("  ", line.Trim().Split(' ')[0])));
        Assert.Contains(packager.Defaults, line => line.EndsWith(" ServiceInstallDirectory", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_files_are_a_line_each() => Assert.Contains(
        PlanListing.Describe(new Service().Plan().Plan), line => line.EndsWith("-rwxr-xr-x root/root  /usr/libexec/acme/Acme", StringComparison.Ordinal));

    [Theory]
    [InlineData(200)]
    [InlineData(60)]
    [InlineData(5)]
    public void No_line_is_longer_than_a_terminal(int length)
    {
        var service = new Service().Publishes($"{new string('d', length)}/{new string('f', length)}.dll").Publishes("x/y");
        foreach (var plan in new[] { PlanListing.Describe(service.Plan().Plan), PlanListing.Describe(service.OnWindows().PlanMsi().Plan) })
        {
            Assert.All(plan, line => Assert.InRange(line.Length, 1, PlanListing.Width));
        }
    }

    private static PackagingInput Input(TemporaryTree tree) => new()
    {
        Service = new ServiceInput
        {
            Properties = new Dictionary<string, string>
            {
                ["ServicePackageName"] = "acme",
                ["ServicePackageMaintainer"] = "Acme <ops@acme.example>",
                ["ServiceExecutable"] = "run.sh",
                ["ServiceDescription"] = "Listed",
            },
            Items = Array.Empty<InputItem>().ToLookup(_ => ""),
            Project = new ProjectFacts { IsDotNet = false, AssemblyName = "acme", RuntimeIdentifier = RuntimeIdentifier.Parse("linux-x64") },
            Sources = new SourceFiles(),
        },
        Formats = ["deb"],
        PublishDirectory = tree.PathOf("/acme"),
    };

    [Fact]
    public void A_warning_is_reported_once_in_a_command_and_an_error_each_time()
    {
        using var tree = new TemporaryTree();
        var (outer, inner) = (new ReportedWarnings(tree.PathOf("/reported")), new ReportedWarnings(tree.PathOf("/reported")));
        var warning = Diagnostic.Create(DiagnosticCatalog.RunsAsRoot, "ServiceUser", "root", "acme");
        var error = Diagnostic.Create(DiagnosticCatalog.SameTarget, "/usr/bin/acme");

        outer.Clear();
        Assert.Equal([true, false, true, true], [outer.IsNew(warning), inner.IsNew(warning), outer.IsNew(error), inner.IsNew(error)]);
        outer.Clear();
        Assert.True(outer.IsNew(warning));
        Assert.True(new ReportedWarnings("").IsNew(warning));
    }
}
