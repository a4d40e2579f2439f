using ServicePackaging.Tests.MacPkg.Installation;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg;

/// <summary>On macOS a script of the package rotates log files, as the account or the user that owns them.</summary>
public sealed class LogRotationTests
{
    private const string Script = "/opt/acme/libexec/acme-logrotate";
    private const string Home = "/Users/O'Brien & $Co";
    private const string Logs = Home + "/.acme/logs";

    private static readonly Service User = Services.OnMacOS.With("ServiceScope", "User").With("ServiceLogDirectory", "~/.acme/logs");

    public static TheoryData<string> Shells => ["dash", "busybox", "bash"];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Once_in_a_period_full_files_are_numbered_and_compressed(string shell)
    {
        using var tree = new TemporaryTree();
        var service = User.Item("ServiceLog", ".", ("Keep", "2"), ("Reload", "true"));
        tree.Write($"{Logs}/service.log", "one\n");
        tree.Write($"{Logs}/empty.log", "");
        tree.Write($"{Logs}/other.txt", "no log\n");
        File.CreateSymbolicLink(tree.PathOf($"{Logs}/link.log"), tree.PathOf($"{Logs}/other.txt"));

        await RunAsync(tree, shell, service, "2026-46"); // the first time counts from now
        await RunAsync(tree, shell, service, "2026-46");
        Assert.Equal(["service.log one"], LogsIn(tree));

        await RunAsync(tree, shell, service, "2026-47");
        Assert.Equal(["service.log.1.gz one"], LogsIn(tree));
        foreach (var (week, text) in new[] { ("2026-48", "two"), ("2026-49", "three") })
        {
            tree.Write($"{Logs}/service.log", text + "\n");
            await RunAsync(tree, shell, service, week);
        }

        Assert.Equal(["service.log.1.gz three", "service.log.2.gz two"], LogsIn(tree));
        Assert.Equal("no log\n", File.ReadAllText(tree.PathOf($"{Logs}/other.txt")));
    }

    [Fact]
    public async Task A_file_that_is_copied_is_kept_open_by_the_service()
    {
        using var tree = new TemporaryTree();
        var service = User.Item("ServiceLog", "service.log", ("Compress", "false"), ("Rotate", "Daily"));
        var log = tree.Write($"{Logs}/service.log", "one\n");
        await RunAsync(tree, "dash", service, "2026-11-19");

        await using (var open = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            await RunAsync(tree, "dash", service, "2026-11-20");
            Assert.Equal(0, new FileInfo(log).Length);
        }

        Assert.Equal(["service.log.1 one"], LogsIn(tree));
    }

    [Fact]
    public async Task A_large_file_is_rotated_at_once_and_emptied_if_none_is_kept()
    {
        using var tree = new TemporaryTree();
        var service = User.Item("ServiceLog", "service.log", ("Size", "1k"), ("Keep", "0"));
        var log = tree.Write($"{Logs}/service.log", new string('x', 1024));
        await RunAsync(tree, "dash", service, "2026-46");
        Assert.Equal(1024, new FileInfo(log).Length);

        tree.Write($"{Logs}/service.log", new string('x', 1025));
        await RunAsync(tree, "dash", service, "2026-46");
        Assert.Equal(0, new FileInfo(log).Length);
        Assert.Empty(LogsIn(tree));
    }

    [Fact]
    public async Task Without_a_directory_there_is_nothing_to_do()
    {
        using var tree = new TemporaryTree();
        Directory.CreateDirectory(tree.PathOf(Home));
        await RunAsync(tree, "dash", Services.OnMacOS.With("ServiceScope", "User").Item("ServiceLog", "."), "2026-46");
        Assert.Empty(Directory.EnumerateFileSystemEntries(tree.PathOf(Home)));
    }

