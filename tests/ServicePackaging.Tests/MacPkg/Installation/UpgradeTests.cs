using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>What happens on a Mac when a version replaces another, or an installation fails.</summary>
public sealed class UpgradeTests
{
    private const string Plist = "/Library/LaunchDaemons/com.acme.acme.plist";
    private const string Settings = "'/Library/Application Support/acme/acme.toml'";

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")] // That of macOS, which starts it as /bin/sh.
    public async Task An_upgrade_waits_for_the_old_process_and_keeps_edited_files(string shell) => await new MacMachine()
        .Given($"ln -sf {shell} /bin/sh")
        .Install(MacServices.Configured.PlanPkg())
        .Do($"echo colour = red >{Settings}; echo kept >'/Library/Application Support/acme/data/state'")
        .WithSlowStop(20)
        .Install(MacServices.WithConfiguration(MacServices.Next, "colour = green\n").PlanPkg())
        .Do($"cat {Settings} {Settings}.default '/Library/Application Support/acme/data/state'; files /Library/*/acme; cat /run/mac/clock")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # echo colour = red >'/Library/Application Support/acme/acme.toml'; echo kept >'/Library/Application Support/acme/data/state'
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # cat '/Library/Application Support/acme/acme.toml' '/Library/Application Support/acme/acme.toml'.default '/Library/Application Support/acme/data/state'; files /Library/*/acme; cat /run/mac/clock
            | colour = red
            | colour = green
            | kept
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | -rw-r----- root:_acme /Library/Application Support/acme/acme.toml
            | -rw-r----- root:wheel /Library/Application Support/acme/acme.toml.default
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | -rw-r--r-- root:wheel /Library/Application Support/acme/data/state
            | drwxr-x--- _acme:_acme /Library/Logs/acme
            | 20
            """);

    [Fact]
    public async Task Obsolete_files_are_removed_and_files_of_others_are_kept() => await new MacMachine()
        .Install(MacServices.Minimal.Publishes("Old.dll").Publishes("plugins/Older.dll").PublishesLink("acme-link", "Old.dll")
            .Item("ServicePackageSymlink", "/usr/local/bin/acme", ("TargetPath", "/opt/acme/Acme"))
            // The directory in which older versions configured newsyslog.
            .Source("old.conf").Item("ServicePackageFile", "old.conf", ("TargetPath", "/private/etc/newsyslog.d/com.acme.acme.conf"))
            .Source("edited").Item("ServicePackageFile", "edited", ("TargetPath", "{ConfigDirectory}/edited")).PlanPkg())
        .Do("echo mine >/opt/acme/mine; files /opt/acme /usr/local/bin/acme /private/etc/newsyslog.d")
        .Install(MacServices.Next.Publishes("New.dll").PlanPkg())
        .Do("files /opt/acme /usr/local/bin/acme /private/etc/newsyslog.d '/Library/Application Support/acme'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # echo mine >/opt/acme/mine; files /opt/acme /usr/local/bin/acme /private/etc/newsyslog.d
            | drwxr-xr-x root:wheel /opt/acme
            | -rwxr-xr-x root:wheel /opt/acme/Acme
            | -rw-r--r-- root:wheel /opt/acme/Acme.dll
            | -rw-r--r-- root:wheel /opt/acme/Old.dll
            | lrwxrwxrwx root:wheel /opt/acme/acme-link
            | -rw-r--r-- root:wheel /opt/acme/mine
            | drwxr-xr-x root:wheel /opt/acme/plugins
            | -rw-r--r-- root:wheel /opt/acme/plugins/Older.dll
            | -rwxr-xr-x root:wheel /opt/acme/uninstall.sh
            | drwxr-xr-x root:wheel /private/etc/newsyslog.d
            | -rw-r--r-- root:wheel /private/etc/newsyslog.d/com.acme.acme.conf
            | lrwxrwxrwx root:wheel /usr/local/bin/acme
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # files /opt/acme /usr/local/bin/acme /private/etc/newsyslog.d '/Library/Application Support/acme'
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | -rw-r--r-- root:wheel /Library/Application Support/acme/edited
            | drwxr-xr-x root:wheel /opt/acme
            | -rwxr-xr-x root:wheel /opt/acme/Acme
            | -rw-r--r-- root:wheel /opt/acme/Acme.dll
            | -rw-r--r-- root:wheel /opt/acme/New.dll
            | -rw-r--r-- root:wheel /opt/acme/mine
            | drwxr-xr-x root:wheel /opt/acme/plugins
            | -rwxr-xr-x root:wheel /opt/acme/uninstall.sh
            | drwxr-xr-x root:wheel /private/etc/newsyslog.d
            """);

    [Fact]
    public async Task An_instance_that_the_new_version_no_longer_has_is_stopped_and_removed() => await new MacMachine()
        .Install(MacServices.Minimal.Item("ServiceInstance", "east").Item("ServiceInstance", "west").PlanPkg())
        .WithSlowStop(30)
        .Install(MacServices.Next.Item("ServiceInstance", "east").PlanPkg())
        .Do("ls /Library/LaunchDaemons; cat /run/mac/clock")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme.east
            start com.acme.acme.east 1.2.3
            load com.acme.acme.west
            start com.acme.acme.west 1.2.3
            install 2.0.0
            stop com.acme.acme.east 1.2.3
            stop com.acme.acme.west 1.2.3
            load com.acme.acme.east
            start com.acme.acme.east 2.0.0
            # ls /Library/LaunchDaemons; cat /run/mac/clock
            | com.acme.acme.east.plist
            | 30
            """);

    [Fact]
    public async Task The_same_version_may_be_installed_again() => await new MacMachine()
        .Install(MacServices.Configured.PlanPkg())
        .Do($"echo colour = red >{Settings}; rm /opt/acme/Acme.dll")
        .Install(MacServices.Configured.PlanPkg())
        .Do($"cat {Settings}; ls /opt/acme; grep UniqueID /run/mac/records/Users/_acme")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # echo colour = red >'/Library/Application Support/acme/acme.toml'; rm /opt/acme/Acme.dll
            install 1.2.3
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # cat '/Library/Application Support/acme/acme.toml'; ls /opt/acme; grep UniqueID /run/mac/records/Users/_acme
            | colour = red
            | Acme
            | Acme.dll
            | uninstall.sh
            | UniqueID: 401
            """);

    [Theory]
    [InlineData("touch /run/mac/older")]
    [InlineData("rm -f /run/mac/older")]
    public async Task A_service_that_the_administrator_disabled_is_left_disabled(string dialect) => await new MacMachine()
        .Given(dialect)
        .Install(MacServices.Minimal.PlanPkg())
        .Do("launchctl disable system/com.acme.acme; launchctl bootout system/com.acme.acme")
        .Install(MacServices.Next.PlanPkg())
        .Do("launchctl enable system/com.acme.acme")
        .Install(MacServices.Next.PlanPkg())
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # launchctl disable system/com.acme.acme; launchctl bootout system/com.acme.acme
            stop com.acme.acme 1.2.3
            install 2.0.0
            | com.acme.acme is disabled and stays so.
            # launchctl enable system/com.acme.acme
            install 2.0.0
            load com.acme.acme
            start com.acme.acme 2.0.0
            """);

    [Fact]
    public async Task A_service_that_was_started_by_hand_runs_again() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceStartMode", "Manual").PlanPkg())
        .Install(MacServices.Next.With("ServiceStartMode", "Manual").PlanPkg())
        .Do("launchctl kickstart system/com.acme.acme")
        .Install(MacServices.Next.With("ServiceStartMode", "Manual").With("ServicePackageVersion", "3.0.0").PlanPkg())
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            install 2.0.0
            load com.acme.acme
            # launchctl kickstart system/com.acme.acme
            start com.acme.acme 2.0.0
            install 3.0.0
            stop com.acme.acme 2.0.0
            load com.acme.acme
            start com.acme.acme 3.0.0
            """);

    [Fact]
    public async Task If_launchd_refuses_for_a_while_the_request_is_repeated() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .WithDeafLaunchd(5)
        .Install(MacServices.Next.PlanPkg())
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            refuse com.acme.acme: later perhaps
            | Bootstrap failed: 5: Input/output error
            load com.acme.acme
            start com.acme.acme 2.0.0
            """);

    [Theory]
    [InlineData("touch /run/mac/early-receipt")]
    [InlineData("rm -f /run/mac/early-receipt")]
    public async Task If_launchd_refuses_it_the_installation_fails_and_can_be_repeated(string receipt) => await new MacMachine()
        .Given(receipt)
        .WithDeafLaunchd(1000)
        .Install(MacServices.Configured.PlanPkg())
        .Do($"ls /opt/acme {Plist} {Settings}; cat /run/mac/clock")
        .WithDeafLaunchd(0)
        .Install(MacServices.Configured.PlanPkg())
        .TellsAsync("""
            install 1.2.3
            refuse com.acme.acme: later perhaps
            | Bootstrap failed: 5: Input/output error
            | com.acme.acme cannot be started.
            the postinstall fails
            The Installer reports a failure.
            # ls /opt/acme /Library/LaunchDaemons/com.acme.acme.plist '/Library/Application Support/acme/acme.toml'; cat /run/mac/clock
            | /Library/Application Support/acme/acme.toml
            | /Library/LaunchDaemons/com.acme.acme.plist
            | /opt/acme:
            | Acme
            | Acme.dll
            | uninstall.sh
            | 30
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            """);

    [Fact]
    public async Task If_the_disk_is_full_the_next_attempt_starts_it() => await new MacMachine()
        .Install(MacServices.Minimal.Hook("AfterInstall", "echo after installation").Hook("AfterUpgrade", "echo after upgrade").PlanPkg())
        .Given("touch /run/mac/disk-full")
        .Install(MacServices.Next.Hook("AfterInstall", "echo after installation").Hook("AfterUpgrade", "echo after upgrade").PlanPkg())
        .Given("rm /run/mac/disk-full")
        .Install(MacServices.Next.Hook("AfterInstall", "echo after installation").Hook("AfterUpgrade", "echo after upgrade").PlanPkg())
        .TellsAsync("""
            install 1.2.3
            | after installation
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            the disk is full
            The Installer reports a failure.
            install 2.0.0
            | after upgrade
            load com.acme.acme
            start com.acme.acme 2.0.0
            """);

    [Fact]
    public async Task If_the_service_does_not_stop_nothing_is_installed() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .WithSlowStop(1000)
        .Install(MacServices.Next.PlanPkg())
        .Do("cat /run/mac/clock; ls /opt/acme; pkgutil --pkg-info com.acme.acme | grep version")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            | com.acme.acme does not stop.
            refuse com.acme.acme: still stops
            | Bootstrap failed: 37: Input/output error
            | Start com.acme.acme when it has stopped: sudo launchctl bootstrap system /Library/LaunchDaemons/com.acme.acme.plist
            the preinstall fails
            The Installer reports a failure.
            # cat /run/mac/clock; ls /opt/acme; pkgutil --pkg-info com.acme.acme | grep version
            | 120
            | Acme
            | Acme.dll
            | uninstall.sh
            | version: 1.2.3
            """);

    [Fact]
    public async Task A_service_that_stops_late_runs_again_in_its_old_version() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceStartMode", "Manual").PlanPkg())
        .Do("launchctl kickstart system/com.acme.acme")
        .WithSlowStop(70)
        .Install(MacServices.Next.With("ServiceStartMode", "Manual").PlanPkg())
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            # launchctl kickstart system/com.acme.acme
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
            """);

    // The text of print-disabled does not show it, as far as is known.
    [Fact]
    public async Task A_service_that_is_switched_off_in_Login_Items_does_not_fail_the_upgrade() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .Do("launchctl bootout system/com.acme.acme; echo com.acme.acme >/run/mac/blocked")
        .Install(MacServices.Next.PlanPkg())
        .Do("cat /run/mac/clock; pkgutil --pkg-info com.acme.acme | grep version; ls /opt/acme/.upgrade")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # launchctl bootout system/com.acme.acme; echo com.acme.acme >/run/mac/blocked
            stop com.acme.acme 1.2.3
            install 2.0.0
            refuse com.acme.acme: switched off in Login Items
            | Bootstrap failed: 5: Input/output error
            | com.acme.acme is not started: it was not loaded before the upgrade either. See System Settings, General, Login Items.
            # cat /run/mac/clock; pkgutil --pkg-info com.acme.acme | grep version; ls /opt/acme/.upgrade
            | 3
            | version: 2.0.0
            | ls: cannot access '/opt/acme/.upgrade': No such file or directory
            exit code 2
            """);

    [Fact]
    public async Task A_service_that_ran_and_does_not_start_fails_the_upgrade() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .Given("echo com.acme.acme >/run/mac/blocked")
        .Install(MacServices.Next.PlanPkg())
        .Given("rm /run/mac/blocked")
        .Install(MacServices.Next.PlanPkg())
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            refuse com.acme.acme: switched off in Login Items
            | Bootstrap failed: 5: Input/output error
            | com.acme.acme cannot be started.
            the postinstall fails
            The Installer reports a failure.
            install 2.0.0
            load com.acme.acme
            start com.acme.acme 2.0.0
            """);

    // The volume of a Mac does not distinguish upper and lower case: the old name is one of the new file.
    [Fact]
    public async Task A_file_whose_name_changes_its_case_is_kept() => await new MacMachine()
        .Given("touch /run/mac/same-case")
        .Install(MacServices.Minimal.Publishes("Plugin.DLL").Publishes("Old.dll").PlanPkg())
        .Install(MacServices.Next.Publishes("plugin.dll").PlanPkg())
        .Do("ls /opt/acme | LC_ALL=C sort")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # ls /opt/acme | LC_ALL=C sort
            | Acme
            | Acme.dll
            | Plugin.DLL
            | plugin.dll
            | uninstall.sh
            """);

    // What the time of a file says is only for names that differ in their case.
    [Fact]
    public async Task Every_file_of_the_new_version_is_kept_whatever_the_times_are() => await new MacMachine()
        .Install(MacServices.Configured.Item("ServiceLog", ".").With("ServiceControlCommand", "acmectl").PlanPkg())
        .Given("printf '#!/bin/sh\\nexit 0\\n' >/usr/local/sbin/find; chmod +x /usr/local/sbin/find; ln -sf /usr/local/sbin/find /sandbox/bin/find; ln -sf /usr/local/sbin/find /bin/find")
        .Install(MacServices.Configured.Item("ServiceLog", ".").With("ServiceControlCommand", "acmectl").With("ServicePackageVersion", "2.0.0").PlanPkg())
        .Do("ls /opt/acme /opt/acme/bin /opt/acme/libexec /Library/LaunchDaemons")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            stop com.acme.acme.logrotate 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 2.0.0
            # ls /opt/acme /opt/acme/bin /opt/acme/libexec /Library/LaunchDaemons
            | /Library/LaunchDaemons:
            | com.acme.acme.logrotate.plist
            | com.acme.acme.plist
            | /opt/acme:
            | Acme
            | Acme.dll
            | bin
            | libexec
            | uninstall.sh
            | /opt/acme/bin:
            | acmectl
            | /opt/acme/libexec:
            | acme-logrotate
            """);

    // A preinstall that removed them would leave nothing if the Installer failed after it.
    [Fact]
    public async Task Old_files_are_there_until_the_new_ones_are() => await new MacMachine()
        .Install(MacServices.Minimal.Publishes("Old.dll").PlanPkg())
        .Given("touch /run/mac/disk-full")
        .Install(MacServices.Next.Publishes("New.dll").PlanPkg())
        .Do("ls /opt/acme /Library/LaunchDaemons")
        .Given("rm /run/mac/disk-full; touch /run/mac/early-receipt; chmod 0 /opt/acme/Old.dll")
        .Install(MacServices.Next.Publishes("New.dll").PlanPkg())
        .Do("ls /opt/acme")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            the disk is full
            The Installer reports a failure.
            # ls /opt/acme /Library/LaunchDaemons
            | /Library/LaunchDaemons:
            | com.acme.acme.plist
            | /opt/acme:
            | Acme
            | Acme.dll
            | Old.dll
            | uninstall.sh
            install 2.0.0
            load com.acme.acme
            start com.acme.acme 2.0.0
            # ls /opt/acme
            | Acme
            | Acme.dll
            | New.dll
            | uninstall.sh
            """);

    [Fact]
    public async Task A_directory_with_another_mode_gets_that_of_the_package() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .Do("chmod 0777 /opt/acme; chown ann /opt/acme")
        .Install(MacServices.Next.PlanPkg())
        .Do("ls -ld /opt/acme | cut -c 1-25")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # chmod 0777 /opt/acme; chown ann /opt/acme
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # ls -ld /opt/acme | cut -c 1-25
            | drwxr-xr-x 2 root wheel 1
            """);

    [Fact]
    public async Task A_job_of_each_user_starts_for_the_one_at_the_screen() => await new MacMachine()
        .WithUserAtScreen(501)
        .Install(MacServices.Minimal.With("ServiceScope", "User").PlanPkg())
        .Install(MacServices.Next.With("ServiceScope", "User").PlanPkg())
        .Do("dscl . -list /Users UniqueID | grep acme || true; files /Library/*/*acme*")
        .Do("/opt/acme/uninstall.sh; files /opt/acme /Library/*/*acme*")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # dscl . -list /Users UniqueID | grep acme || true; files /Library/*/*acme*
            | -rw-r--r-- root:wheel /Library/LaunchAgents/com.acme.acme.plist
            # /opt/acme/uninstall.sh; files /opt/acme /Library/*/*acme*
            stop com.acme.acme 2.0.0
            """);

    [Fact]
    public async Task A_job_of_each_user_waits_for_the_next_login_where_nobody_is_at_the_screen() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceScope", "User").PlanPkg())
        .Install(MacServices.Next.With("ServiceScope", "User").PlanPkg())
        .Do("/opt/acme/uninstall.sh; files /opt/acme /Library/*/*acme*")
        .TellsAsync("""
            install 1.2.3
            install 2.0.0
            # /opt/acme/uninstall.sh; files /opt/acme /Library/*/*acme*
            """);
}
