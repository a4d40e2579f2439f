using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>What an administrator does with packages in a box.</summary>
internal static class AptBox
{
    /// <summary>Runs apt-get without questions; dpkg has no terminal to ask at.</summary>
    public static Task<ProcessResult> AptAsync(this Box box, params string[] arguments) =>
        box.ExecAsync(["apt-get", "-qq", "-y", "--allow-downgrades", "-o", "Dpkg::Use-Pty=0", .. arguments]);

    /// <summary>Installs, upgrades or downgrades to a package, with dpkg's options for it.</summary>
    public static async Task<ProcessResult> InstallAsync(this Box box, string package, params string[] dpkgOptions)
    {
        string[] options = [.. dpkgOptions.SelectMany(option => new[] { "-o", $"Dpkg::Options::={option}" })];
        return (await box.AptAsync([.. options, "install", box.Share(package)])).Succeeded();
    }

    /// <summary>Boots a fresh system with a package installed.</summary>
    public static async Task<SystemdBox> BootWithAsync(string package, BoxImage? image = null)
    {
        var box = await SystemdBox.StartAsync(image);
        await box.InstallAsync(package);
        return box;
    }

    /// <summary>The output of a shell script in the box, which has to succeed.</summary>
    public static async Task<string> ReadAsync(this Box box, string script) => (await box.ShellAsync(script)).Succeeded().Text;

    /// <summary>Runs a shell condition until it holds.</summary>
    public static async Task UntilAsync(this Box box, string condition)
    {
        var result = await box.ExecAsync("timeout", Box.Patience, "bash", "-c", $"until {condition}; do sleep 0.05; done");
        Assert.True(result.ExitCode == 0, $"not in {Box.Patience} seconds: {condition}\n{result}");
    }

    /// <summary>Adds a drop-in to a unit's [Service] section, as <c>systemctl edit</c> would.</summary>
    public static Task<string> EditUnitAsync(this Box box, string unit, string settings) =>
        box.ReadAsync($"""
            mkdir -p /etc/systemd/system/{unit}.service.d
            printf '[Service]\n{settings}\n' >/etc/systemd/system/{unit}.service.d/test.conf
            systemctl daemon-reload
            """);

    /// <summary>Installs into another root as image builders do, without a chroot: the scripts run here and are told of the root.</summary>
    public static Task<string> InstallBelowAsync(this Box box, string root, string package)
    {
        // Dependencies cannot be met in a root that is empty.
        var install = $"dpkg --root={root} --force-script-chrootless --force-depends --install {box.Share(package)} 2>&1";
        return box.ReadAsync($"mkdir -p {root}/var/lib/dpkg/info {root}/var/lib/dpkg/updates {root}/etc; touch {root}/var/lib/dpkg/status; {install}");
    }
}
