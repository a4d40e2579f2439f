using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>Directories and links that somebody made before the package was installed.</summary>
public sealed class DirectoryTests
{
    private static readonly Service Cached = MacServices.Minimal.Item("ServiceDirectory", ".", ("Kind", "Cache"));

    // Every user may make directories in /Library/Caches (1777), and administrators in /Library/Logs (0775 root:admin).
    [Theory]
    [InlineData("mkdir /Library/Caches/acme; chown 501 /Library/Caches/acme", "/Library/Caches/acme", "/Library/Caches/acme")]
    [InlineData("mkdir /Library/Caches/acme; chown daemon /Library/Caches/acme", "/Library/Caches/acme", "/Library/Caches/acme")]
    [InlineData("mkdir /etc/victim; ln -s /etc/victim /Library/Caches/acme", "/Library/Caches/acme", "/Library/Caches/acme")]
    [InlineData("ln -s /nowhere /Library/Caches/acme; chown -h 501 /Library/Caches/acme", "/Library/Caches/acme", "/Library/Caches/acme")]
    [InlineData("echo file >/Library/Caches/acme", "/Library/Caches/acme", "/Library/Caches/acme")]
    [InlineData("mkdir /Library/Logs/acme; chown 501 /Library/Logs/acme", "/Library/Logs/acme", "/Library/Logs/acme")]
    public async Task A_directory_of_another_user_or_a_link_is_refused_before_anything_changes(string planted, string directory, string culprit) => await new MacMachine()
        .Given("install -d -m 1777 -g admin /Library/Caches").Given(planted)
        .Install(Cached.PlanPkg())
        .Do("ls /opt/acme 2>/dev/null; ls /Library/LaunchDaemons; dscl . -list /Users UniqueID | grep acme || true")
        .TellsAsync($"""
            install 1.2.3
            | {directory} cannot be used, because {culprit} belongs to another user, or is a link or a file. Move it away and install again.
            the preinstall fails
            The Installer reports a failure.
            # ls /opt/acme 2>/dev/null; ls /Library/LaunchDaemons; dscl . -list /Users UniqueID | grep acme || true
            """);

    [Theory]
    [InlineData("root")]
    [InlineData("_acme")]
    public async Task A_directory_of_root_or_of_the_service_is_used(string owner) => await new MacMachine()
        .Given("install -d -m 1777 -g admin /Library/Caches").Install(Cached.PlanPkg()).Given($"chown {owner} /Library/Caches/acme")
        .Install(Cached.With("ServicePackageVersion", "2.0.0").PlanPkg())
        .Do("files /Library/Caches/acme")
        .TellsAsync($"""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            load com.acme.acme
            start com.acme.acme 2.0.0
            # files /Library/Caches/acme
            | drwxr-x--- {owner}:_acme /Library/Caches/acme
            """);

    // security.md: with data/cache as a link to /etc, root made /etc/periodic and gave it to the service.
    [Theory]
    [InlineData("ln -s /etc cache", "cache")]
    [InlineData("mkdir cache; ln -s /etc/victim cache/periodic", "cache/periodic")]
    public async Task Root_follows_no_link_of_the_service(string planted, string culprit) => await new MacMachine()
        .Given("mkdir /etc/victim")
        .Install(MacServices.Minimal.PlanPkg())
        .Given($"setpriv --reuid _acme --regid _acme --clear-groups sh -c \"cd '/Library/Application Support/acme/data'; {planted}\"")
        .Install(MacServices.Next.Item("ServiceDirectory", "cache/periodic").PlanPkg())
        .Do("files /etc/victim /etc/periodic; ls /run/mac/launchd/system; cat /run/mac/launchd/system/com.acme.acme/running")
        .TellsAsync($"""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            | /Library/Application Support/acme/data/cache/periodic cannot be used, because /Library/Application Support/acme/data/{culprit} belongs to another user, or is a link or a file. Move it away and install again.
            the preinstall fails
            The Installer reports a failure.
            # files /etc/victim /etc/periodic; ls /run/mac/launchd/system; cat /run/mac/launchd/system/com.acme.acme/running
            | drwxr-xr-x root:wheel /etc/victim
            | com.acme.acme
            | overrides
            | 1.2.3
            """);

