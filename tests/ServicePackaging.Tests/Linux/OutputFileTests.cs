using System.Runtime.Versioning;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Linux;

/// <summary>Files that systemd opens as root for a service: never in a directory in which another account may replace them by a link (systemd#32357, #3991).</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OutputFileTests
{
    private const string Output = "/var/log/acme-output";

    private static readonly Service Acme = new();

    [Theory]
    [InlineData("{LogDirectory}/out.log", "/var/log/acme")]
    [InlineData("/var/log/acme/out.log", "/var/log/acme")]
    [InlineData("{StateDirectory}/a/b/out.log", "/var/lib/acme")]
    [InlineData("{CacheDirectory}/out.log", "/var/cache/acme")]
    [InlineData("{RuntimeDirectory}/out.log", "/run/acme")]
    [InlineData("/srv/acme/out.log", "/srv/acme")]
    [InlineData("/srv/acme", "/srv/acme")]
    public void A_file_in_a_directory_of_the_services_account_is_refused(string path, string directory) => Assert.All(
        ["ServiceStandardOutput", "LinuxServiceStandardOutput", "ServiceStandardError"],
        property =>
        {
            var planned = Acme.Item("ServiceDirectory", "/srv/acme").With(property, path).Plan();

            Assert.Equal(["SVCPKG2017"], planned.Codes);
            Assert.StartsWith($"{property} is '{path}', and '{directory}' belongs to the account 'acme'", planned.Findings[0].Message, StringComparison.Ordinal);
            Assert.Contains($"'{Output}/", planned.Findings[0].Message, StringComparison.Ordinal);
            Assert.Equal(["SVCPKG2017"], Acme.Item("ServiceDirectory", "/srv/acme").With(property, path).PlanRpm().Codes);
        });

    [Fact]
    public void An_instances_file_is_refused_as_well()
    {
        var planned = Acme.Item("ServiceInstance", "east", ("StandardError", "{LogDirectory}/err.log")).Item("ServiceInstance", "west").Plan();

        Assert.Equal(["SVCPKG2017"], planned.Codes);
        Assert.StartsWith("ServiceInstance 'east' StandardError is ", planned.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_of_all_instances_is_reported_once() => Assert.Equal(
        ["SVCPKG2017"], Acme.Item("ServiceInstance", "a").Item("ServiceInstance", "b").With("ServiceStandardOutput", "{LogDirectory}/out.log").Plan().Codes);

    [Fact]
    public void An_instance_of_root_does_not_print_into_a_directory_of_another_account() => Assert.Contains(
        "SVCPKG2017",
        Acme.Item("ServiceInstance", "plain").Item("ServiceInstance", "top", ("User", "root"), ("StandardOutput", "/var/lib/acme/plain/out.log")).Plan().Codes);

    [Theory]
    [InlineData("{LogDirectory}/out.log")]
    [InlineData("/srv/{Instance}/out.log")]
    public void Every_instance_is_checked_and_not_only_the_first(string path) => Assert.Contains(
        "SVCPKG2017",
        Acme.Item("ServiceDirectory", "/srv/plain").Item("ServiceInstance", "top", ("User", "root")).Item("ServiceInstance", "plain")
            .With("ServiceStandardOutput", path).Plan().Codes);

    [Theory]
    [InlineData("append:%L/acme/out.log")]
    [InlineData("append:/var/log/%N/out.log")]
    [InlineData("file:/var/log/./acme/x")]
    [InlineData("append:/var/log//acme/x")]
    public void A_directive_with_an_unknown_path_is_refused(string value) => Assert.Contains(
        "SVCPKG2007", Acme.Item("SystemdDirective", "StandardOutput", ("Value", value)).Plan().Codes);

    [Fact]
    public void Root_rotates_only_where_no_other_account_may_rename()
    {
        var planned = Acme.With("ServiceLogDirectory", Output).Item("ServiceLog", ".").Plan();
        Assert.Contains("\tsu acme acme\n", planned.Text("/etc/logrotate.d/acme"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("append:/var/lib/acme/x")]
    [InlineData("file:/var/lib/acme/x")]
    [InlineData("truncate:/var/lib/acme/x")]
    public void A_directive_is_checked_too(string value) => Assert.Equal(
        ["SVCPKG2017"], Acme.Item("SystemdDirective", "StandardOutput", ("Value", value)).Plan().Codes);

    [Fact]
    public void What_root_owns_or_a_users_own_manager_opens_is_safe()
    {
        Acme.With("ServiceStandardOutput", "/var/log/out.log").PlanWithoutFindings();
        Acme.With("ServiceStandardOutput", "/var/log/acme-out/out.log").PlanWithoutFindings();
        Acme.Item("SystemdDirective", "StandardOutput", ("Value", "append:/var/log/out.log")).PlanWithoutFindings();
        Acme.With("ServiceScope", "User").With("ServiceStandardOutput", "{LogDirectory}/out.log").PlanWithoutFindings();
        Assert.Equal(["SVCPKG2010"], Acme.With("ServiceUser", "root").With("ServiceStandardOutput", "{LogDirectory}/out.log").Plan().Codes);
    }

    [Fact]
    public void The_output_directory_is_roots_and_the_file_the_services()
    {
        var service = Acme.With("ServiceStandardOutput", $"{Output}/out.log").With("ServiceStandardError", $"{Output}/more/err.log");
        var planned = service.PlanWithoutFindings();

        Assert.Equal(
            $"""
            d /var/lib/acme 0750 - -
            d {Output} 0755 root root
            d {Output}/more 0755 root root
            f {Output}/out.log 0640 acme acme
            f {Output}/more/err.log 0640 acme acme

            """,
            planned.Text("/usr/lib/tmpfiles.d/acme.conf"));
        Assert.Contains($"\nStandardOutput=append:{Output}/out.log\n", planned.Text("/usr/lib/systemd/system/acme.service"), StringComparison.Ordinal);
        Assert.DoesNotContain("LogsDirectory", planned.Text("/usr/lib/systemd/system/acme.service"), StringComparison.Ordinal);
        Assert.Contains($"\tpurge_directory {Output}\n", planned.Script(MaintainerScript.Postrm), StringComparison.Ordinal);
        Assert.Equal($"ghost directory 0755 root:root {Output}", service.PlanRpmWithoutFindings().File(Output));
    }

    [Fact]
    public void Instances_have_their_own_files_in_it()
    {
        var planned = Services.Instances.With("ServiceStandardOutput", $"{Output}/{{Instance}}.log").PlanWithoutFindings();

        Assert.Contains($"\nStandardOutput=append:{Output}/%i.log\n", planned.Text("/usr/lib/systemd/system/acme@.service"), StringComparison.Ordinal);
        Assert.EndsWith(
            $"\nd {Output} 0755 root root\nf {Output}/eu-west.log 0640 acme acme\nf {Output}/us.log 0640 acme acme\n",
            planned.Text("/usr/lib/tmpfiles.d/acme.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_rotated_by_root()
    {
        var planned = Acme.With("ServiceStandardOutput", $"{Output}/out.log").Item("ServiceLog", $"{Output}/*.log").Item("ServiceLog", "own.log").PlanWithoutFindings();
        var text = planned.Text("/etc/logrotate.d/acme");

        Assert.StartsWith($"{Output}/*.log {{\n\tsu root root\n", text, StringComparison.Ordinal);
        Assert.Contains("\tcopytruncate\n}\n/var/log/acme/own.log {\n\tsu acme acme\n", text, StringComparison.Ordinal);
        Availability.RequireProgram("logrotate");
        using var tree = new TemporaryTree().Install(planned.Plan);
        tree.Write("/etc/logrotate.d/acme", text.Replace("acme acme", "root root", StringComparison.Ordinal));
        var result = await ProcessRunner.RunAsync("logrotate", "-d", "-s", "/dev/null", tree.PathOf("/etc/logrotate.d/acme"));
        Assert.DoesNotContain("error", result.Succeeded().StandardError, StringComparison.OrdinalIgnoreCase);
    }
}
