using System.Text;

namespace ServicePackaging.TestSupport;

/// <summary>What a stub says and returns when it is called with a line that starts with these words.</summary>
/// <param name="Call">The first words of the call, as the log has them: <c>getent passwd acme</c>.</param>
/// <param name="ExitCode">0 to 255.</param>
/// <param name="Output">One line for standard output; none when empty.</param>
internal sealed record StubAnswer(string Call, int ExitCode = 0, string Output = "");

/// <summary>What a maintainer script did.</summary>
/// <param name="ExitCode">The script's own.</param>
/// <param name="StandardOutput">What it printed, which debconf would read.</param>
/// <param name="StandardError">What the administrator would see.</param>
/// <param name="Calls">The calls of stubs in their order: the name and the arguments, in single quotes where they hold white space.
/// What a call reads from standard input, because its last argument is <c>-</c>, follows line by line behind <c>&lt; </c>.</param>
internal sealed record ScriptRun(int ExitCode, string StandardOutput, string StandardError, IReadOnlyList<string> Calls);

/// <summary>
/// Runs one maintainer script on a view of this machine where it can do no harm: what it writes goes to memory and is forgotten, and
/// the commands that would act are stubs which log their calls. The shell is dash, Debian's /bin/sh. What dash has built in
/// (<c>test</c>, <c>echo</c>, <c>printf</c>, <c>kill</c>), and what a script calls by an absolute path, cannot be a stub.
/// </summary>
internal sealed record MaintainerScriptSandbox
{
    /// <summary>The commands with which packages act on a system.</summary>
    public static IReadOnlyList<string> ActingCommands { get; } =
    [
        "systemctl", "systemd-sysusers", "systemd-tmpfiles", "deb-systemd-helper", "deb-systemd-invoke", "invoke-rc.d", "update-rc.d",
        "dpkg-statoverride", "dpkg-maintscript-helper", "getent", "adduser", "addgroup", "useradd", "usermod", "groupadd", "userdel",
        "groupdel", "deluser", "delgroup", "chown", "chgrp", "chmod", "rm", "rmdir", "sleep",
    ];

    private static readonly Lazy<Task<Lack?>> Lacking = new(FindLackAsync);

    /// <summary>The commands that are stubs, which need not exist here. <see cref="ActingCommands"/> unless said.</summary>
    public IReadOnlyList<string> Stubs { get; init; } = ActingCommands;

    /// <summary>How stubs answer; the first that fits counts. A call that nothing fits returns 0 and says nothing.</summary>
    public IReadOnlyList<StubAnswer> Answers { get; init; } = [];

    /// <summary>Commands that do not exist, whatever this machine has.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Whether systemd is the running service manager, which scripts ask by the directory /run/systemd/system.</summary>
    public bool SystemdRuns { get; init; } = true;

    /// <summary>Files that exist, by absolute path, with their text. A path that ends in a slash is an empty directory, and a
    /// text that begins with <c>#!</c> is a program.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that exist, by absolute path, and what of this machine they are copies of.</summary>
    public IReadOnlyDictionary<string, string> Copies { get; init; } = new Dictionary<string, string>();

    /// <summary>The script's environment beside PATH, such as dpkg's DPKG_MAINTSCRIPT_PACKAGE.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Skips the running test, or fails it on a CI machine, where there are no private mount namespaces.</summary>
    public static async Task RequireAsync() => Availability.Require(await Lacking.Value);

