using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Systemd;

/// <summary>Each user's service may have its directories in that user's home. They exist before it starts, and its logs are rotated as that user.</summary>
public sealed class UserHomeTests
{
    private const string Units = "/usr/lib/systemd/user/";

    private static readonly Service User = new Service().With("ServiceScope", "User");

    private static readonly Service AtHome = User
        .With("ServiceStateDirectory", "~/.acme").With("ServiceLogDirectory", "~/.acme/log files").With("ServiceWorkingDirectory", "{StateDirectory}")
        .With("ServiceArguments", "--data {StateDirectory}/x").With("ServiceStandardOutput", "{LogDirectory}/out.log").With("ServiceStandardError", "~/.errors/acme.log");

    [Fact]
    public void Its_directories_are_those_of_its_user()
    {
        var unit = Lines(AtHome, "acme.service");

        Assert.Superset(
            new HashSet<string>
            {
                "WorkingDirectory=%h/.acme", "Environment=STATE_DIRECTORY=%h/.acme", "Environment=\"LOGS_DIRECTORY=%h/.acme/log files\"",
                "ExecStart=/usr/libexec/acme/Acme --data %h/.acme/x", "StandardOutput=append:%h/.acme/log files/out.log", "StandardError=append:%h/.errors/acme.log",
            },
            unit.ToHashSet());
        Assert.DoesNotContain(unit, line => line.StartsWith("StateDirectory=", StringComparison.Ordinal) || line.StartsWith("LogsDirectory=", StringComparison.Ordinal));
    }

    [Fact]
    public void They_are_created_before_it_starts()
    {
        Assert.Superset(new HashSet<string> { "Requires=acme-directories.service", "After=acme-directories.service" }, Lines(AtHome, "acme.service").ToHashSet());
        Assert.Equal(
            [
                "[Unit]", "Description=Directories of acme", "[Service]", "Type=oneshot", "UMask=0077",
                "ExecStart=/bin/mkdir -p -m 0750 -- %h/.acme \"%h/.acme/log files\" %h/.errors",
            ],
            Lines(AtHome, "acme-directories.service"));
    }

