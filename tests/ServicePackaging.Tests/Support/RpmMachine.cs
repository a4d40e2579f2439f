using System.Text;
using ServicePackaging.Rpm;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Support;

/// <summary>
/// A machine as scriptlets see it: rpm, which calls them in its order with its numbers (rpm-scriptlets(7)), and a systemctl that knows
/// which units are enabled, masked and running, and which version of the program each of them runs. What happens is told as a story:
/// <c>upgrade to 2.0.0</c>, <c>stop acme.service 1.0.0</c>, <c>start acme.service 2.0.0</c>.
/// </summary>
internal sealed class RpmMachine
{
    private const string Preset = "/usr/lib/systemd/system-preset/50-acme.preset";
    private const string UnitDirectory = "/usr/lib/systemd/system/";

    private readonly StringBuilder _steps = new("#!/bin/sh\nmkdir -p /run/units /usr/lib/systemd/system-preset\n");
    private readonly Dictionary<string, string> _files = new()
    {
        ["/sandbox/bin/systemctl"] = Systemctl,
        ["/sandbox/bin/systemd-tmpfiles"] = "#!/bin/sh\necho 'make directories' >>/run/calls\n",
        ["/sandbox/bin/getent"] = "#!/bin/sh\ntest -e /run/account\n",
        ["/sandbox/bin/sleep"] = "#!/bin/sh\n",
        ["/sandbox/bin/groupadd"] = "#!/bin/sh\n",
        ["/sandbox/bin/useradd"] = "#!/bin/sh\necho 'make account' >>/run/calls; touch /run/account\n",
    };

    private int _packages;
    private int _installed = -1;

    /// <summary>Whether systemd has its helper for packages.</summary>
    public bool HasHelper { get; init; } = true;

    /// <summary>Whether systemd is the running service manager.</summary>
    public bool SystemdRuns { get; init; } = true;

    /// <summary>The package is installed.</summary>
    public RpmMachine Install(Planned<RpmPlan> package)
    {
        Tell($"install {package.Plan.Package.Version}");
        _installed = Add(package);
        Call(_installed, "pre", 1);
        Unpack(_installed);
        Call(_installed, "post", 1);
        Call(_installed, "posttrans", 1);
        return this;
    }

    /// <summary>Another version replaces the installed one.</summary>
    public RpmMachine Upgrade(Planned<RpmPlan> package) => Exchange($"upgrade to {package.Plan.Package.Version}", package, 2);

    /// <summary>A package with another name replaces the installed one (Obsoletes): rpm counts each of them separately.</summary>
    public RpmMachine Replace(Planned<RpmPlan> package) => Exchange($"replace by {package.Plan.Package.Version}", package, 1);

    /// <summary>Another version should replace the installed one, but cannot be unpacked.</summary>
    public RpmMachine FailToUpgrade(Planned<RpmPlan> package)
    {
        Tell($"fail to upgrade to {package.Plan.Package.Version}");
        Call(Add(package), "pre", 2);
        return this;
    }

    /// <summary>The package is removed.</summary>
    public RpmMachine Remove()
    {
        Tell("remove");
        Call(_installed, "preun", 0);
        _steps.Append($"rm -f /run/installed /run/unit-files {Preset}; touch /run/unread\n");
        Call(_installed, "postun", 0);
        return this;
    }

    /// <summary>The installed package is one with another scriptlet, such as an older version may have had.</summary>
    public RpmMachine WithScriptlet(string name, string text)
    {
        _files[$"/packages/{_installed}/{name}"] = text;
        return this;
    }

    /// <summary>The administrator runs a command.</summary>
    public RpmMachine Do(string command)
    {
        Tell("# " + command);
        _steps.Append(command).Append('\n');
        return this;
    }

    /// <summary>Runs it all and tells what happened.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await MaintainerScriptSandbox.RequireAsync();
        if (HasHelper)
        {
            _files["/usr/lib/systemd/systemd-update-helper"] = Helper;
        }

