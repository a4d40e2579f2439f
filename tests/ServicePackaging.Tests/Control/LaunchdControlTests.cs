using ServicePackaging.Tests.MacPkg.Installation;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Control;

/// <summary>What the management command does on a Mac.</summary>
public sealed class LaunchdControlTests
{
    private const string OnPath = "mkdir -p /usr/local/bin; PATH=/usr/local/bin:$PATH; export PATH";

    private static readonly Service One = ControlServices.Command(MacServices.Minimal);

    [Fact]
    public async Task Everybody_may_ask_and_root_may_change() => await new MacMachine()
        .Given(OnPath)
        .Install(One.PlanPkg())
        .Do("acmectl status; acmectl health; acmectl version")
        .Do("acmectl stop; acmectl stop; acmectl start; acmectl start")
        .Do("acmectl restart")
        .Do("acmectl disable; acmectl stop; acmectl start")
        .Do("acmectl status")
        .Do("acmectl health")
        .Do("acmectl enable; acmectl start")
        .Do("setpriv --reuid 501 --clear-groups /usr/local/bin/acmectl status; setpriv --reuid 501 --clear-groups /usr/local/bin/acmectl stop")
        .Do("/opt/acme/uninstall.sh; files /opt/acme; ls /usr/local/bin/acmectl")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # acmectl status; acmectl health; acmectl version
            | com.acme.acme is running
            | com.acme.acme is healthy
            | acmectl 1.2.3
            # acmectl stop; acmectl stop; acmectl start; acmectl start
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # acmectl restart
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # acmectl disable; acmectl stop; acmectl start
            stop com.acme.acme 1.2.3
            refuse com.acme.acme: disabled
            | Bootstrap failed: 119: Input/output error
            | acmectl: com.acme.acme cannot be loaded; is it disabled?
            exit code 1
            # acmectl status
            | com.acme.acme is not running
            exit code 3
            # acmectl health
            | acmectl: com.acme.acme is not healthy: not running
            exit code 1
            # acmectl enable; acmectl start
            load com.acme.acme
            start com.acme.acme 1.2.3
            # setpriv --reuid 501 --clear-groups /usr/local/bin/acmectl status; setpriv --reuid 501 --clear-groups /usr/local/bin/acmectl stop
            | com.acme.acme is running
            | acmectl: needs root: sudo acmectl stop
            exit code 77
            # /opt/acme/uninstall.sh; files /opt/acme; ls /usr/local/bin/acmectl
            stop com.acme.acme 1.2.3
            | ls: cannot access '/usr/local/bin/acmectl': No such file or directory
            exit code 2
            """);

    [Fact]
    public async Task A_stop_waits_until_it_has_stopped() => await new MacMachine()
        .Given(OnPath)
        .Install(One.PlanPkg())
        .WithSlowStop(20)
        .Do("acmectl restart; cat /run/mac/clock")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # acmectl restart; cat /run/mac/clock
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            | 20
            """);

    // launchd refuses a service of that name for a while.
    [Fact]
    public async Task A_restart_is_repeated_until_launchd_takes_it() => await new MacMachine()
        .Given(OnPath)
        .Install(One.PlanPkg())
        .WithDeafLaunchd(5)
        .Do("acmectl restart; acmectl status")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # acmectl restart; acmectl status
            stop com.acme.acme 1.2.3
            refuse com.acme.acme: later perhaps
            | Bootstrap failed: 5: Input/output error
            load com.acme.acme
            start com.acme.acme 1.2.3
            | com.acme.acme is running
            """);

    [Fact]
    public async Task The_log_directory_is_closed_to_others() => await new MacMachine()
        .Given(OnPath)
        .Install(One.PlanPkg())
        .Do("setpriv --reuid 501 --clear-groups /usr/local/bin/acmectl logs")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # setpriv --reuid 501 --clear-groups /usr/local/bin/acmectl logs
            | acmectl: needs root: sudo acmectl logs
            exit code 77
            """);

    [Theory]
    [InlineData("SUDO_UID=501 SUDO_USER=ann", "gui_501")] // sudo
    [InlineData("SUDO_UID=502 SUDO_USER=bob", "user_502")] // sudo over SSH, not logged in at the screen
    [InlineData("SUDO_UID=", "gui_501")] // a shell of root
    public async Task Agents_are_those_of_the_user_who_asks(string environment, string domain)
    {
        var story = await new MacMachine()
            .WithUserAtScreen(501).Given(OnPath).Given("mkdir -p /run/mac/launchd/user_502; dscl . -create /Users/bob UniqueID 502; dscl . -create /Users/bob NFSHomeDirectory '/run/b ob'")
            .Install(One.With("ServiceScope", "User").With("ServiceStandardOutput", "Journal").PlanPkg())
            .Given("mkdir -p '/run/b ob/Library/Logs/acme'; echo of bob >'/run/b ob/Library/Logs/acme/acme.log'")
            .Do($"env {environment} acmectl start; env {environment} acmectl disable; cat /run/mac/launchd/{domain}/overrides; ls /run/mac/launchd/{domain}; env {environment} acmectl logs")
            .RunAsync();

        Assert.Contains("\n| \"com.acme.acme\" disabled\n", story, StringComparison.Ordinal);
        Assert.Contains("\n| com.acme.acme\n", story, StringComparison.Ordinal);
        Assert.Equal(domain == "user_502", story.EndsWith("| of bob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Instances_are_managed_together_or_individually() => await new MacMachine()
        .Given(OnPath)
        .Install(One.Item("ServiceInstance", "east").Item("ServiceInstance", "west").PlanPkg())
        .Do("acmectl stop east")
        .Do("acmectl status")
        .Do("acmectl status west")
        .Do("acmectl health")
        .Do("acmectl restart north")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme.east
            start com.acme.acme.east 1.2.3
            load com.acme.acme.west
            start com.acme.acme.west 1.2.3
            # acmectl stop east
            stop com.acme.acme.east 1.2.3
            # acmectl status
            | com.acme.acme.east is not running
            | com.acme.acme.west is running
            exit code 3
            # acmectl status west
            | com.acme.acme.west is running
            # acmectl health
            | acmectl: com.acme.acme.east is not healthy: not running
            | com.acme.acme.west is healthy
            exit code 1
            # acmectl restart north
            | acmectl: no instance 'north'; there are: east west
            exit code 64
            """);

    [Fact]
    public async Task Logs_are_the_ends_of_what_it_prints_to() => await new MacMachine()
        .Given(OnPath)
        .Install(One.With("ServiceStandardOutput", "{LogDirectory}/out put.log").PlanPkg())
        .Given("seq 1 60 >'/Library/Logs/acme/out put.log'")
        .Do("acmectl logs | head -1; acmectl logs -n 2")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # acmectl logs | head -1; acmectl logs -n 2
            | 11
            | 59
            | 60
            """);

    [Fact]
    public async Task Logs_of_a_users_service_are_in_that_users_home() => await new MacMachine()
        .Given(OnPath).Given("HOME=\"/run/an n\"; export HOME; mkdir -p \"$HOME/.acme/logs\"; echo out >\"$HOME/.acme/logs/out.log\"; echo err >\"$HOME/.acme/logs/acme.log\"")
        .Install(One.With("ServiceScope", "User").With("ServiceLogDirectory", "~/.acme/logs").With("ServiceStandardOutput", "{LogDirectory}/out.log").With("ServiceStandardError", "Journal").PlanPkg())
        .Do("acmectl logs -n 1")
        .TellsAsync("""
            install 1.2.3
            # acmectl logs -n 1
            | ==> /run/an n/.acme/logs/out.log <==
            | out
            | ==> /run/an n/.acme/logs/acme.log <==
            | err
            """);

    [Fact]
    public async Task A_users_rotation_is_enabled_and_disabled_with_the_service() => await new MacMachine()
        .WithUserAtScreen(0).Given("rm -r /run/mac/launchd/gui_0; mkdir -p /run/mac/launchd/gui_0").Given(OnPath)
        .Install(One.With("ServiceScope", "User").Item("ServiceLog", ".").PlanPkg())
        .Do("acmectl disable; sort /run/mac/launchd/gui_0/overrides")
        .Do("acmectl enable; sort /run/mac/launchd/gui_0/overrides")
        .TellsAsync("""
            install 1.2.3
            # acmectl disable; sort /run/mac/launchd/gui_0/overrides
            | "com.acme.acme" disabled
            | "com.acme.acme.logrotate" disabled
            # acmectl enable; sort /run/mac/launchd/gui_0/overrides
            | "com.acme.acme" enabled
            | "com.acme.acme.logrotate" enabled
            """);

    [Fact]
    public async Task The_rotations_of_all_accounts_are_disabled_with_the_service() => await new MacMachine()
        .Given(OnPath)
        .Install(One.Item("ServiceLog", ".").Item("ServiceInstance", "east").Item("ServiceInstance", "west", ("User", "root")).PlanPkg())
        .Do("acmectl disable >/dev/null; sort /run/mac/launchd/system/overrides")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme.east
            start com.acme.acme.east 1.2.3
            load com.acme.acme.west
            start com.acme.acme.west 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            load com.acme.acme.logrotate.root
            start com.acme.acme.logrotate.root 1.2.3
            # acmectl disable >/dev/null; sort /run/mac/launchd/system/overrides
            | "com.acme.acme.east" disabled
            | "com.acme.acme.logrotate" disabled
            | "com.acme.acme.logrotate.root" disabled
            | "com.acme.acme.west" disabled
            """);

    [Fact]
    public async Task The_shared_rotation_is_kept_when_one_instance_is_disabled() => await new MacMachine()
        .WithUserAtScreen(0).Given("rm -r /run/mac/launchd/gui_0; mkdir -p /run/mac/launchd/gui_0").Given(OnPath)
        .Install(One.With("ServiceScope", "User").Item("ServiceLog", ".").Item("ServiceInstance", "east").Item("ServiceInstance", "west").PlanPkg())
        .Do("acmectl disable east; sort /run/mac/launchd/gui_0/overrides")
        .TellsAsync("""
            install 1.2.3
            # acmectl disable east; sort /run/mac/launchd/gui_0/overrides
            | "com.acme.acme.east" disabled
            """);

    [Fact]
    public async Task Health_is_what_the_service_answers() => await new MacMachine()
        .Given(OnPath).Given("mkdir -p /run/browser; printf '#!/bin/sh\\necho \"@curl $*\" >>/run/calls\\nif [ \"$(cat /run/mac/clock)\" -lt 3 ]; then echo refused >&2; exit 7; fi\\necho fine\\n' >/run/browser/curl; chmod +x /run/browser/curl")
        .Given("printf '#!/bin/sh\\ncat /run/mac/clock\\n' >/run/browser/date; chmod +x /run/browser/date; PATH=/run/browser:$PATH; export PATH")
        .Install(One.With("ServiceHealthUrl", ControlServices.Url).PlanPkg())
        .Do("acmectl health --wait 1")
        .Do("acmectl health --wait 5")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # acmectl health --wait 1
            curl --globoff --fail --silent --show-error --max-time 5 http://127.0.0.1:8765/health?of=me&in=50%25
            curl --globoff --fail --silent --show-error --max-time 5 http://127.0.0.1:8765/health?of=me&in=50%25
            | acmectl: com.acme.acme is not healthy: refused
            exit code 1
            # acmectl health --wait 5
            curl --globoff --fail --silent --show-error --max-time 5 http://127.0.0.1:8765/health?of=me&in=50%25
            curl --globoff --fail --silent --show-error --max-time 5 http://127.0.0.1:8765/health?of=me&in=50%25
            curl --globoff --fail --silent --show-error --max-time 5 http://127.0.0.1:8765/health?of=me&in=50%25
            | com.acme.acme is healthy: fine
            """);
}