    [Theory]
    [InlineData("Journal", null)]
    [InlineData("{LogDirectory}/out.log", "%L/acme")]
    [InlineData("{StateDirectory}/logs/out.log", "%S/acme/logs")]
    [InlineData("~/out.log", "%h")]
    public void An_output_file_in_a_directory_has_a_unit_that_creates_it(string output, string? made)
    {
        var planned = User.With("ServiceStandardOutput", output).PlanWithoutFindings();

        Assert.Equal(made is not null, planned[Units + "acme-directories.service"] is not null);
        if (made is not null)
        {
            Assert.EndsWith($"ExecStart=/bin/mkdir -p -m 0750 -- {made}\n", planned.Text(Units + "acme-directories.service"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_separate_directory_has_its_own_mode() => Assert.Equal(
        ["ExecStart=/bin/mkdir -p -m 0750 -- %h/.acme", "ExecStart=/bin/mkdir -p -m 0700 -- %h/.acme/keys %h/keys"],
        Lines(User.With("ServiceStateDirectory", "~/.acme").Item("ServiceDirectory", "keys", ("Mode", "0700")).Item("ServiceDirectory", "~/keys", ("Mode", "0700")), "acme-directories.service")
            .Where(line => line.StartsWith("ExecStart=", StringComparison.Ordinal)));

    [Fact]
    public void Each_instance_has_its_own_directories()
    {
        var service = AtHome.Item("ServiceInstance", "a").Item("ServiceInstance", "b");

        Assert.Contains("Requires=acme-directories@%i.service", Lines(service, "acme@.service"));
        Assert.Contains("WorkingDirectory=%h/.acme/%i", Lines(service, "acme@.service"));
        Assert.Contains("%h/.acme/%i", service.PlanWithoutFindings().Text(Units + "acme-directories@.service"), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_logs_are_rotated_as_the_user_while_it_runs()
    {
        var service = AtHome.Item("ServiceLog", ".", ("Keep", "7"), ("Reload", "true"));
        var planned = service.PlanWithoutFindings();

        Assert.Contains("Wants=acme-logrotate.timer", Lines(service, "acme.service"));
        Assert.Equal(
            ["[Unit]", "Description=Schedule of the log rotation of acme", "StopWhenUnneeded=yes", "[Timer]", "OnCalendar=daily", "Persistent=yes", "AccuracySec=1h"],
            Lines(service, "acme-logrotate.timer"));
        Assert.Contains("ExecStart=/usr/sbin/logrotate --state %h/.acme/logrotate.status /etc/acme/logrotate.conf", Lines(service, "acme-logrotate.service"));
        Assert.Equal(
            "\"~/.acme/log files/*.log\" {\n\tweekly\n\trotate 7\n\tcompress\n\tmissingok\n\tnotifempty\n\tsharedscripts\n\tpostrotate\n"
            + "\t\tsystemctl --user try-reload-or-restart acme.service\n\tendscript\n}\n",
            planned.Text("/etc/acme/logrotate.conf"));
        Assert.Null(planned["/etc/logrotate.d/acme"]);
        Assert.Contains("logrotate", planned.Control("Depends")!.Split(", "));
        Assert.Contains("Requires logrotate", service.PlanRpm().Plan.Package.Relations.Select(relation => $"{relation.Kind} {relation.Name}"));
    }

    [Fact]
    public void Logrotate_keeps_its_notes_where_systemd_keeps_a_users_state_otherwise() => Assert.Equal(
        ["StateDirectory=acme", "ExecStart=/usr/sbin/logrotate --state %S/acme/logrotate.status /etc/acme/logrotate.conf"],
        Lines(User.With("ServiceLogDirectory", "~/logs").Item("ServiceLog", "."), "acme-logrotate.service")[^2..]);

    [Theory]
    [InlineData("ServiceStateDirectory", "~/.acme", "no")]
    [InlineData("ServiceLogDirectory", "~/.acme", "no")]
    [InlineData("ServiceWorkingDirectory", "~/.acme", "no")]
    [InlineData("ServiceStandardOutput", "~/.acme/log", "no")]
    [InlineData("ServiceStateDirectory", "~/../x", "yes")]
    [InlineData("ServiceStateDirectory", "~root/x", "yes")]
    [InlineData("ServiceStateDirectory", "/srv/acme", "yes")] // all users would share it
    [InlineData("ServiceConfigDirectory", "~/.config/acme", "yes")] // the package's file has one place
    public void A_path_outside_a_home_or_an_invalid_path_is_refused(string property, string value, string ofUser)
    {
        var service = (ofUser == "yes" ? User : new Service()).With(property, value);

        Assert.Contains(service.Plan().Findings, finding => finding.Descriptor.Code == "SVCPKG2007" && finding.Message.StartsWith($"{property} is '{value}'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ServiceDirectory")]
    [InlineData("ServiceLog")]
    public void The_machines_service_has_no_home(string item)
    {
        Assert.Contains("SVCPKG2007", new Service().Item(item, "~/x").Plan().Codes);
        Assert.Contains("SVCPKG2007", new Service().OnMacOS().Item(item, "~/x").PlanPkg().Codes);
    }

    [Fact]
    public void An_installation_that_finds_no_home_reports_it()
    {
        Assert.Contains("SVCPKG2007", new Service().OnWindows().With("ServiceStateDirectory", "~/.acme").PlanMsi().Codes);
        Assert.Equal(
            ["ServiceDirectory", "ServiceScope", "ServiceStateDirectory"],
            new Service().OnWindows().With("ServiceScope", "User").With("ServiceStateDirectory", "~/.acme").Item("ServiceDirectory", "queue").PlanMsi()
                .Findings.Select(finding => finding.Message.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    private static List<string> Lines(Service service, string unit) =>
        [.. service.PlanWithoutFindings().Text(Units + unit).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
