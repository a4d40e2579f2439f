using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>A package that is installed on the volume of another system, as builders of images do: that system completes it at its first start.</summary>
public sealed class VolumeTests
{
    private const string Volume = "/Volumes/New Mac";

    // What launchd of that system does at its first start, after the volume has become its root.
    private const string Boot = $"cd '{Volume}'; mv opt/acme /opt/; mv Library/LaunchDaemons/* /Library/LaunchDaemons/; cp -Rp Library var /; cd /; rm -r '{Volume}'; sh /opt/acme/.upgrade/setup setup / / /";

    [Fact]
    public async Task The_files_are_installed_and_a_job_does_the_rest_when_that_system_starts() => await new MacMachine()
        .Given($"mkdir -p '{Volume}'")
        .Install(MacServices.Configured.Hook("AfterInstall", "echo hook").PlanPkg(), Volume)
        .Do($"cd '{Volume}'; files opt Library; dscl . -list /Users UniqueID | grep acme || true")
        .Do($"grep string '{Volume}/Library/LaunchDaemons/com.acme.acme.setup.plist'")
        .Do(Boot)
        .Do("files /opt/acme /Library/*/*acme*; dscl . -list /Users UniqueID | grep acme; pkgutil --pkgs")
        .TellsAsync("""
            install 1.2.3 on /Volumes/New Mac
            # cd '/Volumes/New Mac'; files opt Library; dscl . -list /Users UniqueID | grep acme || true
            | drwxr-xr-x root:wheel Library
            | drwxr-xr-x root:admin Library/Application Support
            | drwxr-xr-x root:wheel Library/Application Support/acme
            | -rw-r----- root:wheel Library/Application Support/acme/acme.toml.default
            | drwxr-xr-x root:wheel Library/LaunchDaemons
            | -rw-r--r-- root:wheel Library/LaunchDaemons/com.acme.acme.plist
            | -rw-r--r-- root:wheel Library/LaunchDaemons/com.acme.acme.setup.plist
            | drwxr-xr-x root:wheel opt
            | drwxr-xr-x root:wheel opt/acme
            | drwxr-xr-x root:wheel opt/acme/.upgrade
            | -rwxr-xr-x root:wheel opt/acme/.upgrade/setup
            | -rwxr-xr-x root:wheel opt/acme/Acme
            | -rw-r--r-- root:wheel opt/acme/Acme.dll
            | -rwxr-xr-x root:wheel opt/acme/uninstall.sh
            # grep string '/Volumes/New Mac/Library/LaunchDaemons/com.acme.acme.setup.plist'
            | 		<string>com.acme.acme.setup</string>
            | 			<string>/bin/sh</string>
            | 			<string>/opt/acme/.upgrade/setup</string>
            | 			<string>setup</string>
            | 			<string>/</string>
            | 			<string>/</string>
            | 			<string>/</string>
            | 		<string>/private/var/log/install.log</string>
            | 		<string>/private/var/log/install.log</string>
            # cd '/Volumes/New Mac'; mv opt/acme /opt/; mv Library/LaunchDaemons/* /Library/LaunchDaemons/; cp -Rp Library var /; cd /; rm -r '/Volumes/New Mac'; sh /opt/acme/.upgrade/setup setup / / /
            | hook
            load com.acme.acme
            start com.acme.acme 1.2.3
            # files /opt/acme /Library/*/*acme*; dscl . -list /Users UniqueID | grep acme; pkgutil --pkgs
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
            | _acme                        401
            | com.acme.acme
            """);

    [Fact]
    public async Task An_older_version_on_that_volume_is_replaced() => await new MacMachine()
        .Given($"mkdir -p '{Volume}'")
        .Install(MacServices.Minimal.Publishes("Old.dll").PlanPkg(), Volume)
        .Install(MacServices.Next.Hook("AfterInstall", "echo installed").Hook("AfterUpgrade", "echo upgraded").PlanPkg(), Volume)
        .Do(Boot)
        .Do("files /opt/acme")
        .TellsAsync("""
            install 1.2.3 on /Volumes/New Mac
            install 2.0.0 on /Volumes/New Mac
            # cd '/Volumes/New Mac'; mv opt/acme /opt/; mv Library/LaunchDaemons/* /Library/LaunchDaemons/; cp -Rp Library var /; cd /; rm -r '/Volumes/New Mac'; sh /opt/acme/.upgrade/setup setup / / /
            | upgraded
            load com.acme.acme
            start com.acme.acme 2.0.0
            # files /opt/acme
            | drwxr-xr-x root:wheel /opt/acme
            | -rwxr-xr-x root:wheel /opt/acme/Acme
            | -rw-r--r-- root:wheel /opt/acme/Acme.dll
            | -rwxr-xr-x root:wheel /opt/acme/uninstall.sh
            """);

    [Fact]
    public async Task The_runtime_is_looked_for_on_that_volume() => await new MacMachine()
        .Given($"mkdir -p '{Volume}' /usr/local/share/dotnet/shared/Microsoft.NETCore.App/10.0.1")
        .Install(MacServices.Minimal.Built(project => project with { SelfContained = false, Frameworks = [new("Microsoft.NETCore.App", "10.0.0")] }).PlanPkg(), Volume)
        .TellsAsync("""
            install 1.2.3 on /Volumes/New Mac
            | acme needs Microsoft.NETCore.App 10, and there is none below /usr/local/share/dotnet/shared: https://dotnet.microsoft.com/download
            the preinstall fails
            The Installer reports a failure.
            """);
}
