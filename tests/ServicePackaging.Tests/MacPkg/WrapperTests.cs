using System.Net.Sockets;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg;

/// <summary>The script that starts the program for launchd, run by the shells that might be <c>/bin/sh</c>.</summary>
public sealed class WrapperTests
{
    private const string Place = "/opt/acme/libexec/acme";

    // macOS's is bash or dash (private/var/select/sh), each as sh.
    public static TheoryData<string> Shells => ["dash", "busybox", "bash"];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Nothing_in_an_environment_file_is_run(string shell)
    {
        const string file =
            """
            # A=comment
            PLAIN=a b  c
            DOUBLE="say $(touch pwned) `touch pwned` $HOME \n"
            SINGLE='it''s; touch pwned'
            ONE_QUOTE="
            EMPTY=
            EQUALS=a=b==c
            GLOB=*
              INDENTED=yes   
            export EXPORTED=no
            1A=no
            A-B=no
            =no
            $(touch pwned)=no
            touch pwned
            UID=0
            IFS==
            line=x
            file=/etc/passwd
            TILDE=~root
            BACKSLASH=C:\temp\
            AGAIN=1
            AGAIN=2
            LAST="end"
            """;
        string[] expected =
        [
            "AGAIN=2", @"BACKSLASH=C:\temp\", @"DOUBLE=say $(touch pwned) `touch pwned` $HOME \n", "EMPTY=", "EQUALS=a=b==c", "GLOB=*", "INDENTED=yes", "LAST=end",
            "ONE_QUOTE=\"", "PLAIN=a b  c", "SINGLE=it''s; touch pwned", "TILDE=~root", "UID=0", "file=/etc/passwd", "line=x",
        ];

        Assert.Equal(expected, await VariablesAsync(shell, file));
        Assert.Equal(expected, await VariablesAsync(shell, file + "\n"));
        Assert.Equal(expected, await VariablesAsync(shell, file.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Without_the_file_the_program_starts(string shell) => Assert.Empty(await VariablesAsync(shell, file: null));

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task The_arguments_arrive_unchanged(string shell)
    {
        RequireShell(shell);
        using var tree = new TemporaryTree();
        var run = await RunAsync(
            tree, shell, Services.OnMacOS.Source("e").Item("ServiceEnvironmentFile", "e")
                .With(
                    "ServiceArguments",
                    """
                    "--it's" "$HOME" `id` "" "a  b" * 'C:\x\' "{\"json\": 1}" é
                    """), []);
        Assert.Equal(["--it's", "$HOME", "`id`", "", "a  b", "*", @"C:\x\", """{"json": 1}""", "é"], Words(run));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Each_user_has_directories_in_a_home_that_may_have_blanks(string shell)
    {
        RequireShell(shell);
        using var tree = new TemporaryTree();
        var home = tree.PathOf("/Users/O'Brien & \"Co\" $x");
        Directory.CreateDirectory(home);
        var run = await RunAsync(
            tree, shell, Services.AllOnMacOS["user"].With("ServiceWorkingDirectory", "{StateDirectory}/queue one"),
            new() { ["HOME"] = home, ["TMPDIR"] = tree.PathOf("/tmp dir") });

        Assert.Empty(run.StandardOutput);
        var log = File.ReadAllText($"{home}/Library/Logs/acme/acme.log");
        var state = $"{home}/Library/Application Support/acme";
        Assert.Equal(["--data", state + "/x", "--config", "/Library/Application Support/acme", "--greeting", "a'b $HOME"], Words(run with { StandardOutput = log }));
        Assert.Contains($"PLACE={home}/Library/Caches/acme/a b\n", log, StringComparison.Ordinal);
        Assert.Contains($"STATE_DIRECTORY={state}\n", log, StringComparison.Ordinal);
        Assert.Contains($"LOGS_DIRECTORY={home}/Library/Logs/acme\n", log, StringComparison.Ordinal);
        Assert.Contains($"in {state}/queue one\n", log, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task The_developer_may_set_the_path_in_the_home(string shell)
    {
        RequireShell(shell);
        using var tree = new TemporaryTree();
        var home = tree.PathOf("/Users/O'Brien & \"Co\" $x");
        Directory.CreateDirectory(home);
        var service = Services.OnMacOS.With("ServiceScope", "User").With("ServiceStateDirectory", "~/.it's acme").With("ServiceLogDirectory", "~/.it's acme/logs")
            .With("ServiceWorkingDirectory", "{StateDirectory}").With("ServiceStandardOutput", "{LogDirectory}/deep/out.log").With("ServiceStandardError", "~/errors/err.log")
            .With("ServiceArguments", "{StateDirectory}/x").Item("ServiceDirectory", "~/.more");
        await RunAsync(tree, shell, service, new() { ["HOME"] = home, ["TMPDIR"] = tree.PathOf("/t") });

        var log = File.ReadAllText($"{home}/.it's acme/logs/deep/out.log");
        Assert.Contains($"word {home}/.it's acme/x\n", log, StringComparison.Ordinal);
        Assert.Contains($"in {home}/.it's acme\n", log, StringComparison.Ordinal);
        Assert.Contains($"LOGS_DIRECTORY={home}/.it's acme/logs\n", log, StringComparison.Ordinal);
        Assert.True(File.Exists($"{home}/errors/err.log") && Directory.Exists($"{home}/.more"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task The_runtime_directory_is_not_below_the_temporary_directory_which_macOS_sweeps(string shell)
    {
        RequireShell(shell);
        using var tree = new TemporaryTree();
        const string place = "/h/Library/Application Support/acme/run";
        Directory.CreateDirectory(tree.PathOf(place));
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(tree.PathOf(place + "/old.sock")));
            File.Move(tree.PathOf(place + "/old.sock"), tree.PathOf(place + "/older.sock"));
        }

        var run = await RunAsync(
            tree, shell, Services.OnMacOS.With("ServiceScope", "User").With("ServiceArguments", "{RuntimeDirectory}").With("ServiceStandardOutput", "Null").With("ServiceStandardError", "{RuntimeDirectory}/err"),
            new() { ["HOME"] = tree.PathOf("/h"), ["TMPDIR"] = tree.PathOf("/t") });

        Assert.Equal("", run.StandardOutput + run.StandardError);
        Assert.Equal([tree.PathOf(place + "/err")], Directory.GetFiles(tree.PathOf(place)));
    }

    [Fact]
    public void A_script_is_packaged_only_if_it_is_needed()
    {
        Assert.Null(Services.OnMacOS.PlanPkg()[Place]);
        Assert.Equal("file 0755 root:wheel", Services.AllOnMacOS["variables"].PlanPkg().Describe(Place));
        Assert.Equal([$"ProgramArguments.0 \"{Place}\""], Services.AllOnMacOS["variables"].PlanPkg().Key("ProgramArguments"));
        Assert.Equal("file 0755 root:wheel", Services.AllOnMacOS["variables"].Item("ServiceInstance", "eu").PlanPkg().Describe(Place + "-eu"));
    }

    // The variables that the program sees, beyond what the shell itself sets.
    private static async Task<IEnumerable<string>> VariablesAsync(string shell, string? file)
    {
        RequireShell(shell);
        using var tree = new TemporaryTree();
        if (file is not null)
        {
            tree.Write("/Library/Application Support/acme/acme", file);
        }

        var run = await RunAsync(tree, shell, Services.OnMacOS.Source("acme.env").Item("ServiceEnvironmentFile", "acme.env"), []);
        Assert.DoesNotContain(tree.Files, path => path.EndsWith("/pwned", StringComparison.Ordinal));
        Assert.Equal("", run.StandardError);
        string[] own = ["PATH=", "PWD=", "OLDPWD=", "SHLVL=", "_=", "IFS="];
        return run.StandardOutput.Split('\n').Where(line => line.Contains('=') && !Array.Exists(own, line.StartsWith)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Words(ProcessResult run) =>
        run.StandardOutput.Split('\n').Where(line => line.StartsWith("word ", StringComparison.Ordinal)).Select(line => line["word ".Length..]);

    // The paths of the package are moved into the tree, and the program prints how it was started.
    private static async Task<ProcessResult> RunAsync(TemporaryTree tree, string shell, Service service, Dictionary<string, string?> environment)
    {
        var file = service.PlanPkg().Plan.Entries.OfType<ServicePackaging.Formats.Archives.FileEntry>().Where(entry => entry.Path.EndsWith("/acme.default", StringComparison.Ordinal)).Select(entry => entry.Path[..^".default".Length]);
        var script = service.PlanPkg().Text(Place).Replace("/opt/acme", tree.PathOf("/opt/acme"), StringComparison.Ordinal);
        script = file.Aggregate(script, (text, path) => text.Replace($"'{path}'", $"'{tree.PathOf(path)}'", StringComparison.Ordinal));
        tree.Write("/opt/acme/Acme", "#!/bin/sh\nfor word; do echo \"word $word\"; done\necho \"in $PWD\"\nexec env\n", isProgram: true);
        environment["PATH"] = "/usr/bin:/bin";
        return (await ProcessRunner.RunAsync(
            new ProcessOptions { ClearEnvironment = true, Environment = environment, WorkingDirectory = tree.Root },
            shell == "busybox" ? "busybox" : shell, [.. shell switch { "busybox" => new[] { "sh" }, "bash" => ["--posix"], _ => [] }, tree.Write("/wrapper", script)])).Succeeded();
    }

    private static void RequireShell(string shell) => Availability.RequireProgram(shell);
}