    [Theory]
    [InlineData("", "signal SIGTERM com.acme.acme|stop com.acme.acme 1.2.3|start com.acme.acme 1.2.3")]
    [InlineData("SIGHUP", "signal SIGHUP com.acme.acme")]
    public async Task The_service_is_told_to_open_its_files_anew(string signal, string told)
    {
        var service = MacServices.Minimal.With("ServiceScope", "User").With("ServiceReloadSignal", signal).Item("ServiceLog", ".", ("Reload", "true"));
        var story = await new MacMachine()
            .WithUserAtScreen(0)
            .Given("mkdir -p /run/mac/launchd/gui_501; HOME=/run/ann; export HOME; mkdir -p /run/ann/Library/Logs/acme; echo one >/run/ann/Library/Logs/acme/service.log")
            .Install(service.PlanPkg())
            .Given("launchctl() { /bin/launchctl \"$@\"; }; launchctl bootstrap gui/0 /Library/LaunchAgents/com.acme.acme.plist")
            .Given($"{Script}; echo before >/run/ann/Library/Logs/acme/.service.log.rotated")
            .Do(Script)
            .Do("cd /run/ann/Library/Logs/acme; ls")
            .RunAsync();

        Assert.EndsWith($"# {Script}\n{told.Replace('|', '\n')}\n# cd /run/ann/Library/Logs/acme; ls\n| service.log.1.gz", story, StringComparison.Ordinal);
    }

