using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Control;

/// <summary>A machine on which the management command finds stand-ins for what it calls. They write down how they were called; a unit is active
/// unless it is among those that are not, and an address answers from a certain second on.</summary>
internal sealed class SystemdMachine : IDisposable
{
    private const string Systemctl = """
        #!/bin/sh
        case $1 in reset-failed) exit 0 ;; esac
        echo "systemctl $*" >>"$MACHINE/calls"
        code=0
        case $* in
        *is-enabled*) cat "$MACHINE/enabled" ;;
        *is-active*)
        	for unit; do :; done
        	if grep -q -x "$unit" "$MACHINE/dead"; then
        		echo inactive
        		exit 3
        	fi
        	echo active
        	;;
        *status*)
        	for word; do if grep -q -x -e "$word" "$MACHINE/dead"; then code=3; fi; done
        	;;
        esac
        exit "$code"

        """;

    private const string Journalctl = "#!/bin/sh\necho \"journalctl $*\" >>\"$MACHINE/calls\"\n";

    // Of a user who lingers or not.
    private const string Id = "#!/bin/sh\ncase $1 in -u) echo 1000 ;; *) echo nobody-lingers ;; esac\n";

    private const string Tail = "#!/bin/sh\necho \"tail $*\" >>\"$MACHINE/calls\"\n";

    private const string Curl = """
        #!/bin/sh
        echo "curl $*" >>"$MACHINE/calls"
        echo "$no_proxy" >"$MACHINE/no_proxy"
        if [ "$(cat "$MACHINE/clock")" -lt "$(cat "$MACHINE/answers-at")" ]; then
        	echo "curl: (7) Failed to connect" >&2
        	exit 7
        fi
        cat "$MACHINE/answer"

        """;

    private const string Wget = """
        #!/bin/sh
        echo "wget $*" >>"$MACHINE/calls"
        [ "$(cat "$MACHINE/clock")" -ge "$(cat "$MACHINE/answers-at")" ] || exit 4
        cat "$MACHINE/answer"

        """;

    private const string Sleep = "#!/bin/sh\necho \"$(($(cat \"$MACHINE/clock\") + $1))\" >\"$MACHINE/clock\"\n";

    private readonly TemporaryTree _directory = new();

    public SystemdMachine(Service service, params IReadOnlyList<string> browsers)
    {
        _directory.Write("/acmectl", service.PlanWithoutFindings().Text("/usr/bin/acmectl"), isProgram: true);
        (string Name, string Text)[] programs =
        [
            ("systemctl", Systemctl), ("journalctl", Journalctl), ("id", Id), ("tail", Tail), ("sleep", Sleep), ("date", "#!/bin/sh\ncat \"$MACHINE/clock\"\n"),
            .. new[] { ("curl", Curl), ("wget", Wget) }.Where(program => browsers.Contains(program.Item1)),
        ];
        foreach (var (name, text) in programs)
        {
            _directory.Write($"/bin/{name}", text, isProgram: true);
        }

        foreach (var tool in new[] { "cat", "grep", "head", "sed", "tr" })
        {
            File.CreateSymbolicLink(_directory.PathOf($"/bin/{tool}"), $"/bin/{tool}");
        }

        _directory.Write("/clock", "1000\n");
        _directory.Write("/answer", "{\"status\":\"ok\"}");
        _directory.Write("/enabled", "enabled\n");
        AnswersAt(0);
        WithDead();
    }

    /// <summary>The home of the user who types, below the tree; its path contains a blank.</summary>
    public const string Home = "/home/an n";

    /// <summary>An existing directory.</summary>
    public SystemdMachine With(string directory)
    {
        Directory.CreateDirectory(_directory.PathOf(directory));
        return this;
    }

    /// <summary>How its programs were called, as if the tree were the machine.</summary>
    public IReadOnlyList<string> CallsHere => [.. Calls.Select(call => call.Replace(_directory.Root, "", StringComparison.Ordinal))];

    /// <summary>What is-enabled answers.</summary>
    public SystemdMachine Enabled(string state)
    {
        _directory.Write("/enabled", state + "\n");
        return this;
    }

    /// <summary>How its programs were called.</summary>
    public IReadOnlyList<string> Calls => File.Exists(_directory.PathOf("/calls")) ? File.ReadAllLines(_directory.PathOf("/calls")) : [];

    /// <summary>The seconds that were slept through.</summary>
    public int Slept => int.Parse(File.ReadAllText(_directory.PathOf("/clock")), null) - 1000;

    /// <summary>The proxy settings of the last request.</summary>
    public string NoProxy => File.ReadAllText(_directory.PathOf("/no_proxy")).TrimEnd();

    /// <summary>Units that are not active.</summary>
    public SystemdMachine WithDead(params string[] units)
    {
        _directory.Write("/dead", string.Concat(units.Select(unit => unit + "\n")));
        return this;
    }

    /// <summary>What addresses answer.</summary>
    public SystemdMachine Answers(string text)
    {
        _directory.Write("/answer", text);
        return this;
    }

    /// <summary>The second from which on addresses answer.</summary>
    public SystemdMachine AnswersAt(int second)
    {
        _directory.Write("/answers-at", $"{1000 + second}\n");
        return this;
    }

    /// <summary>An administrator types the command.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TypeAsync(string words, string shell = "dash")
    {
        Availability.RequireProgram(shell);
        File.Delete(_directory.PathOf("/calls"));
        var options = new ProcessOptions
        {
            ClearEnvironment = true,
            Environment = new Dictionary<string, string?> { ["PATH"] = _directory.PathOf("/bin"), ["MACHINE"] = _directory.Root, ["HOME"] = _directory.PathOf(Home) },
        };
        string[] interpreter = shell == "busybox" ? ["/bin/busybox", "sh"] : [$"/bin/{shell}"];
        var run = await ProcessRunner.RunAsync(options, interpreter[0], [.. interpreter.Skip(1), _directory.PathOf("/acmectl"), .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        return (run.ExitCode, run.StandardOutput.TrimEnd('\n'), run.StandardError.TrimEnd('\n'));
    }

    public void Dispose() => _directory.Dispose();
}