        var run = await new MaintainerScriptSandbox { Stubs = [], Files = _files, SystemdRuns = SystemdRuns }.RunAsync(_steps.ToString());
        Assert.Equal(("", "", 0), (run.StandardOutput, run.StandardError, run.ExitCode));
        return run.Calls;
    }

    // While both are installed, rpm counts 2 versions of one package, or 1 of each of two packages.
    private RpmMachine Exchange(string story, Planned<RpmPlan> package, int count)
    {
        Tell(story);
        var (old, fresh) = (_installed, Add(package));
        Call(fresh, "pre", count);
        Unpack(fresh);
        Call(fresh, "post", count);
        Call(old, "preun", count - 1);
        Call(old, "postun", count - 1);
        Call(fresh, "posttrans", 1);
        _installed = fresh;
        return this;
    }

    private int Add(Planned<RpmPlan> package)
    {
        foreach (var (name, text) in package.Plan.Metadata.Where(text => text.Key != "header"))
        {
            _files[$"/packages/{_packages}/{name}"] = text;
        }

        _files[$"/packages/{_packages}/version"] = package.Plan.Package.Version + "\n";
        _files[$"/packages/{_packages}/units"] = string.Concat(package.Plan.Entries.Select(entry => entry.Path).Where(path => path.StartsWith(UnitDirectory, StringComparison.Ordinal)).Select(path => path[UnitDirectory.Length..] + "\n"));
        _files[$"/packages/{_packages}/preset"] = package.Text(Preset);
        return _packages++;
    }

    private void Call(int package, string scriptlet, int remaining) => _steps.Append(
        $"if [ -e /packages/{package}/{scriptlet} ]; then sh /packages/{package}/{scriptlet} {remaining} || echo '{scriptlet} fails' >>/run/calls; fi\n");

    private void Unpack(int package) => _steps.Append(
        $"cp /packages/{package}/version /run/installed; cp /packages/{package}/preset {Preset}; cp /packages/{package}/units /run/unit-files; touch /run/unread\n");

    private void Tell(string text) => _steps.Append($"echo '{text.Replace("'", "'\\''", StringComparison.Ordinal)}' >>/run/calls\n");

    // systemd, src/rpm/systemd-update-helper.in.
    private const string Helper = """
        #!/bin/sh
        verb=$1
        shift
        case $verb in
        install-system-units) systemctl --no-reload preset "$@" ;;
        remove-system-units)
            if [ -d /run/systemd/system ]; then systemctl --no-reload disable --now "$@"; else systemctl --no-reload disable "$@"; fi
            ;;
        *) echo "systemd-update-helper $verb" >>/run/calls ;;
        esac
        """;

    // systemctl(1): a masked unit neither starts nor is enabled, a start of what runs does nothing, the first preset that matches counts.
    private const string Systemctl = """
        #!/bin/sh
        verb= units= now= quiet= result=0
        for word; do
            case $word in
            --now) now=yes ;;
            --quiet) quiet=yes ;;
            -*) ;;
            *) if [ -z "$verb" ]; then verb=$word; else units="$units $word"; fi ;;
            esac
        done
        tell() { echo "$*" >>/run/calls; }
        is() { test -e "/run/units/$unit.$1"; }
        stop() { if is running; then tell stop "$unit" "$(cat "/run/units/$unit.running")"; rm -f "/run/units/$unit.running"; fi; }
        start() {
            if is running; then return; fi
            if is masked || ! test -e /run/installed; then result=1; return; fi
            cp /run/installed "/run/units/$unit.running"
            tell start "$unit" "$(cat /run/installed)"
            if test -e /run/unread; then tell "with the old unit file"; fi
        }
        enable() { if is masked; then result=1; elif ! is enabled; then touch "/run/units/$unit.enabled"; tell enable "$unit"; fi; }
        disable() { if is enabled; then rm -f "/run/units/$unit.enabled"; tell disable "$unit"; fi; }
        preset() {
            while read -r decision pattern; do
                case $unit in
                $pattern) $decision; return ;;
                esac
            done <<EOF
        $(cat /run/first-preset 2>/dev/null)
        $(cat /usr/lib/systemd/system-preset/50-acme.preset 2>/dev/null)
        disable *
        EOF
        }
        case $verb in
        preset | enable | disable | mask | is-enabled) ;;
        *) test -d /run/systemd/system || tell "calls systemctl $verb where no systemd runs" ;;
        esac
        for unit in $units; do
            case $verb in
            start | stop | enable | preset) $verb ;;
            disable) disable; if [ -n "$now" ]; then stop; fi ;;
            mask) touch "/run/units/$unit.masked" ;;
            restart) if is masked; then result=1; else stop; start; fi ;;
            try-restart) if is running; then stop; start; fi ;;
            is-enabled)
                if is masked; then state=masked; elif is enabled; then state=enabled; else state=disabled; fi
                [ "$state" = enabled ] || result=1
                [ -n "$quiet" ] || echo "$state"
                ;;
            show) echo 0 ;;
            reset-failed) ;;
            cat) grep -q -x -e "$unit" -e "$(echo "$unit" | sed 's/@.*\./@./')" /run/unit-files 2>/dev/null || result=1 ;;
            is-active)
                if is looping; then state=activating; elif is running; then state=active; else state=inactive; fi
                [ "$state" = active ] || result=3
                [ -n "$quiet" ] || echo "$state"
                ;;
            *) tell "unknown systemctl $verb" ;;
            esac
        done
        case $verb in
        daemon-reload) rm -f /run/unread ;;
        esac
        exit $result
        """;
}
