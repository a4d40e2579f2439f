using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>What happens on a Mac when a package is installed.</summary>
public sealed class InstallationTests
{
    [Fact]
    public async Task A_first_installation_creates_the_account_and_its_files_and_starts_the_service() => await new MacMachine()
        .Install(MacServices.Configured.With("ServiceDisplayName", "Acme's \"Collector\"").PlanPkg())
        .Do("sort /run/mac/records/Users/_acme; sort /run/mac/records/Groups/_acme")
        .Do("files /opt/acme /Library/*/*acme*; cat '/Library/Application Support/acme/acme.toml'; pkgutil --pkgs")
        .Do("launchctl print system/com.acme.acme | grep -o 'state.*'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # sort /run/mac/records/Users/_acme; sort /run/mac/records/Groups/_acme
            | IsHidden: 1
            | NFSHomeDirectory: /Library/Application Support/acme/data
            | Password: *
            | PrimaryGroupID: 401
            | RealName: Acme's "Collector"
            | UniqueID: 401
            | UserShell: /usr/bin/false
            | Password: *
            | PrimaryGroupID: 401
            | RealName: Acme's "Collector"
            # files /opt/acme /Library/*/*acme*; cat '/Library/Application Support/acme/acme.toml'; pkgutil --pkgs
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | -rw-r----- root:_acme /Library/Application Support/acme/acme.toml
            | -rw-r----- root:wheel /Library/Application Support/acme/acme.toml.default
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | -rw-r--r-- root:wheel /Library/LaunchDaemons/com.acme.acme.plist
            | drwxr-x--- _acme:_acme /Library/Logs/acme
            | drwxr-xr-x root:wheel /opt/acme
            | -rwxr-xr-x root:wheel /opt/acme/Acme
            | -rw-r--r-- root:wheel /opt/acme/Acme.dll
            | -rwxr-xr-x root:wheel /opt/acme/uninstall.sh
            | colour = blue
            | com.acme.acme
            # launchctl print system/com.acme.acme | grep -o 'state.*'
            | state = running
            """);

    [Fact]
    public async Task A_second_service_gets_the_next_number() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .Install(MacServices.Minimal.With("ServicePackageName", "other").With("ServiceIdentifier", "com.acme.other").PlanPkg())
        .Do("dscl . -list /Users UniqueID; dscl . -list /Groups PrimaryGroupID; launchctl print system/com.acme.other | grep -o 'state.*'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 1.2.3
            load com.acme.other
            start com.acme.other 1.2.3
            # dscl . -list /Users UniqueID; dscl . -list /Groups PrimaryGroupID; launchctl print system/com.acme.other | grep -o 'state.*'
            | _acme                        401
            | _other                       402
            | ann                          501
            | daemon                       1
            | nobody                       -2
            | root                         0
            | _acme                        401
            | _other                       402
            | admin                        80
            | daemon                       1
            | nobody                       -2
            | staff                        20
            | wheel                        0
            | state = running
            """);