    /// <summary>Runs the script, which starts with its <c>#!</c> line.</summary>
    /// <exception cref="TimeoutException">The script ran for longer than 20 seconds.</exception>
    public async Task<ScriptRun> RunAsync(string script, params string[] arguments)
    {
        // In memory where there is such a place, which also is one that an overlay can write to; not so a container's own root.
        var place = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var directory = Directory.CreateDirectory(Path.Combine(place, $"script-{Guid.NewGuid():N}"));
        try
        {
            Furnish(directory.FullName, script);
            var options = new ProcessOptions
            {
                Environment = new Dictionary<string, string?>(Environment)
                {
                    ["PATH"] = "/sandbox/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    ["LC_ALL"] = "C",
                },
                ClearEnvironment = true,
                WorkingDirectory = directory.FullName,
                Timeout = TimeSpan.FromMinutes(5),
            };
            string[] enter = ["--mount", "--propagation", "private", "--", "/bin/sh", "enter"];
            var result = await ProcessRunner.RunAsync(options, "/usr/bin/unshare", [.. enter, .. arguments]);
            var calls = await File.ReadAllTextAsync(Path.Combine(directory.FullName, "run", "calls"));
            return new ScriptRun(
                result.ExitCode, result.StandardOutput, result.StandardError, calls.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static bool DashIsTheShell { get; } = File.ResolveLinkTarget("/bin/sh", returnFinalTarget: true)?.Name == "dash";

    private static async Task<Lack?> FindLackAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new Lack("Maintainer scripts run on Linux only", "run these tests on a Linux machine");
        }

        if (!System.Environment.IsPrivilegedProcess)
        {
            return new Lack("The sandbox of maintainer scripts needs the superuser's rights", "run the tests as root: sudo dotnet test");
        }

        var tool = Availability.Program("unshare") ?? Availability.Program("dash");
        if (tool is not null)
        {
            return tool;
        }

        var run = await new MaintainerScriptSandbox().RunAsync("#!/bin/sh\nsystemctl daemon-reload\n");
        return run is { ExitCode: 0, Calls: ["systemctl daemon-reload"] }
            ? null
            : new Lack($"Mount namespaces cannot be made ({run.StandardError.Trim()})", "use a virtual machine or a privileged container");
    }

    // Lays out what the new root is made of: the layer `files` between this machine's own and what the script changes; and /run.
    private void Furnish(string directory, string script)
    {
        foreach (var name in new[] { "files/sandbox/bin", "run", "root", "changes", "work" })
        {
            Directory.CreateDirectory(Path.Combine(directory, name));
        }

        var files = Path.Combine(directory, "files");

        File.WriteAllText(Path.Combine(directory, "run", "calls"), "");
        File.WriteAllText(Path.Combine(directory, "mounts"), Mounts(directory));
        File.WriteAllText(Path.Combine(directory, "enter"), EnterScript());
        WriteProgram(Path.Combine(files, "sandbox", "script"), script);
        WriteProgram(Path.Combine(files, "sandbox", "stub"), StubScript());
        foreach (var name in Stubs.Except(Absent))
        {
            File.CreateSymbolicLink(Path.Combine(files, "sandbox", "bin", name), "../stub");
        }

        foreach (var (path, text) in SystemdRuns ? Files.Append(new("/run/systemd/system/", "")) : Files)
        {
            var target = path.StartsWith("/run/", StringComparison.Ordinal) ? directory + path : files + path;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (text.StartsWith("#!", StringComparison.Ordinal))
            {
                WriteProgram(target, text);
            }
            else if (!path.EndsWith('/'))
            {
                File.WriteAllText(target, text);
            }
        }

        foreach (var (path, source) in Copies)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(files + path)!);
            File.Copy(source, files + path);
        }
    }

    private static void WriteProgram(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }

    // As fstab(5) has it, for one call of mount to do it all: a process costs more than what it does here.
    private static string Mounts(string directory) => $"""
        sandbox {directory}/root overlay lowerdir={directory}/files:/,upperdir={directory}/changes,workdir={directory}/work
        /proc {directory}/root/proc none rbind
        /dev {directory}/root/dev none rbind
        {directory}/run {directory}/root/run none bind

        """;

    // Runs in the new mount namespace, in the sandbox's directory; its arguments are the script's.
    private string EnterScript() => $"""
        set -e
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        mount --all --fstab mounts
        {RemoveAbsent()}
        {(DashIsTheShell ? "" : "ln -sf dash root/bin/sh")}
        PATH=/sandbox/bin:$PATH
        exec chroot root /sandbox/script "$@"
        """;

    private string RemoveAbsent() => Absent.Count == 0
        ? ""
        : "rm -f " + string.Join(' ', Absent.SelectMany(name =>
            new[] { "usr/sbin", "usr/bin", "sbin", "bin" }.Select(folder => Quote($"root/{folder}/{name}"))));

    private string StubScript()
    {
        var text = new StringBuilder("""
            #!/bin/sh
            line=${0##*/}
            for argument in "$@"; do
                case $argument in
                *[[:space:]]* | '') line="$line '$argument'" ;;
                *) line="$line $argument" ;;
                esac
            done
            printf '%s\n' "$line" >>/run/calls
            case ${argument-} in
            -) while IFS= read -r text; do printf '< %s\n' "$text" >>/run/calls; done ;;
            esac
            case $line in

            """);
        foreach (var answer in Answers)
        {
            var say = answer.Output.Length == 0 ? "" : $"printf '%s\\n' {Quote(answer.Output)}; ";
            text.Append($"{Quote(answer.Call)} | {Quote(answer.Call + " ")}*) {say}exit {answer.ExitCode} ;;\n");
        }

        return text.Append("esac\n").ToString();
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
