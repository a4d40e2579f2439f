using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>A version with another identifier, because the company or the service was renamed, or with another directory.</summary>
public sealed class RenamedTests
{
    private static readonly Service Renamed = MacServices.Next.With("ServiceIdentifier", "com.newco.acme");

    [Fact]
    public async Task The_old_job_is_stopped_and_removed_with_its_receipt() => await new MacMachine()
        .Install(MacServices.Minimal.Item("ServiceLog", ".").Publishes("Old.dll").Hook("AfterInstall", "echo installed").PlanPkg())
        .Install(Renamed.Hook("AfterInstall", "echo installed").Hook("AfterUpgrade", "echo upgraded").PlanPkg())
        .Do("files /Library/LaunchDaemons/* /opt/acme; pkgutil --pkgs; ls /run/mac/launchd/system; dscl . -list /Users UniqueID | grep acme")
        .TellsAsync("""
            install 1.2.3
            | installed
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            install 2.0.0
            stop com.acme.acme.logrotate 1.2.3
            stop com.acme.acme 1.2.3
            | upgraded
            load com.newco.acme
            start com.newco.acme 2.0.0
            # files /Library/LaunchDaemons/* /opt/acme; pkgutil --pkgs; ls /run/mac/launchd/system; dscl . -list /Users UniqueID | grep acme
            | -rw-r--r-- root:wheel /Library/LaunchDaemons/com.newco.acme.plist
            | drwxr-xr-x root:wheel /opt/acme
            | -rwxr-xr-x root:wheel /opt/acme/Acme
            | -rw-r--r-- root:wheel /opt/acme/Acme.dll
            | drwxr-xr-x root:wheel /opt/acme/libexec
            | -rwxr-xr-x root:wheel /opt/acme/uninstall.sh
            | com.newco.acme
            | com.newco.acme
            | overrides
            | _acme                        401
            """);

    [Fact]
    public async Task An_installation_that_fails_leaves_the_old_one_running() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .WithSlowStop(70)
        .Install(Renamed.PlanPkg())
        .Do("ls /run/mac/launchd/system; pkgutil --pkgs; cat /run/mac/clock")
        .WithSlowStop(0)
        .Install(Renamed.PlanPkg())
        .Do("ls /run/mac/launchd/system; pkgutil --pkgs")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            | com.acme.acme does not stop.
            refuse com.acme.acme: still stops
            | Bootstrap failed: 37: Input/output error
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            the preinstall fails
            The Installer reports a failure.
            # ls /run/mac/launchd/system; pkgutil --pkgs; cat /run/mac/clock
            | com.acme.acme
            | overrides
            | com.acme.acme
            | 70
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.newco.acme
            start com.newco.acme 2.0.0
            # ls /run/mac/launchd/system; pkgutil --pkgs
            | com.newco.acme
            | overrides
            | com.newco.acme
            """);

    [Fact]
    public async Task Jobs_of_the_administrator_and_of_other_products_stay() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .Given("cd /Library/LaunchDaemons; sed s/com.acme.acme/local.nightly/ com.acme.acme.plist >local.nightly.plist; launchctl bootstrap system /Library/LaunchDaemons/local.nightly.plist; cd /")
        .Install(MacServices.Minimal.With("ServicePackageName", "other").With("ServiceIdentifier", "com.other").With("ServiceEnvironment", "").Item("ServiceEnvironment", "PLUGIN", ("Value", "/opt/acme/plugin")).PlanPkg())
        .Install(Renamed.PlanPkg())
        .Do("ls /Library/LaunchDaemons; pkgutil --pkgs; ls /run/mac/launchd/system")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load local.nightly
            start local.nightly 1.2.3
            install 1.2.3
            load com.other
            start com.other 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.newco.acme
            start com.newco.acme 2.0.0
            # ls /Library/LaunchDaemons; pkgutil --pkgs; ls /run/mac/launchd/system
            | com.newco.acme.plist
            | com.other.plist
            | local.nightly.plist
            | com.newco.acme
            | com.other
            | local.nightly
            | overrides
            """);

    [Fact]
    public async Task A_moved_program_leaves_nothing_in_its_old_directory() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceControlCommand", "acmectl").PlanPkg())
        .Install(MacServices.Next.With("ServiceControlCommand", "acmectl").With("ServiceInstallDirectory", "/Library/Acme").PlanPkg())
        .Do("files /opt/acme /Library/Acme -type f; readlink /usr/local/bin/acmectl")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # files /opt/acme /Library/Acme -type f; readlink /usr/local/bin/acmectl
            | -rwxr-xr-x root:wheel /Library/Acme/Acme
            | -rw-r--r-- root:wheel /Library/Acme/Acme.dll
            | -rwxr-xr-x root:wheel /Library/Acme/bin/acmectl
            | -rwxr-xr-x root:wheel /Library/Acme/uninstall.sh
            | /Library/Acme/bin/acmectl
            """);
}
