using ServicePackaging.Tests.MacPkg.Installation;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg;

/// <summary>On macOS the log files of a user's service are rotated by a script of the package, as that user.</summary>
public sealed class UserLogRotationTests
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
    public async Task A_file_that_is_copied_stays_the_one_that_the_service_has_open()
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
    public async Task Past_a_size_it_does_not_wait_and_keeping_none_it_empties()
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
    public void Where_the_service_is_not_enabled_neither_is_its_rotation() => Assert.Contains(
        "<key>Disabled</key>",
        User.With("ServiceStartMode", "Disabled").Item("ServiceLog", ".").PlanPkg().Text("/Library/LaunchAgents/acme.acme.logrotate.plist"), StringComparison.Ordinal);

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
