using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Control;

/// <summary>The management command as a part of packages, and as a text.</summary>
public sealed class ControlTextTests
{
    // Braces around every variable, set -e in conditions, results that command substitutions hide, cases without a default, lists with one entry, a word that looks like an option.
    private const string Tastes = "SC2250,SC2310,SC2311,SC2312,SC2249,SC2043,SC2248";

    public static TheoryData<string> KindNames => [.. ControlServices.Kinds.Keys];

    [Theory]
    [MemberData(nameof(KindNames))]
    public async Task The_shells_and_shellcheck_find_nothing(string kind)
    {
        Availability.RequireProgram("shellcheck");
        Availability.RequireProgram("dash");
        Availability.RequireProgram("busybox");
        using var directory = new TemporaryTree();
        var say = ControlServices.Kinds[kind];
        string[] files =
        [
            directory.Write("/systemd", say(new Service()).Plan().Text("/usr/bin/acmectl")),
            directory.Write("/launchd", say(new Service().OnMacOS()).PlanPkg().Text("/opt/acme/bin/acmectl")),
        ];
        foreach (var file in files)
        {
            Assert.Equal("", (await ProcessRunner.RunAsync("dash", "-n", file)).Succeeded().StandardError);
            Assert.Equal("", (await ProcessRunner.RunAsync("busybox", "sh", "-n", file)).Succeeded().StandardError);
            Assert.Equal("", (await ProcessRunner.RunAsync("bash", "--posix", "-n", file)).Succeeded().StandardError);
        }

        Assert.Equal("", (await ProcessRunner.RunAsync("shellcheck", ["-s", "sh", "--norc", "-o", "all", "-f", "gcc", "-e", Tastes, .. files])).StandardOutput);
    }

    [Fact]
    public void On_Linux_it_is_a_program_among_all_others()
    {
        var service = ControlServices.Command(new Service());

        Assert.Equal("file 0755 root:root", service.PlanWithoutFindings().Describe("/usr/bin/acmectl"));
        Assert.Equal("file 0755 root:root /usr/bin/acmectl", service.PlanRpmWithoutFindings().File("/usr/bin/acmectl"));
        Assert.Null(new Service().PlanWithoutFindings()["/usr/bin/acmectl"]);
    }

    [Fact]
    public async Task Lintian_accepts_that_it_explains_itself_and_rpmlint_misses_a_page()
    {
        Availability.RequireProgram("lintian");
        Availability.RequireProgram("rpmlint");
        using var directory = new TemporaryTree();
        var service = ControlServices.Kinds["one that is asked"](new Service());
        var (deb, rpm) = (directory.PathOf("/acme.deb"), directory.PathOf("/acme.rpm"));
        service.Plan().Plan.Write(deb, TestContext.Current.CancellationToken);
        service.PlanRpm().Plan.Write(rpm, TestContext.Current.CancellationToken);
        static string[] OfCommand(ProcessResult run) => [.. run.StandardOutput.Split('\n').Where(line => line.Contains("acmectl", StringComparison.Ordinal)).Select(line => line.TrimEnd())];

        Assert.Empty(OfCommand(await ProcessRunner.RunAsync("lintian", "--no-cfg", "--allow-root", "--tag-display-limit=0", deb)));
        Assert.Equal(["acme.x86_64: W: no-manual-page-for-binary acmectl"], OfCommand(await ProcessRunner.RunAsync("rpmlint", rpm)));
    }

    [Fact]
    public void On_macOS_it_is_beside_the_program() =>
        Assert.Equal("file 0755 root:wheel", ControlServices.Command(new Service().OnMacOS()).PlanPkgWithoutFindings().Describe("/opt/acme/bin/acmectl"));

    [Fact]
    public void On_Windows_its_directory_is_on_the_search_path_for_as_long_as_it_is_installed()
    {
        var planned = ControlServices.Command(new Service().OnWindows()).PlanMsiWithoutFindings();
        var file = Assert.Single(planned.Files, line => line.EndsWith("|acmectl.cmd", StringComparison.Ordinal) || line.EndsWith("\tacmectl.cmd", StringComparison.Ordinal));

        Assert.Equal([$"Environment\tSearchPath\t=-*PATH\t[~];[INSTALLFOLDER]bin\t{file.Split('\t')[2]}"], planned.Rows("Environment"));
        Assert.Empty(new Service().OnWindows().PlanMsiWithoutFindings().Rows("Environment"));
    }

    [Fact]
    public void On_Windows_a_program_that_starts_at_log_on_cannot_be_managed()
    {
        var planned = ControlServices.Command(new Service().OnWindows()).With("ServiceScope", "User").PlanMsi();

        Assert.Equal(2, planned.Codes.Count(code => code == "SVCPKG2011"));
        Assert.DoesNotContain(planned.Files, line => line.Contains("acmectl", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_the_developers_at_its_place_is_reported()
    {
        static Service WithOwn(Service service, string place) => ControlServices.Command(service).Source("own").Item("ServicePackageFile", "own", ("TargetPath", place));

        Assert.Equal(["SVCPKG3005"], WithOwn(new Service(), "/usr/bin/acmectl").Plan().Codes);
        Assert.Equal(["SVCPKG3005"], WithOwn(new Service(), "/usr/bin/acmectl").PlanRpm().Codes);
        Assert.Equal(["SVCPKG3005"], WithOwn(new Service().OnMacOS(), "bin/acmectl").PlanPkg().Codes);
        Assert.Equal(["SVCPKG3005"], WithOwn(new Service().OnWindows(), "bin/ACMECTL.cmd").PlanMsi().Codes);
    }

    [Theory]
    [InlineData("systemd")]
    [InlineData("launchd")]
    [InlineData("windows")]
    public void It_can_be_replaced(string manager)
    {
        var service = ControlServices.Command(manager switch { "systemd" => new Service(), "launchd" => new Service().OnMacOS(), _ => new Service().OnWindows() })
            .Source("own", "{{command}} {{version}} {{units}}\n").Item("ServicePackageTemplate", "own", ("Replaces", $"control/{manager}"));
        var text = manager switch
        {
            "systemd" => service.PlanWithoutFindings().Text("/usr/bin/acmectl"),
            "launchd" => service.PlanPkgWithoutFindings().Text("/opt/acme/bin/acmectl"),
            _ => WindowsCommands.Text(service),
        };

        Assert.Equal(manager switch { "systemd" => "acmectl 1.2.3 acme.service\n", "launchd" => "acmectl 1.2.3 acme.acme\n", _ => "acmectl 1.2.3 \"acme\"\r\n" }, text);
    }
}
