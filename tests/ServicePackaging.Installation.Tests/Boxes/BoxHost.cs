using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>Whether this machine can run boxes.</summary>
internal static class BoxHost
{
    private static readonly string[] Tools =
        ["bash", "chroot", "find", "flock", "hostname", "mount", "mountpoint", "nsenter", "pivot_root", "setpriv", "setsid", "stat", "umount", "unshare"];

    private static readonly Lazy<Task<Lack?>> Lacking = new(FindLackAsync);

    /// <summary>Skips the running test aloud where boxes cannot run; fails it on a CI machine.</summary>
    public static async Task RequireAsync() => Availability.Require(await Lacking.Value);

    /// <summary>Skips the running test aloud where a controller, such as <c>pids</c>, cannot limit a box's units.</summary>
    public static void RequireController(string name)
    {
        const string unified = "/sys/fs/cgroup/cgroup.subtree_control";
        var limits = Directory.Exists($"/sys/fs/cgroup/{name}")
            || (File.Exists(unified) && File.ReadAllText(unified).Split(' ', '\n').Contains(name));
        Availability.Require(limits ? null : new Lack($"Control groups do not limit {name} here", $"echo +{name} >{unified}"));
    }

    private static async Task<Lack?> FindLackAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new Lack("Boxes need the namespaces of Linux", "run these tests on a Linux machine");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return new Lack("Boxes need the superuser's rights", "run the tests as root: sudo dotnet test");
        }

        return Tools.Select(tool => Availability.Program(tool)).FirstOrDefault(lack => lack is not null)
            ?? FindImageLack()
            ?? FindControlGroupLack()
            ?? await FindNamespaceLackAsync();
    }

    private static Lack? FindImageLack()
    {
        var installed = Availability.Program("mmdebstrap") is null;
        var obtainable = Availability.Program("apt-get") is null && Availability.Program("perl") is null;
        return installed || obtainable ? null : new Lack("The boxes' images are made by mmdebstrap", "apt-get install mmdebstrap");
    }

    private static Lack? FindControlGroupLack()
    {
        var unified = File.Exists("/sys/fs/cgroup/cgroup.procs");
        var hybrid = File.Exists("/sys/fs/cgroup/systemd/cgroup.procs");
        return unified || hybrid
            ? null
            : new Lack("systemd needs control groups, v2 or v1 with name=systemd", "mount -t cgroup2 cgroup2 /sys/fs/cgroup");
    }

    private static async Task<Lack?> FindNamespaceLackAsync()
    {
        var trial = await ProcessRunner.RunAsync(
            "unshare", "--mount", "--pid", "--ipc", "--uts", "--net", "--cgroup", "--fork", "mount", "-t", "tmpfs", "trial", "/mnt");
        return trial.ExitCode == 0
            ? null
            : new Lack($"Namespaces cannot be made ({trial.StandardError.Trim()})", "use a virtual machine or a privileged container");
    }
}
