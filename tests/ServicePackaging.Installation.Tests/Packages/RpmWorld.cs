using System.Collections.Concurrent;
using ServicePackaging.Installation.Tests.Boxes;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>
/// Systems of the rpm family: boxes with a package that stands in for those that are there before any service, so that what a service
/// requires is checked, and with that family's default: a service is enabled only where a preset says so.
/// </summary>
internal static class RpmWorld
{
    private static readonly ConcurrentDictionary<string, byte[]> StandIns = new();

    /// <summary>Boots a server, as of Fedora or Enterprise Linux 9; without systemd's helper for packages, as of Enterprise Linux 8.</summary>
    public static async Task<SystemdBox> BootAsync(bool updateHelper = true)
    {
        var box = await SystemdBox.StartAsync(BoxImage.SystemdWithRpm);
        await PrepareAsync(box, updateHelper ? "" : "--without=helper");
        return box;
    }

    /// <summary>Boots a server with a package installed.</summary>
    public static async Task<SystemdBox> BootWithAsync(string package, bool updateHelper = true)
    {
        var box = await BootAsync(updateHelper);
        await box.RpmInstallAsync(package);
        return box;
    }

    /// <summary>A container: neither systemd nor systemctl.</summary>
    public static async Task<PlainRoot> ContainerAsync(BoxImage? image = null)
    {
        var root = await PlainRoot.StartAsync(image ?? BoxImage.PlainWithRpm);
        await PrepareAsync(root, "--without=systemd");
        return root;
    }

    /// <summary>A server's image while it is made: systemctl is there, and nothing runs that it could speak to.</summary>
    public static async Task<PlainRoot> ServerImageAsync(bool updateHelper)
    {
        var root = await PlainRoot.StartAsync(BoxImage.SystemdWithRpm);
        await PrepareAsync(root, updateHelper ? "" : "--without=helper");
        return root;
    }

    private static async Task PrepareAsync(Box box, string option)
    {
        var package = Path.Combine(box.ShareDirectory, "stand-in.rpm");
        var release = await box.ReadAsync("cat /etc/debian_version"); // each has libraries of its own to stand for
        if (!StandIns.TryGetValue(release + option, out var bytes))
        {
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "RpmWorld")))
            {
                box.Share(file);
            }

            const string build = "rpmbuild -bb --quiet --define='_sourcedir /share' --define='_rpmdir /root/built'";
            await box.ReadAsync($"{build} {option} /share/stand-in.spec 2>&1; mv /root/built/*/*.rpm /share/stand-in.rpm");
            bytes = await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken);
            StandIns.TryAdd(release + option, bytes);
        }

        await File.WriteAllBytesAsync(package, bytes, TestContext.Current.CancellationToken);
        Assert.Equal("", (await box.RpmAsync("-U", "/share/stand-in.rpm")).Succeeded().StandardError);
    }
}
