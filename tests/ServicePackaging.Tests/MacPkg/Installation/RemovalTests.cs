using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>What the uninstaller of a package does.</summary>
public sealed class RemovalTests
{
    private const string Left = "files /opt/acme /Library/*/*acme* /usr/local/bin/acme; pkgutil --pkgs; dscl . -list /Users UniqueID | grep acme";

    private static readonly Service Whole = MacServices.Configured
        .Item("ServiceLog", "acme.log")
        .Publishes("plugins/One.dll")
        .Item("ServicePackageSymlink", "/usr/local/bin/acme", ("TargetPath", "/opt/acme/Acme"));

    private static MacMachine Used => new MacMachine().Install(Whole.PlanPkg())
        .Do("echo kept >'/Library/Application Support/acme/data/state'; echo kept >/Library/Logs/acme/acme.log");

    [Fact]
    public async Task Configuration_data_and_logs_stay_and_are_found_again() => await Used
        .WithSlowStop(3)
        .Do("/opt/acme/uninstall.sh")
        .Do(Left)
        .Do("echo colour = red >'/Library/Application Support/acme/acme.toml'")
        .Install(Whole.PlanPkg())
        .Do("cat '/Library/Application Support/acme/acme.toml'; grep UniqueID /run/mac/records/Users/_acme")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # echo kept >'/Library/Application Support/acme/data/state'; echo kept >/Library/Logs/acme/acme.log
            # /opt/acme/uninstall.sh
            stop com.acme.acme 1.2.3
            stop com.acme.acme.logrotate 1.2.3
            # files /opt/acme /Library/*/*acme* /usr/local/bin/acme; pkgutil --pkgs; dscl . -list /Users UniqueID | grep acme
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | -rw-r----- root:_acme /Library/Application Support/acme/acme.toml
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | -rw-r--r-- root:wheel /Library/Application Support/acme/data/state
            | drwxr-x--- _acme:_acme /Library/Logs/acme
            | -rw-r--r-- root:wheel /Library/Logs/acme/acme.log
            | _acme                        401
            # echo colour = red >'/Library/Application Support/acme/acme.toml'
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # cat '/Library/Application Support/acme/acme.toml'; grep UniqueID /run/mac/records/Users/_acme
            | colour = red
            | UniqueID: 401
            """);

    [Fact]
    public async Task Purge_removes_them_and_keeps_the_account() => await Used
        .Do("/opt/acme/uninstall.sh --purge")
        .Do(Left)
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # echo kept >'/Library/Application Support/acme/data/state'; echo kept >/Library/Logs/acme/acme.log
            # /opt/acme/uninstall.sh --purge
            stop com.acme.acme 1.2.3
            stop com.acme.acme.logrotate 1.2.3
            # files /opt/acme /Library/*/*acme* /usr/local/bin/acme; pkgutil --pkgs; dscl . -list /Users UniqueID | grep acme
            | _acme                        401
            """);

    [Fact]
    public async Task Files_of_others_are_kept() => await Used
        .Do("echo mine >/opt/acme/plugins/mine")
        .Do("/opt/acme/uninstall.sh --purge")
        .Do(Left)
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # echo kept >'/Library/Application Support/acme/data/state'; echo kept >/Library/Logs/acme/acme.log
            # echo mine >/opt/acme/plugins/mine
            # /opt/acme/uninstall.sh --purge
            stop com.acme.acme 1.2.3
            stop com.acme.acme.logrotate 1.2.3
            # files /opt/acme /Library/*/*acme* /usr/local/bin/acme; pkgutil --pkgs; dscl . -list /Users UniqueID | grep acme
            | drwxr-xr-x root:wheel /opt/acme
            | drwxr-xr-x root:wheel /opt/acme/plugins
            | -rw-r--r-- root:wheel /opt/acme/plugins/mine
            | _acme                        401
            """);

    [Fact]
    public async Task Run_again_it_finds_nothing_to_do() => await Used
        .Do("cp /opt/acme/uninstall.sh /tmp/uninstall.sh; /opt/acme/uninstall.sh")
        .Do("/tmp/uninstall.sh")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # echo kept >'/Library/Application Support/acme/data/state'; echo kept >/Library/Logs/acme/acme.log
            # cp /opt/acme/uninstall.sh /tmp/uninstall.sh; /opt/acme/uninstall.sh
            stop com.acme.acme 1.2.3
            stop com.acme.acme.logrotate 1.2.3
            # /tmp/uninstall.sh
            """);

    [Theory]
    [InlineData("touch /run/mac/early-receipt")]
    [InlineData("rm -f /run/mac/early-receipt")]
    public async Task The_files_of_a_failed_installation_can_be_removed(string receipt) => await new MacMachine()
        .Given(receipt)
        .WithDeafLaunchd(1000)
        .Install(MacServices.Minimal.PlanPkg())
        .Do("/opt/acme/uninstall.sh")
        .Do(Left)
        .TellsAsync("""
            install 1.2.3
            refuse com.acme.acme: later perhaps
            | Bootstrap failed: 5: Input/output error
            | com.acme.acme cannot be started.
            the postinstall fails
            The Installer reports a failure.
            # /opt/acme/uninstall.sh
            # files /opt/acme /Library/*/*acme* /usr/local/bin/acme; pkgutil --pkgs; dscl . -list /Users UniqueID | grep acme
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | drwxr-x--- _acme:_acme /Library/Logs/acme
            | _acme                        401
            """);

    [Fact]
    public async Task Only_root_may_run_it_and_it_accepts_no_other_arguments() => await Used
        .Do("setpriv --reuid 501 --clear-groups /opt/acme/uninstall.sh --purge")
        .Do("/opt/acme/uninstall.sh --help")
        .Do("/opt/acme/uninstall.sh --purge --purge")
        .Do("/opt/acme/uninstall.sh ''")
        .Do("launchctl print system/com.acme.acme | grep -o 'state.*'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            load com.acme.acme.logrotate
            start com.acme.acme.logrotate 1.2.3
            # echo kept >'/Library/Application Support/acme/data/state'; echo kept >/Library/Logs/acme/acme.log
            # setpriv --reuid 501 --clear-groups /opt/acme/uninstall.sh --purge
            | Run it as root: sudo /opt/acme/uninstall.sh --purge
            exit code 77
            # /opt/acme/uninstall.sh --help
            | Usage: /opt/acme/uninstall.sh [--purge]
            exit code 64
            # /opt/acme/uninstall.sh --purge --purge
            | Usage: /opt/acme/uninstall.sh [--purge]
            exit code 64
            # /opt/acme/uninstall.sh ''
            | Usage: /opt/acme/uninstall.sh [--purge]
            exit code 64
            # launchctl print system/com.acme.acme | grep -o 'state.*'
            | state = running
            """);
}