    [Fact]
    public async Task Numbers_that_a_user_or_a_group_has_are_left_to_them() => await new MacMachine()
        .WithNumbers("Users", "UniqueID", 401, 405)
        .WithNumbers("Groups", "PrimaryGroupID", 404, 410)
        .Install(MacServices.Minimal.PlanPkg())
        .Do("dscl . -list /Users UniqueID | grep acme; dscl . -list /Groups PrimaryGroupID | grep acme || true")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # dscl . -list /Users UniqueID | grep acme; dscl . -list /Groups PrimaryGroupID | grep acme || true
            | _acme                        411
            | _acme                        411
            """);

    [Fact]
    public async Task If_all_numbers_are_in_use_the_installation_reports_it() => await new MacMachine()
        .WithNumbers("Users", "UniqueID", 401, 480)
        .WithNumbers("Groups", "PrimaryGroupID", 481, 499)
        .Install(MacServices.Minimal.PlanPkg())
        .TellsAsync("""
            install 1.2.3
            | There is no free number from 401 to 499 for _acme.
            the postinstall fails
            The Installer reports a failure.
            """);

    // Apple's own accounts have other numbers (files-972, DefaultLocalDB), and those of other products another home.
    [Theory]
    [InlineData("UniqueID 250", "NFSHomeDirectory '/Library/Application Support/acme/data'", "250", "/Library/Application Support/acme/data")]
    [InlineData("UniqueID 410", "NFSHomeDirectory /var/empty", "410", "/var/empty")]
    [InlineData("UniqueID -2", "RealName Acme", "-2", "")]
    public async Task An_account_that_the_package_did_not_make_is_not_taken(string number, string further, string told, string home) => await new MacMachine()
        .Given($"dscl . -create /Users/_acme {further}; dscl . -create /Users/_acme {number}")
        .Install(MacServices.Minimal.PlanPkg())
        .Do("files /opt/acme /Library/*/*acme*; sort /run/mac/records/Users/_acme | grep -v -e Home -e Real")
        .TellsAsync($"""
            install 1.2.3
            | This Mac has another account _acme: number {told}, home '{home}'. acme needs one of its own, with a number from 401 to 499 and the home /Library/Application Support/acme/data.
            the preinstall fails
            The Installer reports a failure.
            # files /opt/acme /Library/*/*acme*; sort /run/mac/records/Users/_acme | grep -v -e Home -e Real
            | UniqueID: {told}
            """);

    [Fact]
    public async Task Two_packages_may_share_the_account_that_they_name() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceUser", "crew").PlanPkg())
        .Install(MacServices.Minimal.With("ServicePackageName", "other").With("ServiceIdentifier", "com.acme.other").With("ServiceUser", "crew").PlanPkg())
        .Do("dscl . -list /Users UniqueID | grep crew; files '/Library/Application Support/other'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 1.2.3
            load com.acme.other
            start com.acme.other 1.2.3
            # dscl . -list /Users UniqueID | grep crew; files '/Library/Application Support/other'
            | _crew                        401
            | drwxr-xr-x root:wheel /Library/Application Support/other
            | drwxr-x--- _crew:_crew /Library/Application Support/other/data
            """);

    [Fact]
    public async Task An_account_that_a_removed_version_made_is_used_again() => await new MacMachine()
        .Install(MacServices.Minimal.PlanPkg())
        .Do("/opt/acme/uninstall.sh")
        .Install(MacServices.Minimal.PlanPkg())
        .Do("dscl . -list /Users UniqueID | grep acme")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # /opt/acme/uninstall.sh
            stop com.acme.acme 1.2.3
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # dscl . -list /Users UniqueID | grep acme
            | _acme                        401
            """);

    // ansible/ansible#73505: the directory service remembers that there was no such account.
    [Fact]
    public async Task A_new_account_that_is_not_found_at_once_gets_its_files() => await new MacMachine()
        .Given("touch /run/mac/late")
        .Install(MacServices.Configured.Source("seed.bin").Item("ServicePackageFile", "seed.bin", ("Owner", "acme"), ("Mode", "0600")).PlanPkg())
        .Do("files /opt/acme/seed.bin '/Library/Application Support/acme'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # files /opt/acme/seed.bin '/Library/Application Support/acme'
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | -rw-r----- root:_acme /Library/Application Support/acme/acme.toml
            | -rw-r----- root:wheel /Library/Application Support/acme/acme.toml.default
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | -rw------- _acme:wheel /opt/acme/seed.bin
            """);

    [Fact]
    public async Task An_incomplete_account_is_completed() => await new MacMachine()
        .Given("dscl . -create /Users/_acme; dscl . -create /Users/_acme RealName Acme; dscl . -create /Groups/_acme")
        .Install(MacServices.Minimal.PlanPkg())
        .Do("sort /run/mac/records/Users/_acme; sort /run/mac/records/Groups/_acme")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # sort /run/mac/records/Users/_acme; sort /run/mac/records/Groups/_acme
            | IsHidden: 1
            | NFSHomeDirectory: /Library/Application Support/acme/data
            | Password: *
            | PrimaryGroupID: 401
            | RealName: acme
            | UniqueID: 401
            | UserShell: /usr/bin/false
            | Password: *
            | PrimaryGroupID: 401
            | RealName: acme
            """);

    [Fact]
    public async Task A_new_account_may_be_in_an_existing_group() => await new MacMachine()
        .Given("echo 'PrimaryGroupID: 600' >/run/mac/records/Groups/_crew; echo _crew:x:600: >>/etc/group")
        .Install(MacServices.Minimal.With("ServiceGroup", "crew").PlanPkg())
        .Do("grep -e ID /run/mac/records/Users/_acme; files '/Library/Application Support/acme/data'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # grep -e ID /run/mac/records/Users/_acme; files '/Library/Application Support/acme/data'
            | PrimaryGroupID: 600
            | UniqueID: 401
            | drwxr-x--- _acme:_crew /Library/Application Support/acme/data
            """);

    [Fact]
    public async Task The_account_root_is_not_created() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceUser", "root").PlanPkg())
        .Do("dscl . -list /Users UniqueID; files '/Library/Application Support/acme'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # dscl . -list /Users UniqueID; files '/Library/Application Support/acme'
            | ann                          501
            | daemon                       1
            | nobody                       -2
            | root                         0
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | drwxr-x--- root:wheel /Library/Application Support/acme/data
            """);

    [Fact]
    public async Task Instances_are_a_job_each() => await new MacMachine()
        .Install(MacServices.Minimal.Item("ServiceInstance", "east").Item("ServiceInstance", "west").PlanPkg())
        .Do("files /Library/Logs/acme '/Library/Application Support/acme'")
        .Do("launchctl disable system/com.acme.acme.west")
        .Install(MacServices.Next.Item("ServiceInstance", "east").Item("ServiceInstance", "west").PlanPkg())
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme.east
            start com.acme.acme.east 1.2.3
            load com.acme.acme.west
            start com.acme.acme.west 1.2.3
            # files /Library/Logs/acme '/Library/Application Support/acme'
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data/east
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data/west
            | drwxr-x--- _acme:_acme /Library/Logs/acme
            | drwxr-x--- _acme:_acme /Library/Logs/acme/east
            | drwxr-x--- _acme:_acme /Library/Logs/acme/west
            # launchctl disable system/com.acme.acme.west
            install 2.0.0
            stop com.acme.acme.east 1.2.3
            stop com.acme.acme.west 1.2.3
            load com.acme.acme.east
            start com.acme.acme.east 2.0.0
            | com.acme.acme.west is disabled and stays so.
            """);

    [Fact]
    public async Task A_service_that_is_started_by_hand_is_loaded_only() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceStartMode", "Manual").PlanPkg())
        .Do("launchctl print system/com.acme.acme | grep -o 'state.*'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            # launchctl print system/com.acme.acme | grep -o 'state.*'
            | state = not running
            """);

    [Fact]
    public async Task A_disabled_service_is_not_loaded_until_the_administrator_enables_it() => await new MacMachine()
        .Install(MacServices.Minimal.With("ServiceStartMode", "Disabled").PlanPkg())
        .Do("launchctl print system/com.acme.acme")
        .Do("launchctl enable system/com.acme.acme; launchctl bootstrap system /Library/LaunchDaemons/com.acme.acme.plist")
        .Install(MacServices.Next.With("ServiceStartMode", "Disabled").PlanPkg())
        .TellsAsync("""
            install 1.2.3
            # launchctl print system/com.acme.acme
            | Could not find service "com.acme.acme" in domain for system
            exit code 113
            # launchctl enable system/com.acme.acme; launchctl bootstrap system /Library/LaunchDaemons/com.acme.acme.plist
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            """);

    [Fact]
    public async Task Directories_can_be_entered_whatever_the_mask_of_the_installer() => await new MacMachine()
        .Given("echo 077 >/run/mac/umask")
        .Install(MacServices.Minimal.PlanPkg())
        .Do("files '/Library/Application Support/acme'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # files '/Library/Application Support/acme'
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            """);

    [Fact]
    public async Task Existing_directories_are_not_changed() => await new MacMachine()
        .Given("cd '/Library/Application Support'; mkdir -p acme/data /Library/Logs/acme; chmod 0711 acme/data; chmod 0777 /Library/Logs/acme; ln -s /elsewhere acme/acme.toml; cd /")
        .Install(MacServices.Configured.PlanPkg())
        .Do("files '/Library/Application Support/acme' /Library/Logs/acme")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # files '/Library/Application Support/acme' /Library/Logs/acme
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | lrwxrwxrwx root:wheel /Library/Application Support/acme/acme.toml
            | -rw-r----- root:wheel /Library/Application Support/acme/acme.toml.default
            | drwx--x--x root:wheel /Library/Application Support/acme/data
            | drwxrwxrwx root:wheel /Library/Logs/acme
            """);

    [Fact]
    public async Task A_file_for_somebody_else_is_given_to_its_owner() => await new MacMachine()
        .Install(MacServices.Minimal.Source("seed.bin").Item("ServicePackageFile", "seed.bin", ("Owner", "acme"), ("Group", "staff"), ("Mode", "0600")).PlanPkg())
        .Do("files /opt/acme/seed.bin")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # files /opt/acme/seed.bin
            | -rw------- _acme:staff /opt/acme/seed.bin
            """);

    [Fact]
    public async Task What_launchd_would_refuse_is_refused_here() => await new MacMachine()
        .Install(MacServices.Minimal.Hook("AfterInstall", "chmod 0666 /Library/LaunchDaemons/com.acme.acme.plist").PlanPkg())
        .Install(MacServices.Printing.With("ServicePackageVersion", "2.0.0").Hook("AfterInstall", "chmod 0755 /Library/Logs/acme; chown root /Library/Logs/acme").PlanPkg())
        .TellsAsync("""
            install 1.2.3
            refuse com.acme.acme: root:wheel 666 /Library/LaunchDaemons/com.acme.acme.plist
            | Bootstrap failed: 5: Input/output error
            | com.acme.acme cannot be started.
            the postinstall fails
            The Installer reports a failure.
            install 2.0.0
            refuse com.acme.acme: _acme cannot write to /Library/Logs/acme
            | Bootstrap failed: 5: Input/output error
            | com.acme.acme cannot be started.
            the postinstall fails
            The Installer reports a failure.
            """);

    [Fact]
    public async Task Names_with_blanks_and_quotes_are_used_unchanged() => await new MacMachine()
        .Install(
            MacServices.Minimal.With("ServiceDisplayName", "Acme's $HOME `id` \"x\"").With("ServiceInstallDirectory", "/opt/Acme's $tuff")
                .Source("a b.conf").Item("ServiceConfigFile", "a b.conf", ("TargetPath", "it's $1.conf")).PlanPkg(),
            fileName: "it's a \"package\" $x.pkg")
        .Do("files /opt/*cme* '/Library/Application Support/acme'; grep RealName /run/mac/records/*/_acme")
        .Install(
            MacServices.Next.With("ServiceDisplayName", "Acme's $HOME `id` \"x\"").With("ServiceInstallDirectory", "/opt/Acme's $tuff")
                .Source("a b.conf").Item("ServiceConfigFile", "a b.conf", ("TargetPath", "it's $1.conf")).PlanPkg())
        .Do("\"/opt/Acme's \\$tuff/uninstall.sh\" --purge; files /opt/*cme* '/Library/Application Support/acme'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # files /opt/*cme* '/Library/Application Support/acme'; grep RealName /run/mac/records/*/_acme
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | -rw-r--r-- root:wheel /Library/Application Support/acme/it's $1.conf
            | -rw-r--r-- root:wheel /Library/Application Support/acme/it's $1.conf.default
            | drwxr-xr-x root:wheel /opt/Acme's $tuff
            | -rwxr-xr-x root:wheel /opt/Acme's $tuff/Acme
            | -rw-r--r-- root:wheel /opt/Acme's $tuff/Acme.dll
            | -rwxr-xr-x root:wheel /opt/Acme's $tuff/uninstall.sh
            | /run/mac/records/Groups/_acme:RealName: Acme's $HOME `id` "x"
            | /run/mac/records/Users/_acme:RealName: Acme's $HOME `id` "x"
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # "/opt/Acme's \$tuff/uninstall.sh" --purge; files /opt/*cme* '/Library/Application Support/acme'
            stop com.acme.acme 2.0.0
            """);
}
