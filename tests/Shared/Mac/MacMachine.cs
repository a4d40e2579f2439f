using System.Text;

namespace ServicePackaging.TestSupport;

/// <summary>
/// A Mac as far as the scripts of a package see it: an Installer, launchd, a directory of accounts and receipts, which are the programs beside
/// this file, on a view of this machine that is forgotten. What happens is told as a story: <c>stop com.acme.acme 1.0.0</c>; what somebody
/// types is a line that starts with <c>#</c>, what is printed one that starts with <c>|</c>.
/// </summary>
internal sealed class MacMachine
{
    private static readonly string[] Records = ["root 0", "daemon 1", "nobody -2", "ann 501"];
    private static readonly string[] Groups = ["wheel 0", "daemon 1", "staff 20", "admin 80", "nobody -2"];

    private readonly StringBuilder _steps = new(Prologue);
    private readonly Dictionary<string, Action<string>> _packages = [];

    private const string Prologue = """
        #!/bin/sh
        LC_ALL=C.UTF-8
        export LC_ALL
        mkdir -p /run/mac/launchd/system
        echo 0 >/run/mac/clock
        /usr/bin/dscl . -create /Users/root PrimaryGroupID 0
        chgrp admin '/Library/Application Support'
        do_step() {
            printf '@# %s\n' "$1" >>/run/calls
            code=0
            sh -c "$1" >>/run/calls 2>&1 || code=$?
            if [ "$code" != 0 ]; then printf '@exit code %s\n' "$code" >>/run/calls; fi
        }

        """;

    private static readonly string StandInDirectory = Path.Combine(Repository.Root, "tests/Shared/Mac/Machine");

    /// <summary>The programs that make up the machine.</summary>
    public static IEnumerable<string> StandIns => Directory.EnumerateFiles(StandInDirectory);

    /// <summary>A package is installed, over what may be there.</summary>
    /// <param name="version">Its version, for the story.</param>
    /// <param name="write">Puts it at a path of this machine.</param>
    /// <param name="volume">What it is installed on.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="around">Puts the command that installs it into another command.</param>
    public MacMachine Install(
        string version, Action<string> write, string volume = "/", string fileName = "acme.pkg", Func<string, string>? around = null)
    {
        var path = $"/packages/{_packages.Count}/{fileName}";
        _packages.Add(path, write);
        Tell($"install {version}{(volume == "/" ? "" : " on " + volume)}");
        var command = $"/sandbox/bin/installer {Quote(path)} {Quote(volume)}";
        _steps.Append(around is null ? $"{command} || printf '@The Installer reports a failure.\\n' >>/run/calls\n" : around($"/sandbox/bin/installer {path} {volume}") + "\n");
        return this;
    }

    /// <summary>The administrator types a command.</summary>
    public MacMachine Do(string command)
    {
        _steps.Append($"do_step {Quote(command)}\n");
        return this;
    }

    /// <summary>Something is so, which the story does not tell.</summary>
    public MacMachine Given(string command)
    {
        _steps.Append(command).Append('\n');
        return this;
    }

    /// <summary>Services need so long to stop.</summary>
    public MacMachine WithSlowStop(int seconds) => Given($"echo {seconds} >/run/mac/stop-seconds");

    /// <summary>launchd takes no service for a while from now.</summary>
    public MacMachine WithDeafLaunchd(int seconds) => Given($"echo $(($(cat /run/mac/clock) + {seconds})) >/run/mac/deaf-until");

    /// <summary>A user is at the screen; that is its number.</summary>
    public MacMachine WithUserAtScreen(int user) =>
        Given($"touch /run/mac/console; chown {user} /run/mac/console; mount --bind /run/mac/console /dev/console; mkdir -p /run/mac/launchd/gui_{user}");

    /// <summary>A user is logged in who is not at the screen.</summary>
    public MacMachine WithUserInBackground(int user) =>
        Given($"mkdir -p /run/mac/launchd/gui_{user}; setpriv --reuid {user} --clear-groups tail -f /dev/null & trap \"kill $!\" EXIT");

    /// <summary>Numbers that users or groups have.</summary>
    public MacMachine WithNumbers(string kind, string key, int first, int last) =>
        Given($"for n in $(seq {first} {last}); do echo \"{key}: $n\" >/run/mac/records/{kind}/taken$n; done");

    /// <summary>Runs it all, and fails unless this is what happened.</summary>
    public async Task TellsAsync(string expected)
    {
        var story = await RunAsync();
        if (story != expected)
        {
            Assert.Fail($"What happened is not what was expected:\n{story}\n");
        }
    }

    /// <summary>Runs it all and tells what happened.</summary>
    public async Task<string> RunAsync()
    {
        await MaintainerScriptSandbox.RequireAsync();
        Availability.RequireProgram("bsdtar");
        Availability.RequireProgram("cpio");
        var directory = Directory.CreateTempSubdirectory("servicepackaging-");
        ScriptRun run;
        try
        {
            var sandbox = new MaintainerScriptSandbox { Stubs = [], SystemdRuns = false, Files = Files(), Copies = Write(directory.FullName) };
            run = await sandbox.RunAsync(_steps.ToString());
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        Assert.Equal(("", "", 0), (run.StandardOutput, run.StandardError, run.ExitCode));
        var story = new List<string>();
        foreach (var line in run.Calls.Select(line => line[0] == Told ? line[1..] : "| " + line))
        {
            // What is tried again and again is told once.
            if (story.Count < 3 || line != story[^2] || story[^1] != story[^3])
            {
                story.Add(line);
            }
            else
            {
                story.RemoveAt(story.Count - 1);
            }
        }

        return string.Join('\n', story);
    }

    // What comes before a line that is the story's own, and not printed by somebody.
    private const char Told = '@';

    private Dictionary<string, string> Write(string directory)
    {
        var copies = new Dictionary<string, string>();
        foreach (var (path, write) in _packages)
        {
            copies[path] = Path.Combine(directory, $"{copies.Count}.pkg");
            write(copies[path]);
        }

        return copies;
    }

    private static Dictionary<string, string> Files()
    {
        var files = new Dictionary<string, string>
        {
            ["/Library/LaunchDaemons/"] = "",
            ["/Library/LaunchAgents/"] = "",
            ["/Library/Logs/"] = "",
            ["/Library/Application Support/"] = "",
            ["/private/etc/newsyslog.d/"] = "",
            ["/etc/group"] = string.Concat(Groups.Select(group => $"{group.Replace(" ", ":x:", StringComparison.Ordinal)}:\n")),
        };
        foreach (var (kind, key, rows) in new[] { ("Users", "UniqueID", Records), ("Groups", "PrimaryGroupID", Groups) })
        {
            foreach (var row in rows.Select(row => row.Split(' ')))
            {
                files[$"/run/mac/records/{kind}/{row[0]}"] = $"{key}: {row[1]}\n";
            }
        }

        foreach (var (program, place) in Programs)
        {
            files[$"{place}/{program}"] = File.ReadAllText(Path.Combine(StandInDirectory, program));
        }

        return files;
    }

    // /bin and /sbin are links to these.
    private static readonly (string Program, string Place)[] Programs =
    [
        ("dscl", "/usr/bin"), ("launchctl", "/usr/bin"), ("sleep", "/usr/bin"), ("dseditgroup", "/usr/sbin"), ("pkgutil", "/usr/sbin"), ("sysctl", "/usr/sbin"),
        ("installer", "/sandbox/bin"), ("files", "/sandbox/bin"),
    ];

    private void Tell(string text) => _steps.Append($"printf '@%s\\n' {Quote(text)} >>/run/calls\n");

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