    [Fact]
    public void It_runs_every_day_and_at_every_login_for_it_may_have_been_missed()
    {
        var planned = User.Item("ServiceLog", ".").PlanPkgWithoutFindings();

        Assert.Equal("file 0755 root:wheel", planned.Describe(Script));
        var job = planned.Text("/Library/LaunchAgents/acme.acme.logrotate.plist");
        Assert.Contains($"<string>{Script}</string>", job, StringComparison.Ordinal);
        Assert.Contains("<key>RunAtLoad</key>\n\t\t<true />", job, StringComparison.Ordinal);
        Assert.Contains("<key>Hour</key>\n\t\t\t<integer>0</integer>", job, StringComparison.Ordinal);
        Assert.DoesNotContain(planned.Plan.Entries, entry => entry.Path.Contains("newsyslog", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_newsyslog_move_up_and_no_more_than_requested_are_kept()
    {
        using var tree = new TemporaryTree();
        var service = User.Item("ServiceLog", "service.log", ("Keep", "3"), ("Compress", "false"));
        tree.Write($"{Logs}/service.log", "now\n");
        tree.Write($"{Logs}/.service.log.rotated", "before\n");
        foreach (var number in Enumerable.Range(0, 6))
        {
            tree.Write($"{Logs}/service.log.{number}", $"{number} ago\n");
        }

        await RunAsync(tree, "dash", service, "2026-46");
        Assert.Equal(["service.log.1 now", "service.log.2 0 ago", "service.log.3 1 ago"], LogsIn(tree));
    }

    [Fact]
    public void A_systems_job_runs_as_the_account_of_the_service()
    {
        var planned = Services.AllOnMacOS["logs"].PlanPkgWithoutFindings();

        var job = planned.Text("/Library/LaunchDaemons/acme.acme.logrotate.plist");
        Assert.Contains("<key>UserName</key>\n\t\t<string>_acme</string>\n\t\t<key>GroupName</key>\n\t\t<string>_acme</string>", job, StringComparison.Ordinal);
        Assert.Contains("<key>RunAtLoad</key>\n\t\t<true />", job, StringComparison.Ordinal);
        Assert.Contains("<key>StartCalendarInterval</key>", job, StringComparison.Ordinal);
        Assert.Equal(
            ["rotate %G-%V 4 0 copy /Library/Logs/acme/*.log", "rotate %Y-%m-%d 9 10485760 copy /Library/Logs/acme/audit.log", "compress /Library/Logs/acme/*.log.[0-9]*"],
            Calls(planned.Text(Script)));
        Assert.DoesNotContain(planned.Plan.Entries, entry => entry.Path.Contains("newsyslog", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("100k", "102400")]
    [InlineData("1G", "1073741824")]
    [InlineData("500", "500")]
    public void Sizes_are_bytes(string size, string bytes) => Assert.Contains(
        $"\nrotate %Y-%m 4 {bytes} copy ", Services.OnMacOS.Item("ServiceLog", ".", ("Size", size), ("Rotate", "Monthly")).PlanPkg().Text(Script), StringComparison.Ordinal);

    [Fact]
    public void A_path_may_contain_characters_with_a_meaning_in_the_shell() => Assert.Contains(
        "rotate %G-%V 4 0 copy '/Library/Application Support/acme/data/a # $b/'*/[xy].log",
        Calls(Services.OnMacOS.Item("ServiceLog", "{StateDirectory}/a # $b/*/[xy].log").PlanPkgWithoutFindings().Text(Script)));

    [Fact]
    public void Logs_of_instances_are_where_instances_write() => Assert.Contains(
        "rotate %G-%V 4 0 copy /Library/Logs/acme/*/*.log", Calls(Services.AllOnMacOS["instances"].Item("ServiceLog", ".").PlanPkg().Text(Script)));

    [Fact]
    public void Each_account_rotates_its_own()
    {
        var planned = Services.OnMacOS.With("ServiceReloadSignal", "SIGHUP").Item("ServiceLog", "x.log", ("Reload", "true"), ("Compress", "false"))
            .Item("ServiceInstance", "dev").Item("ServiceInstance", "live", ("User", "root")).PlanPkg();

        var root = planned.Text("/Library/LaunchDaemons/acme.acme.logrotate.root.plist");
        Assert.Contains("<string>root</string>", root, StringComparison.Ordinal);
        Assert.Contains($"<string>{Script}-root</string>", root, StringComparison.Ordinal);
        Assert.Contains("<string>_acme</string>", planned.Text("/Library/LaunchDaemons/acme.acme.logrotate.plist"), StringComparison.Ordinal);
        Assert.Equal(["rotate %G-%V 4 0 move /Library/Logs/acme/dev/x.log", "rotate %Y-%m 5 10485760 copy /Library/Logs/acme/dev/acme.log", "for label in acme.acme.dev; do", "compress /Library/Logs/acme/dev/acme.log.[0-9]*"], Calls(planned.Text(Script)));
        Assert.Equal(["rotate %G-%V 4 0 move /Library/Logs/acme/live/x.log", "rotate %Y-%m 5 10485760 copy /Library/Logs/acme/live/acme.log", "for label in acme.acme.live; do", "compress /Library/Logs/acme/live/acme.log.[0-9]*"], Calls(planned.Text(Script + "-root")));
    }

    [Theory]
    [InlineData("", "Always", null)]
    [InlineData("SIGHUP", "OnFailure", null)]
    [InlineData("", "OnFailure", "SVCPKG2011")]
    [InlineData("", "Never", "SVCPKG2011")]
    public void What_the_account_cannot_have_opened_again_is_reported(string signal, string restart, string? code) => Assert.Equal(
        code is null ? [] : [code],
        Services.OnMacOS.With("ServiceReloadSignal", signal).With("ServiceRestart", restart).Item("ServiceLog", ".", ("Reload", "true")).PlanPkg().Codes);

    // What root's newsyslog did to the file that the link names: chmod and chown (Apple's syslog-404, newsyslog/newsyslog.c, change_attrs, lines 2220 and 2228).
    [Fact]
    public async Task An_account_cannot_have_files_of_others_changed_through_its_log_directory() => await new MacMachine()
        .Install(MacServices.Minimal.Item("ServiceLog", "service.log").PlanPkg())
        .Given(As("acme", "cd /Library/Logs/acme; ln -s /opt/acme/Acme service.log; ln -s /opt/acme/Acme service.log.1; echo before >.service.log.rotated"))
        .Given(As("acme", Script))
        .Do("files /Library/Logs/acme /opt/acme/Acme")
        .Given(As("acme", "cd /Library/Logs/acme; rm service.log; echo one >service.log"))
        .Given(As("acme", Script))
        .Do("files /Library/Logs/acme /opt/acme/Acme; gzip -dc /Library/Logs/acme/service.log.1.gz; readlink /Library/Logs/acme/service.log.2")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # files /Library/Logs/acme /opt/acme/Acme
            | drwxr-x--- _acme:_acme /Library/Logs/acme
            | -rw-r--r-- _acme:_acme /Library/Logs/acme/.service.log.rotated
            | lrwxrwxrwx _acme:_acme /Library/Logs/acme/service.log
            | lrwxrwxrwx _acme:_acme /Library/Logs/acme/service.log.1
            | -rwxr-xr-x root:wheel /opt/acme/Acme
            # files /Library/Logs/acme /opt/acme/Acme; gzip -dc /Library/Logs/acme/service.log.1.gz; readlink /Library/Logs/acme/service.log.2
            | drwxr-x--- _acme:_acme /Library/Logs/acme
            | -rw-r--r-- _acme:_acme /Library/Logs/acme/.service.log.rotated
            | -rw-r--r-- _acme:_acme /Library/Logs/acme/service.log
            | -rw-r--r-- _acme:_acme /Library/Logs/acme/service.log.1.gz
            | lrwxrwxrwx _acme:_acme /Library/Logs/acme/service.log.2
            | -rwxr-xr-x root:wheel /opt/acme/Acme
            | one
            | /opt/acme/Acme
            """);

    [Theory]
    [InlineData("SIGHUP", "OnFailure", 129)]
    [InlineData("", "Always", 143)]
    public async Task The_account_tells_its_own_process_to_open_the_files_anew(string signal, string restart, int ended)
    {
        var story = await new MacMachine()
            .Install(MacServices.Minimal.With("ServiceReloadSignal", signal).With("ServiceRestart", restart).Item("ServiceLog", ".", ("Reload", "true")).PlanPkg())
            .Given(As("acme", "echo one >/Library/Logs/acme/service.log; echo before >/Library/Logs/acme/.service.log.rotated"))
            .Do($"{As("acme", "exec tail -f /dev/null")} & echo $! >/run/mac/pid; until grep -q tail /proc/$!/comm; do :; done; {As("acme", Script)}; wait $!; echo $?; ls /Library/Logs/acme")
            .RunAsync();

        Assert.EndsWith($"\n| {ended}\n| service.log.1.gz", story, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_rotates_where_nobody_else_may_write_and_tells_launchd() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceUser", "root").Item("ServiceLog", ".", ("Reload", "true")).Item("ServiceLog", "/Library/Other/*.log").PlanPkg())
        .Given("mkdir /Library/Other; chown 501 /Library/Other")
        .Given("for d in /Library/Logs/acme /Library/Other; do echo one >$d/x.log; echo one >$d/x.log.1; echo before >$d/.x.log.rotated; done")
        .Do(Script)
        .Do("ls /Library/Logs/acme /Library/Other")
        .TellsAsync($"""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # {Script}
            | /Library/Other is left alone: others than root may write to /Library/Other.
            signal SIGTERM com.acme.acme
            stop com.acme.acme 1.2.3
            start com.acme.acme 1.2.3
            | /Library/Other is left alone: others than root may write to /Library/Other.
            # ls /Library/Logs/acme /Library/Other
            | /Library/Logs/acme:
            | x.log.1.gz
            | x.log.2.gz
            | /Library/Other:
            | x.log
            | x.log.1
            """);

    [Fact]
    public async Task The_job_is_added_and_removed_with_the_service() => await new MacMachine()
        .Install(MacServices.Minimal.Item("ServiceLog", ".").PlanPkg())
        .Install(MacServices.Next.Item("ServiceLog", ".").PlanPkg())
        .Do("/opt/acme/uninstall.sh; ls /Library/LaunchDaemons")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            stop com.acme.acme.logrotate 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 2.0.0
            # /opt/acme/uninstall.sh; ls /Library/LaunchDaemons
            stop com.acme.acme 2.0.0
            stop com.acme.acme.logrotate 2.0.0
            """);

    [Fact]
    public void If_the_service_is_not_enabled_its_rotation_is_not_either() => Assert.Contains(
        "<key>Disabled</key>",
        User.With("ServiceStartMode", "Disabled").Item("ServiceLog", ".").PlanPkg().Text("/Library/LaunchAgents/acme.acme.logrotate.plist"), StringComparison.Ordinal);

    // A crash loop prints a stack trace every five seconds.
    [Theory]
    [InlineData("System", "rotate %Y-%m 5 10485760 copy /Library/Logs/acme/acme.log")]
    [InlineData("User", "rotate %Y-%m 5 10485760 copy \"$HOME/Library/Logs/\"acme/acme.log")]
    public void What_a_service_prints_is_limited_without_a_declared_log(string scope, string expected)
    {
        var planned = Services.OnMacOS.With("ServiceScope", scope).PlanPkgWithoutFindings();

        Assert.Equal(expected, planned.Text(Script).Split('\n').Single(line => line.StartsWith("rotate %", StringComparison.Ordinal)));
        Assert.Contains("<key>StartInterval</key>\n\t\t<integer>1800</integer>", planned.Jobs.Single(job => job.Key.Contains("logrotate", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServiceStandardOutput", "Null", "")]
    [InlineData("ServiceStandardError", "{LogDirectory}/errors/e.log", "acme.log|errors/e.log")]
    [InlineData("ServiceStandardOutput", "/private/var/log/other.log", "")]
    public void Each_file_that_it_prints_to_is_limited(string property, string value, string files) => Assert.Equal(
        files.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(file => "rotate %Y-%m 5 10485760 copy /Library/Logs/acme/" + file),
        Services.OnMacOS.With(property, value).PlanPkg() is var planned && planned[Script] is null ? [] : planned.Text(Script).Split('\n').Where(line => line.StartsWith("rotate %", StringComparison.Ordinal)));

    [Theory]
    [InlineData(".")]
    [InlineData("acme.log")]
    [InlineData("a[c]m?.l*g")]
    [InlineData("/Library/Logs/acme/acme.log")]
    public void A_declared_log_wins(string log) => Assert.StartsWith(
        "rotate %Y-%m-%d 9 0 copy", Assert.Single(Calls(Services.OnMacOS.Item("ServiceLog", log, ("Rotate", "Daily"), ("Keep", "9"), ("Compress", "false")).PlanPkg().Text(Script))), StringComparison.Ordinal);

    [Fact]
    public async Task A_large_file_is_copied_and_truncated_with_the_service_s_rights() => await new MacMachine()
        .Install(MacServices.Printing.PlanPkg())
        .Given("setpriv --reuid _acme --regid _acme --clear-groups sh -c 'head -c 11000000 /dev/zero >/Library/Logs/acme/acme.log'")
        .Do($"setpriv --reuid _acme --regid _acme --clear-groups {Script}; files /Library/Logs/acme; wc -c </Library/Logs/acme/acme.log")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # setpriv --reuid _acme --regid _acme --clear-groups /opt/acme/libexec/acme-logrotate; files /Library/Logs/acme; wc -c </Library/Logs/acme/acme.log
            | drwxr-x--- _acme:_acme /Library/Logs/acme
            | -rw------- _acme:_acme /Library/Logs/acme/.acme.log.rotated
            | -rw-r--r-- _acme:_acme /Library/Logs/acme/acme.log
            | -rw-r--r-- _acme:_acme /Library/Logs/acme/acme.log.1.gz
            | 0
            """);

    private static string As(string account, string command) => $"setpriv --reuid _{account} --regid _{account} --clear-groups sh -c '{command}'";

    // The lines of a script that rotate, compress and notify.
    private static IEnumerable<string> Calls(string script) =>
        script.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("rotate %", StringComparison.Ordinal) || line.StartsWith("compress /", StringComparison.Ordinal)
            || line.StartsWith("for label", StringComparison.Ordinal));

    private static async Task RunAsync(TemporaryTree tree, string shell, Service service, string period)
    {
        Availability.RequireProgram(shell);
        tree.Write("/bin/date", $"#!/bin/sh\necho {period}\n", isProgram: true);
        tree.Write("/bin/launchctl", "#!/bin/sh\nexit 113\n", isProgram: true);
        var script = service.PlanPkg().Text(Script).Replace("/bin/launchctl", tree.PathOf("/bin/launchctl"), StringComparison.Ordinal);
        var options = new ProcessOptions
        {
            ClearEnvironment = true,
            Environment = new Dictionary<string, string?> { ["HOME"] = tree.PathOf(Home), ["PATH"] = tree.PathOf("/bin") + ":/usr/bin:/bin" },
        };
        string[] words = [.. shell switch { "busybox" => new[] { "sh" }, "bash" => ["--posix"], _ => [] }, tree.Write("/rotate", script)];
        var run = (await ProcessRunner.RunAsync(options, shell, words)).Succeeded();
        Assert.Equal(("", ""), (run.StandardOutput, run.StandardError));
    }

    // Names and texts of what has one.
    private static IEnumerable<string> LogsIn(TemporaryTree tree) =>
        from file in Directory.EnumerateFiles(tree.PathOf(Logs), "service.log*").Order(StringComparer.Ordinal)
        where new FileInfo(file).Length > 0
        select $"{Path.GetFileName(file)} {Read(file)}".TrimEnd();

    private static string Read(string file)
    {
        using var reader = new StreamReader(
            file.EndsWith(".gz", StringComparison.Ordinal) ? new System.IO.Compression.GZipStream(File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress) : File.OpenRead(file));
        return reader.ReadToEnd();
    }
}