    [Fact]
    public async Task Nested_directories_are_made() => await new MacMachine()
        .Install(MacServices.Minimal.Item("ServiceDirectory", "cache/periodic").Item("ServiceDirectory", "/Library/Acme Data/x/y", ("Kind", "Custom")).PlanPkg())
        .Do("files '/Library/Application Support/acme' '/Library/Acme Data'")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # files '/Library/Application Support/acme' '/Library/Acme Data'
            | drwxr-xr-x root:wheel /Library/Acme Data
            | drwxr-xr-x root:wheel /Library/Acme Data/x
            | drwxr-x--- _acme:_acme /Library/Acme Data/x/y
            | drwxr-xr-x root:wheel /Library/Application Support/acme
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data
            | drwxr-xr-x root:wheel /Library/Application Support/acme/data/cache
            | drwxr-x--- _acme:_acme /Library/Application Support/acme/data/cache/periodic
            """);

    [Fact]
    public async Task A_link_of_root_above_is_followed() => await new MacMachine()
        .Given("mkdir -p /Volumes/Big; rmdir /Library/Logs; ln -s /Volumes/Big /Library/Logs")
        .Install(MacServices.Minimal.PlanPkg())
        .Do("files /Volumes/Big")
        .TellsAsync("""
            install 1.2.3
            load com.acme.acme
            start com.acme.acme 1.2.3
            # files /Volumes/Big
            | drwxr-xr-x root:wheel /Volumes/Big
            | drwxr-x--- _acme:_acme /Volumes/Big/acme
            """);

    [Fact]
    public async Task Commands_of_others_stay() => await new MacMachine()
        .Given("mkdir -p /usr/local/bin /etc/victim; echo mine >/usr/local/bin/acmectl; ln -s /etc/victim /usr/local/bin/acme; mkdir /usr/local/bin/dir; ln -s /opt/other/x /usr/local/bin/other")
        .Install(Linked(MacServices.Minimal).PlanPkg())
        .Install(Linked(MacServices.Next).PlanPkg())
        .Do("cd /usr/local/bin; files /etc/victim acmectl acme dir own other; cat /usr/local/bin/acmectl; readlink /usr/local/bin/other /usr/local/bin/acme")
        .Do("/opt/acme/uninstall.sh; cd /usr/local/bin; files acmectl acme dir own other")
        .TellsAsync("""
            install 1.2.3
            | /usr/local/bin/acmectl does not belong to acme and is left as it is. The command is /opt/acme/bin/acmectl.
            | /usr/local/bin/acme does not belong to acme and is left as it is. The command is /opt/acme/Acme.
            | /usr/local/bin/dir does not belong to acme and is left as it is. The command is /opt/acme/Acme.
            load com.acme.acme
            start com.acme.acme 1.2.3
            install 2.0.0
            stop com.acme.acme 1.2.3
            | /usr/local/bin/acmectl does not belong to acme and is left as it is. The command is /opt/acme/bin/acmectl.
            | /usr/local/bin/acme does not belong to acme and is left as it is. The command is /opt/acme/Acme.
            | /usr/local/bin/dir does not belong to acme and is left as it is. The command is /opt/acme/Acme.
            load com.acme.acme
            start com.acme.acme 2.0.0
            # cd /usr/local/bin; files /etc/victim acmectl acme dir own other; cat /usr/local/bin/acmectl; readlink /usr/local/bin/other /usr/local/bin/acme
            | drwxr-xr-x root:wheel /etc/victim
            | lrwxrwxrwx root:wheel acme
            | -rw-r--r-- root:wheel acmectl
            | drwxr-xr-x root:wheel dir
            | lrwxrwxrwx root:wheel other
            | lrwxrwxrwx root:wheel own
            | mine
            | /opt/other/x
            | /etc/victim
            # /opt/acme/uninstall.sh; cd /usr/local/bin; files acmectl acme dir own other
            stop com.acme.acme 2.0.0
            | lrwxrwxrwx root:wheel acme
            | -rw-r--r-- root:wheel acmectl
            | drwxr-xr-x root:wheel dir
            | lrwxrwxrwx root:wheel other
            """);

    private static Service Linked(Service service) => service.With("ServiceControlCommand", "acmectl")
        .Item("ServicePackageSymlink", "/usr/local/bin/acme", ("TargetPath", "/opt/acme/Acme"))
        .Item("ServicePackageSymlink", "/usr/local/bin/dir", ("TargetPath", "/opt/acme/Acme"))
        .Item("ServicePackageSymlink", "/usr/local/bin/own", ("TargetPath", "/opt/acme/Acme"));
}
