using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>A service that installs its own next version: launchd ends the processes of a job together with it (Apple's launchd-842, src/core.c, line 3623).</summary>
public sealed class SelfUpdateTests
{
    private const string Later = "sh /opt/acme/.upgrade/setup setup / / /";

    // The process of the job, and what it starts.
    private static string Updater(string command) => $"sh -c 'echo $$ >/run/mac/pid; {command}; rm /run/mac/pid'";

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public async Task It_is_stopped_after_the_installation_and_started_again(string shell) => await new MacMachine()
        .Given($"ln -sf {shell} /bin/sh")
        .Install(MacServices.Minimal.Publishes("Old.dll").PlanPkg())
        .InstallFrom(Updater, MacServices.Next.Publishes("New.dll").Hook("AfterUpgrade", "echo upgraded").PlanPkg())
        .Do("ls /opt/acme; cat /run/mac/launchd/system/com.acme.acme/running; grep -c . /opt/acme/.upgrade/installer")
        .Do(Later)
        .Do("files /opt/acme /Library/LaunchDaemons/*; ls /run/mac/launchd/system")
        .Install(MacServices.Next.With("ServicePackageVersion", "3.0.0").PlanPkg())
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            load com.acme.acme.setup
            start com.acme.acme.setup 2.0.0
            # ls /opt/acme; cat /run/mac/launchd/system/com.acme.acme/running; grep -c . /opt/acme/.upgrade/installer
            | Acme
            | Acme.dll
            | New.dll
            | Old.dll
            | uninstall.sh
            | 1.2.3
            | 1
            # sh /opt/acme/.upgrade/setup setup / / /
            stop com.acme.acme 1.2.3
            | upgraded
            load com.acme.acme
            start com.acme.acme 2.0.0
            stop com.acme.acme.setup 2.0.0
            # files /opt/acme /Library/LaunchDaemons/*; ls /run/mac/launchd/system
            | -rw-r--r-- root:wheel /Library/LaunchDaemons/com.acme.acme.plist
            | drwxr-xr-x root:wheel /opt/acme
            | -rwxr-xr-x root:wheel /opt/acme/Acme
            | -rw-r--r-- root:wheel /opt/acme/Acme.dll
            | -rw-r--r-- root:wheel /opt/acme/New.dll
            | -rwxr-xr-x root:wheel /opt/acme/uninstall.sh
            | com.acme.acme
            | overrides
            install 3.0.0
            stop com.acme.acme 2.0.0
            load com.acme.acme
            start com.acme.acme 3.0.0
            """);

    [Fact]
    public async Task An_installer_in_the_group_of_the_job_counts_too() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        // Its parent has ended, so that its ancestors do not lead to the job.
        .InstallFrom(command => $"setsid sh -c 'echo $$ >/run/mac/pid; (({command}) &); until grep -q 2.0.0 /var/db/receipts/com.acme.acme.plist; do :; done'; rm /run/mac/pid", MacServices.Next.PlanPkg())
        .Do("cat /run/mac/launchd/system/com.acme.acme/running; ls /run/mac/launchd/system")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            load com.acme.acme.setup
            start com.acme.acme.setup 2.0.0
            # cat /run/mac/launchd/system/com.acme.acme/running; ls /run/mac/launchd/system
            | 1.2.3
            | com.acme.acme
            | com.acme.acme.setup
            | overrides
            """);

    [Fact]
    public async Task An_installation_that_another_service_starts_stops_it_as_usual() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .InstallFrom(command => $"tail -f /dev/null & echo $! >/run/mac/pid; {command}; kill $!; rm /run/mac/pid", MacServices.Next.PlanPkg())
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            """);
}
