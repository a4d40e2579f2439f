using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>Agents: the users who are logged in, and those who are not.</summary>
public sealed class LoginTests
{
    private static readonly Service Agent = MacServices.Minimal.With("ServiceScope", "User");
    private static readonly Service Next = MacServices.Next.With("ServiceScope", "User");

    [Fact]
    public async Task Every_user_who_is_logged_in_gets_the_new_version_and_loses_a_removed_one() => await new MacMachine()
        .WithUserAtScreen(501).WithUserInBackground(502)
        .Install(Agent.PlanPkg())
        .Install(Next.PlanPkg())
        .Do("ls /run/mac/launchd/gui_501 /run/mac/launchd/gui_502")
        .Do("/opt/acme/uninstall.sh; ls /run/mac/launchd/gui_501 /run/mac/launchd/gui_502")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # ls /run/mac/launchd/gui_501 /run/mac/launchd/gui_502
            | /run/mac/launchd/gui_501:
            | com.acme.acme
            | overrides
            | /run/mac/launchd/gui_502:
            | com.acme.acme
            | overrides
            # /opt/acme/uninstall.sh; ls /run/mac/launchd/gui_501 /run/mac/launchd/gui_502
            stop com.acme.acme 2.0.0
            stop com.acme.acme 2.0.0
            | /run/mac/launchd/gui_501:
            | overrides
            | /run/mac/launchd/gui_502:
            | overrides
            """);

    // The user of the Setup Assistant has the number 248 (files-972, DefaultLocalDB/Default/users/_mbsetupuser.plist).
    [Fact]
    public async Task Nobody_is_logged_in_while_the_setup_assistant_runs() => await new MacMachine()
        .WithUserAtScreen(248)
        .Install(Agent.PlanPkg())
        .Do("cat /run/mac/clock; ls /run/mac/launchd/gui_248")
        .TellsAsync("""
            install 1.2.3
            # cat /run/mac/clock; ls /run/mac/launchd/gui_248
            | 0
            """);

    [Fact]
    public async Task An_agent_that_does_not_start_does_not_fail_the_installation() => await new MacMachine()
        .WithUserAtScreen(501).WithDeafLaunchd(1000)
        .Install(Agent.PlanPkg())
        .Do("cat /run/mac/clock; pkgutil --pkgs")
        .TellsAsync("""
            install 1.2.3
            refuse com.acme.acme: later perhaps
            | Bootstrap failed: 5: Input/output error
            | com.acme.acme starts at the next login.
            # cat /run/mac/clock; pkgutil --pkgs
            | 30
            | com.acme.acme
            """);

    [Fact]
    public async Task A_user_at_the_screen_without_a_domain_is_not_waited_for() => await new MacMachine()
        .WithUserAtScreen(501).Given("rmdir /run/mac/launchd/gui_501")
        .Install(Agent.PlanPkg())
        .Do("cat /run/mac/clock; pkgutil --pkgs")
        .TellsAsync("""
            install 1.2.3
            refuse com.acme.acme: no domain gui/501
            | Bootstrap failed: 125: Input/output error
            | com.acme.acme starts at the next login.
            # cat /run/mac/clock; pkgutil --pkgs
            | 0
            | com.acme.acme
            """);

    [Fact]
    public async Task A_daemon_that_becomes_an_agent_is_stopped() => await new MacMachine()
        .WithUserAtScreen(501)
        .Install(MacServices.Minimal.PlanPkg())
        .Install(Next.PlanPkg())
        .Do("files /Library/Launch*/*; ls /run/mac/launchd/*")
        .Install(MacServices.Minimal.With("ServicePackageVersion", "3.0.0").PlanPkg())
        .Do("files /Library/Launch*/*; ls /run/mac/launchd/*")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # files /Library/Launch*/*; ls /run/mac/launchd/*
            | -rw-r--r-- root:wheel /Library/LaunchAgents/com.acme.acme.plist
            | /run/mac/launchd/gui_501:
            | com.acme.acme
            | overrides
            | /run/mac/launchd/system:
            | overrides
            install 3.0.0
            stop com.acme.acme 2.0.0
            load com.acme.acme
            start com.acme.acme 3.0.0
            # files /Library/Launch*/*; ls /run/mac/launchd/*
            | -rw-r--r-- root:wheel /Library/LaunchDaemons/com.acme.acme.plist
            | /run/mac/launchd/gui_501:
            | overrides
            | /run/mac/launchd/system:
            | com.acme.acme
            | overrides
            """);
}
