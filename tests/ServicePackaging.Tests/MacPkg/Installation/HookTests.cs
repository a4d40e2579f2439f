using ServicePackaging.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>When the developer's own scripts run on a Mac.</summary>
public sealed class HookTests
{
    private static Service Hooked(Service service, string text = "echo {0}") => Enum.GetNames<ScriptStage>()
        .Aggregate(service, (hooked, stage) => hooked.Hook(stage, text.Replace("{0}", stage, StringComparison.Ordinal)));

    [Fact]
    public async Task Each_stage_has_its_time() => await new MacMachine()
        .Install(Hooked(MacServices.Minimal).PlanPkg())
        .Install(Hooked(MacServices.Next).PlanPkg())
        .Do("/opt/acme/uninstall.sh")
        .Install(Hooked(MacServices.Next).PlanPkg())
        .Do("/opt/acme/uninstall.sh --purge; files /opt/acme")
        .TellsAsync("""
            install 1.2.3
            | BeforeInstall
            | AfterInstall
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            | AfterUpgrade
            load com.acme.acme
            start com.acme.acme 2.0.0
            # /opt/acme/uninstall.sh
            | BeforeRemove
            stop com.acme.acme 2.0.0
            | AfterRemove
            install 2.0.0
            | BeforeInstall
            | AfterInstall
            load com.acme.acme
            start com.acme.acme 2.0.0
            # /opt/acme/uninstall.sh --purge; files /opt/acme
            | BeforeRemove
            stop com.acme.acme 2.0.0
            | AfterRemove
            | Purge
            """);

    [Theory]
    [InlineData("BeforeInstall", """
        install 1.2.3
        | start BeforeInstall
        the preinstall fails
        The Installer reports a failure.
        install 2.0.0
        | start BeforeInstall
        the preinstall fails
        The Installer reports a failure.
        install 2.0.0
        | start BeforeInstall
        | end BeforeInstall
        load com.acme.acme
        start com.acme.acme 2.0.0
        # /opt/acme/uninstall.sh --purge
        stop com.acme.acme 2.0.0
        # if [ -e /opt/acme ]; then /opt/acme/uninstall.sh --purge; files /opt/acme; fi
        """)]
    [InlineData("AfterInstall", """
        install 1.2.3
        | start AfterInstall
        the postinstall fails
        The Installer reports a failure.
        install 2.0.0
        | start AfterInstall
        the postinstall fails
        The Installer reports a failure.
        install 2.0.0
        | start AfterInstall
        | end AfterInstall
        load com.acme.acme
        start com.acme.acme 2.0.0
        # /opt/acme/uninstall.sh --purge
        stop com.acme.acme 2.0.0
        # if [ -e /opt/acme ]; then /opt/acme/uninstall.sh --purge; files /opt/acme; fi
        """)]
    [InlineData("AfterUpgrade", """
        install 1.2.3
        load com.acme.acme
        start com.acme.acme 1.2.3
        install 2.0.0
        stop com.acme.acme 1.2.3
        | start AfterUpgrade
        the postinstall fails
        The Installer reports a failure.
        install 2.0.0
        | start AfterUpgrade
        | end AfterUpgrade
        load com.acme.acme
        start com.acme.acme 2.0.0
        # /opt/acme/uninstall.sh --purge
        stop com.acme.acme 2.0.0
        # if [ -e /opt/acme ]; then /opt/acme/uninstall.sh --purge; files /opt/acme; fi
        """)]
    [InlineData("BeforeRemove", """
        install 1.2.3
        load com.acme.acme
        start com.acme.acme 1.2.3
        install 2.0.0
        stop com.acme.acme 1.2.3
        load com.acme.acme
        start com.acme.acme 2.0.0
        install 2.0.0
        stop com.acme.acme 2.0.0
        load com.acme.acme
        start com.acme.acme 2.0.0
        # /opt/acme/uninstall.sh --purge
        | start BeforeRemove
        exit code 1
        # if [ -e /opt/acme ]; then /opt/acme/uninstall.sh --purge; files /opt/acme; fi
        | start BeforeRemove
        | end BeforeRemove
        stop com.acme.acme 2.0.0
        """)]
    [InlineData("AfterRemove", """
        install 1.2.3
        load com.acme.acme
        start com.acme.acme 1.2.3
        install 2.0.0
        stop com.acme.acme 1.2.3
        load com.acme.acme
        start com.acme.acme 2.0.0
        install 2.0.0
        stop com.acme.acme 2.0.0
        load com.acme.acme
        start com.acme.acme 2.0.0
        # /opt/acme/uninstall.sh --purge
        stop com.acme.acme 2.0.0
        | start AfterRemove
        exit code 1
        # if [ -e /opt/acme ]; then /opt/acme/uninstall.sh --purge; files /opt/acme; fi
        | start AfterRemove
        | end AfterRemove
        """)]
    [InlineData("Purge", """
        install 1.2.3
        load com.acme.acme
        start com.acme.acme 1.2.3
        install 2.0.0
        stop com.acme.acme 1.2.3
        load com.acme.acme
        start com.acme.acme 2.0.0
        install 2.0.0
        stop com.acme.acme 2.0.0
        load com.acme.acme
        start com.acme.acme 2.0.0
        # /opt/acme/uninstall.sh --purge
        stop com.acme.acme 2.0.0
        | start Purge
        exit code 1
        # if [ -e /opt/acme ]; then /opt/acme/uninstall.sh --purge; files /opt/acme; fi
        | start Purge
        | end Purge
        """)]
    public async Task One_that_fails_fails_its_stage_which_can_be_repeated(string stage, string expected)
    {
        var (first, second) = (WithFailing(MacServices.Minimal, stage), WithFailing(MacServices.Next, stage));

        await new MacMachine()
            .Install(first.PlanPkg())
            .Install(second.PlanPkg())
            .Given("touch /run/mac/well")
            .Install(second.PlanPkg())
            .Given("rm /run/mac/well")
            .Do("/opt/acme/uninstall.sh --purge")
            .Given("touch /run/mac/well")
            .Do("if [ -e /opt/acme ]; then /opt/acme/uninstall.sh --purge; files /opt/acme; fi")
            .TellsAsync(expected);
    }

    private static Service WithFailing(Service service, string stage) => service.Hook(stage, $"echo start {stage}\ntest -e /run/mac/well\necho end {stage}");

    [Fact]
    public async Task One_that_exits_ends_only_itself() => await new MacMachine()
        .Install(Hooked(MacServices.Minimal, "#!/bin/sh\ncd /tmp\nupgrade=yes\necho {0}\nexit 0\n").PlanPkg())
        .Do("/opt/acme/uninstall.sh --purge; files /opt/acme")
        .TellsAsync("""
            install 1.2.3
            | BeforeInstall
            | AfterInstall
            load com.acme.acme
            start com.acme.acme 1.2.3
            # /opt/acme/uninstall.sh --purge; files /opt/acme
            | BeforeRemove
            stop com.acme.acme 1.2.3
            | AfterRemove
            | Purge
            """);
}
