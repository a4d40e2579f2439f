using System.Runtime.Versioning;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Linux;

/// <summary>The account, the directories and the log rotation, read by the tools that read them on a machine.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SystemTextTests
{
    private static readonly Service WithSpaces = new Service()
        .With("ServiceStateDirectory", "/var/lib/acme data")
        .With("ServiceLogDirectory", "/var/log/acme logs")
        .With("ServiceDisplayName", "Acme: the \"100 %\" service \\o/ é")
        .With("ServiceGroup", "collectors")
        .Item("ServiceDirectory", "queue", ("Mode", "2770"))
        .Item("ServiceDirectory", "100%", ("Kind", "Cache"))
        .Item("ServiceInstance", "eu-west")
        .Item("ServiceLog", ".", ("Rotate", "Daily"), ("Keep", "7"), ("Compress", "false"));

    [Fact]
    public void The_account_has_the_packages_name_no_shell_and_the_state_directory_for_a_home() =>
        Assert.Equal("u acme - \"acme\" /var/lib/acme\n", Services.Minimal.PlanWithoutFindings().Text("/usr/lib/sysusers.d/acme.conf"));

    [Fact]
    public async Task Systemd_creates_the_declared_account()
    {
        Availability.RequireProgram("systemd-sysusers");
        using var tree = new TemporaryTree().Install(WithSpaces.PlanWithoutFindings().Plan);

        (await ProcessRunner.RunAsync("systemd-sysusers", $"--root={tree.Root}", "acme.conf")).Succeeded();

        var account = (await File.ReadAllLinesAsync(tree.PathOf("/etc/passwd"), TestContext.Current.CancellationToken)).Single(line => line.StartsWith("acme:", StringComparison.Ordinal)).Split(':');
        var group = (await File.ReadAllLinesAsync(tree.PathOf("/etc/group"), TestContext.Current.CancellationToken)).Single(line => line.StartsWith("collectors:", StringComparison.Ordinal)).Split(':');
        Assert.Equal((group[2], "Acme  the '100 %' service /o/ é", "/var/lib/acme data", "/usr/sbin/nologin"), (account[3], account[4], account[5], account[6]));
    }

    [Fact]
    public async Task Systemd_creates_the_declared_directories()
    {
        Availability.RequireProgram("systemd-tmpfiles");
        Availability.Require(Environment.IsPrivilegedProcess ? null : new Lack("Directories are given to their owner by root alone", "run the tests as root"));
        using var tree = new TemporaryTree().Install(WithSpaces.PlanWithoutFindings().Plan);
        tree.Write("/etc/passwd", "acme:x:0:0::/:/bin/false\n");
        tree.Write("/etc/group", "collectors:x:0:\n");

        (await ProcessRunner.RunAsync("systemd-tmpfiles", $"--root={tree.Root}", "--create", "acme.conf")).Succeeded();

        (string Path, int Mode)[] expected =
        [
            ("/var/lib/acme data", 0b111_101_000), ("/var/lib/acme data/eu-west", 0b111_101_000), ("/var/lib/acme data/eu-west/queue", 0b10_111_111_000),
            ("/var/cache/acme/eu-west/100%", 0b111_101_000), ("/var/log/acme logs", 0b111_101_000),
        ];
        Assert.All(expected, row => Assert.Equal((row.Path, (UnixFileMode)row.Mode), (row.Path, File.GetUnixFileMode(tree.PathOf(row.Path)))));
    }

    [Fact]
    public void Logs_are_copied_and_truncated_unless_the_service_opens_them_anew()
    {
        var planned = new Service().Item("ServiceLog", "access.log", ("Size", "10m"))
            .Item("ServiceLog", "/var/log/acme/own.log", ("Reload", "true"), ("Rotate", "Monthly"), ("Keep", "12"), ("Compress", "false")).PlanWithoutFindings();

        Assert.Equal(
            """
            /var/log/acme/access.log {
            	su acme acme
            	weekly
            	rotate 4
            	maxsize 10M
            	compress
            	missingok
            	notifempty
            	copytruncate
            }
            /var/log/acme/own.log {
            	su acme acme
            	monthly
            	rotate 12
            	missingok
            	notifempty
            	sharedscripts
            	postrotate
            		[ ! -d /run/systemd/system ] || systemctl try-reload-or-restart acme.service
            	endscript
            }

            """,
            planned.Text("/etc/logrotate.d/acme"));
        Assert.Contains("/etc/logrotate.d/acme", planned.Conffiles);
        Assert.Equal("ca-certificates, tzdata, logrotate", planned.Control("Recommends"));
    }

    [Theory]
    [InlineData(".", "/var/log/acme/*/*.log")]
    [InlineData("audit-{Instance}.log", "/var/log/acme/*/audit-*.log")]
    [InlineData("{LogDirectory}/{Instance}/x.log", "/var/log/acme/*/x.log")]
    public void Logs_of_instances_are_where_instances_write(string log, string pattern)
    {
        var planned = Services.Instances.Item("ServiceLog", log).PlanWithoutFindings();
        Assert.StartsWith(pattern + " {\n", planned.Text("/etc/logrotate.d/acme"), StringComparison.Ordinal);
        Assert.Contains("\nLogsDirectory=acme/%i\n", planned.Text("/usr/lib/systemd/system/acme@.service"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logrotate_understands_every_form()
    {
        Availability.RequireProgram("logrotate");
        var service = WithSpaces.With("ServiceUser", "root").With("ServiceGroup", "root")
            .Item("ServiceLog", "big.log", ("Size", "500k"), ("Reload", "true")).Item("ServiceLog", "{LogDirectory}/x/*.log", ("Rotate", "Monthly"), ("Keep", "0"));
        using var tree = new TemporaryTree().Install(service.Plan().Plan);

        var result = await ProcessRunner.RunAsync("logrotate", "-d", "-s", "/dev/null", tree.PathOf("/etc/logrotate.d/acme"));

        Assert.DoesNotContain("error", result.Succeeded().StandardError, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"/var/log/acme logs/*/*.log\"  after 1 days (7 rotations)", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("Handling 3 logs", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public void The_administrators_environment_file_names_the_defaults_and_is_kept()
    {
        var planned = new Service().Item("ServiceEnvironment", "A", ("Value", "{ConfigDirectory}/a b")).PlanWithoutFindings();

        Assert.EndsWith("own defaults, which are:\n#A=/etc/acme/a b\n", planned.Text("/etc/default/acme"), StringComparison.Ordinal);
        Assert.Equal(["/etc/default/acme"], planned.Conffiles);
    }

    [Fact]
    public void A_developers_environment_file_replaces_it()
    {
        var planned = new Service().Source("acme.env", "A=1\n").Source("more.env", "B=1\n")
            .Item("ServiceEnvironmentFile", "acme.env").Item("ServiceEnvironmentFile", "more.env", ("Mode", "0600")).PlanWithoutFindings();

        Assert.Equal("A=1\n", planned.Text("/etc/default/acme"));
        Assert.Equal("conffile 0600 root:acme", planned.Describe("/etc/default/acme-more"));
        Assert.Contains("\nEnvironmentFile=-/etc/default/acme-more\nEnvironmentFile=-/etc/default/acme\n", planned.Text("/usr/lib/systemd/system/acme.service"), StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_that_share_a_user_declare_it_alike()
    {
        var first = new Service().With("ServiceUser", "shared");
        var second = first.With("ServicePackageName", "other").With("ServiceName", "other").With("ServiceDisplayName", "Other service");

        Assert.Equal("u shared - \"shared\" /\n", first.PlanWithoutFindings().Text("/usr/lib/sysusers.d/acme.conf"));
        Assert.Equal("u shared - \"shared\" /\n", second.PlanWithoutFindings().Text("/usr/lib/sysusers.d/other.conf"));
        Assert.Contains("--home-dir / ", second.PlanRpm().Scriptlet("pre"), StringComparison.Ordinal);
    }

    [Fact]
    public void Root_and_a_users_service_need_no_account()
    {
        Assert.Null(new Service().With("ServiceUser", "root").Plan()["/usr/lib/sysusers.d/acme.conf"]);
        Assert.DoesNotContain(
            Services.User.PlanWithoutFindings().Plan.Entries.OfType<FileEntry>(),
            entry => entry.Path.Contains(".d/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_services_own_group_is_also_created_for_root() =>
        Assert.Equal("g collectors -\n", new Service().With("ServiceUser", "root").With("ServiceGroup", "collectors").Plan().Text("/usr/lib/sysusers.d/acme.conf"));
}
