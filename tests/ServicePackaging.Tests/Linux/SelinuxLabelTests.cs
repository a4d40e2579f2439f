using System.Text.RegularExpressions;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Planning;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Linux;

/// <summary>systemd executes programs where the policies of Fedora, RHEL and Debian label them bin_t. The list was looked up in the file contexts of
/// selinux-policy (Fedora rawhide, c10s, c9s) and of Debian's selinux-policy-default 12 and 13.</summary>
public sealed partial class SelinuxLabelTests
{
    private static readonly Service Everything = Services.Full.PublishesFolder("data").Publishes("run.sh", text: "#!/bin/sh\n")
        .With("ServiceControlCommand", "acmectl").Item("ServiceLog", ".").Hook("AfterInstall", "true");

    private static readonly Dictionary<string, Service> Kinds = new(Services.Kinds)
    {
        ["everything"] = Everything,
        ["framework-dependent"] = new Service().Built(project => project with { UseAppHost = false, SelfContained = false }),
        ["script"] = new Service().WithoutDotNet().PublishesScript("bin/run.sh", "#!/bin/sh").With("ServiceExecutable", "bin/run.sh"),
        ["interpreter"] = new Service().WithoutDotNet().Publishes("app.py").With("ServiceExecutable", "python3").With("ServiceArguments", "{InstallDirectory}/app.py"),
        ["socket instances"] = Services.SocketInstances,
        ["user with logs"] = Services.User.With("ServiceLogDirectory", "~/.acme/logs").Item("ServiceLog", "."),
        ["below opt"] = new Service().With("ServiceInstallDirectory", "/opt/acme/bin"),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_unit_executes_is_labelled_as_a_program(string name)
    {
        string[] units = [.. Units(Kinds[name].Plan()), .. Units(Kinds[name].PlanRpm())];
        var executed = units.SelectMany(unit => Executed().Matches(unit)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(executed);
        Assert.All(executed, path => Assert.Matches("^(/usr)?/s?bin/|^/usr/libexec/|^/usr/local/bin/|^/opt/(.*/)?(bin|libexec)/|^/usr/share/(.*/)?bin/", path));
        Assert.DoesNotContain("SVCPKG4008", Kinds[name].Plan().Codes.Concat(Kinds[name].PlanRpm().Codes));
    }

    [Theory]
    [InlineData("/usr/lib/acme", "lib_t", "lib_t")]
    [InlineData("/usr/lib/acme/bin", "lib_t", "lib_t")]
    [InlineData("/usr/local/lib/acme", "lib_t", "lib_t")]
    [InlineData("/srv/acme", "var_t", "var_t")]
    [InlineData("/var/lib/acme/bin", "var_lib_t", "var_lib_t")]
    [InlineData("/data/acme", "as no program", "as no program")]
    [InlineData("/opt/acme", "usr_t", null)]
    [InlineData("/usr/share/acme", "usr_t", null)]
    [InlineData("/opt/acme/bin", null, null)]
    [InlineData("/usr/share/acme/bin", null, null)]
    public void A_directory_with_another_label_is_named(string directory, string? deb, string? rpm)
    {
        var service = new Service().With("ServiceInstallDirectory", directory);

        Assert.Equal(deb, LabelIn(service.Plan().Findings));
        Assert.Equal(rpm, LabelIn(service.PlanRpm().Findings));
        Assert.DoesNotContain("SVCPKG4008", service.With("ServiceScope", "User").Plan().Codes);

        string? LabelIn(IReadOnlyList<ServicePackaging.Diagnostics.Diagnostic> findings) =>
            findings.SingleOrDefault(finding => finding.Descriptor.Code == "SVCPKG4008") is not { Message: var message } ? null
            : Message().Match(message) is { Success: true } match && match.Groups[1].Value == directory ? match.Groups[2].Value : message;
    }

    [Fact]
    public void Files_that_the_package_does_not_contain_or_systemd_does_not_execute_are_not_checked()
    {
        var muxer = new Service().Built(project => project with { UseAppHost = false, SelfContained = false }).With("ServiceInstallDirectory", "/srv/acme");
        var system = new Service().WithoutDotNet().Publishes("app.jar").With("ServiceExecutable", "/usr/lib/jvm/bin/java").Item("DebDependency", "default-jre");

        Assert.DoesNotContain("SVCPKG4008", new Service().With("ServiceStopCommand", "\"a stop\"").Plan().Codes);
        Assert.DoesNotContain("SVCPKG4008", muxer.Plan().Codes);
        Assert.DoesNotContain("SVCPKG4008", system.Plan().Codes);
    }

    [Theory]
    [InlineData("/var/lib/acme/stop.sh", "var_lib_t", "may not execute it")]
    [InlineData("/etc/acme/stop.sh", "etc_t", "stays in init_t")]
    [InlineData("/srv/stop.sh", "var_t", "may not execute it")]
    [InlineData("/data/stop.sh", "as no program", "may not execute it")]
    public void A_command_that_somebody_else_puts_there_counts(string path, string label, string consequence)
    {
        Assert.All(
            [new Service().With("ServiceStopCommand", path), new Service().Item("SystemdDirective", "ExecStartPost", ("Value", "-" + path))],
            service => Assert.Contains(
                service.PlanRpm().Findings,
                finding => finding.Descriptor.Code == "SVCPKG4008" && finding.Message.Contains($"'{path}'", StringComparison.Ordinal)
                    && finding.Message.Contains(label, StringComparison.Ordinal) && finding.Message.Contains(consequence, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_command_beside_the_program_counts_and_a_link_is_followed()
    {
        var service = new Service().Source("stop.sh", "#!/bin/sh\n").Item("ServicePackageFile", "stop.sh", ("TargetPath", "/etc/acme/stop it.sh"));
        var direct = service.With("ServiceStopCommand", "\"/etc/acme/stop it.sh\" now").Plan();
        var linked = service.Item("ServicePackageSymlink", "/usr/bin/acme-stop", ("TargetPath", "/etc/acme/stop it.sh")).With("ServiceStopCommand", "/usr/bin/acme-stop").Plan();
        const string Message = "ServicePackageFile TargetPath is '/etc/acme/stop it.sh', where SELinux labels a program etc_t. The service stays in init_t, the domain of PID 1, "
            + "and on Fedora and RHEL its connections to other services are refused. Write /usr/libexec/acme/stop it.sh or /opt/acme/bin/stop it.sh.";

        Assert.Equal(Message, Assert.Single(direct.Findings).Message);
        Assert.Equal(Message, Assert.Single(linked.Findings).Message);
    }

    private static IEnumerable<string> Units<TPlan>(Planned<TPlan> planned)
        where TPlan : UnixPackagePlan =>
        from file in planned.Plan.Entries.OfType<FileEntry>()
        where file.Path.StartsWith("/usr/lib/systemd/", StringComparison.Ordinal) && !file.Path.Contains("preset", StringComparison.Ordinal)
        select PlannedPackages.Read(file.Content);

    [GeneratedRegex("""^Exec\w+=[-@:+!]*"?([^" \n]+)""", RegexOptions.Multiline)]
    private static partial Regex Executed();

    [GeneratedRegex("^ServiceInstallDirectory is '(.*)', where SELinux labels a program (.*?)[.] .* Write /usr/libexec/acme or /opt/acme/bin[.]$")]
    private static partial Regex Message();
}
