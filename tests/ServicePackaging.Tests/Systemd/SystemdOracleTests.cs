using System.Globalization;
using System.Text.RegularExpressions;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Systemd;

/// <summary>How systemd's own tools judge the generated texts.</summary>
public sealed partial class SystemdOracleTests(ITestOutputHelper output)
{
    private const string UserUnits = "/usr/lib/systemd/user/";

    // Units that exist on every machine but not on this one; systemd should report a unit that names any other.
    private static readonly string[] SystemTargets =
        ["basic", "multi-user", "network-online", "shutdown", "sockets", "sysinit", "time-sync", "timers", "umount", "default"];

    private static readonly string[] SystemServices = ["postgresql", "rabbitmq"];

    public static TheoryData<string, string> Verified => new()
    {
        { "minimal", "acme.service" },
        { "full", "acme.service" },
        { "instances", "acme@eu-west.service" },
        { "instances", "acme@us.service" },
        { "socket", "acme.socket" },
        { "socket", "acme.service" },
        { "socket instances", "acme@7001.socket" },
        { "socket instances", "acme@7001.service" },
        { "socket instances", "acme@7002.service" },
        { "timer", "acme.timer" },
        { "timer", "acme.service" },
        { "user", "acme.service" },
        { "user at home", "acme.service" },
        { "user at home", "acme-directories.service" },
        { "user at home", "acme-logrotate.timer" },
        { "user at home", "acme-logrotate.service" },
        { "strict user", "acme.service" },
        { "without apphost", "acme.service" },
        { "backslashes", "acme.service" },
    };

    public static TheoryData<string, double, double> Scores => new()
    {
        { "None", 9.0, 9.9 },
        { "Default", 1.0, 1.5 },
        { "Strict", 1.0, 1.2 },
    };

    [Theory]
    [MemberData(nameof(Verified))]
    public async Task Systemd_finds_no_fault_in_the_unit(string name, string unit)
    {
        Availability.RequireProgram("systemd-analyze");
        var service = ByName(name);
        using var tree = new TemporaryTree().Install(service.Plan().Plan);
        foreach (var entry in service.Plan().Plan.Entries.Where(entry => entry.Path.StartsWith(UserUnits, StringComparison.Ordinal) && entry is ServicePackaging.Formats.Archives.FileEntry))
        {
            // systemd-analyze supports other roots only for the system's manager; the directives are the same.
            tree.Write("/usr/lib/systemd/system/" + entry.Path[UserUnits.Length..], service.Plan().Text(entry.Path));
        }

        foreach (var target in SystemTargets.Select(target => target + ".target").Concat(SystemServices.Select(other => other + ".service")).Append("acme.target"))
        {
            tree.Write($"/usr/lib/systemd/system/{target}", target.EndsWith(".service", StringComparison.Ordinal) ? "[Service]\nExecStart=/bin/kill\n" : "[Unit]\nDescription=There\n");
        }

        foreach (var program in new[] { "/bin/kill", "/bin/mkdir", "/usr/sbin/logrotate", "/usr/bin/dotnet" })
        {
            tree.Write(program, "", isProgram: true);
        }

        var result = await ProcessRunner.RunAsync("systemd-analyze", "verify", "--man=no", $"--root={tree.Root}", unit);

        // Since systemd 254; earlier versions keep the delay.
        var faults = result.StandardError.Split('\n').Where(line => !line.Contains("'RestartSteps'", StringComparison.Ordinal) && !line.Contains("'RestartMaxDelaySec'", StringComparison.Ordinal));
        Assert.Equal((0, ""), (result.ExitCode, string.Join('\n', faults)));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public async Task Each_hardening_profile_has_its_exposure(string profile, double lowest, double highest)
    {
        Availability.RequireProgram("systemd-analyze");
        using var tree = new TemporaryTree();
        var unit = new Service().With("ServiceHardening", profile).PlanWithoutFindings().Text("/usr/lib/systemd/system/acme.service");

        var result = await ProcessRunner.RunAsync("systemd-analyze", "security", "--no-pager", "--offline=yes", tree.Write("/acme.service", unit));

        var score = double.Parse(Exposure().Match(result.Succeeded().StandardOutput).Groups[1].Value, CultureInfo.InvariantCulture);
        output.WriteLine($"ServiceHardening={profile}: exposure {score.ToString(CultureInfo.InvariantCulture)}");
        Assert.InRange(score, lowest, highest);
    }

    [Fact]
    public async Task The_systemd_of_this_machine_reads_quoted_words_back()
    {
        Availability.RequireProgram("systemd-tmpfiles");
        using var tree = new TemporaryTree();
        // Control characters, which the model refuses in paths, systemd-tmpfiles 252 does not unescape.
        string[] names = [.. OddWords.All.Where(word => word.Length > 0 && !word.Contains('/', StringComparison.Ordinal) && word is not ("." or "..") && !word.Any(char.IsControl))];
        var lines = names.Select(name => $"d {ServicePackaging.Systemd.UnitSyntax.Quote(ServicePackaging.Systemd.UnitSyntax.EscapeSpecifiers("/" + name))} 0750 - -\n");

        var options = new ProcessOptions { StandardInput = string.Concat(lines) };
        var result = await ProcessRunner.RunAsync(options, "systemd-tmpfiles", $"--root={tree.Root}", "--create", "-");

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.EnumerateDirectories(tree.Root).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    private static Service ByName(string name) => name switch
    {
        "minimal" => Services.Minimal,
        "full" => Services.Full,
        "instances" => Services.Instances,
        "socket" => Services.Socket,
        "socket instances" => Services.SocketInstances,
        "timer" => Services.Timer,
        "user" => Services.User,
        "user at home" => Services.User.With("ServiceStateDirectory", "~/.acme").With("ServiceLogDirectory", "~/.acme/log files").With("ServiceWorkingDirectory", "{StateDirectory}")
            .With("ServiceStandardOutput", "{LogDirectory}/out.log").Item("ServiceLog", ".", ("Reload", "true")),
        "strict user" => Services.User.With("ServiceHardening", "Strict"),
        "without apphost" => Services.Minimal.Built(project => project with { UseAppHost = false, SelfContained = false }),
        _ => Services.Minimal.With("ServiceDescription", @"Ends with \").With("ServiceArguments", @"'a\' ';' '\x41' C:\").With("ServiceLogIdentifier", @"a\"),
    };

    [GeneratedRegex(@"Overall exposure level[^:]*: ([0-9.]+)")]
    private static partial Regex Exposure();
}
