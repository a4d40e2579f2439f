using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>
/// A virtual machine of Debian 13: a kernel of its own, whose control groups are those of version 2, and whose security module is AppArmor
/// or SELinux. It takes minutes: most machines emulate its processor.
/// </summary>
internal static class VirtualMachine
{
    // Names as they are in trixie; passwd is for useradd.
    private const string Server =
        "linux-image-cloud-amd64 initramfs-tools systemd-sysv udev kmod dbus libpam-systemd libnss-systemd passwd curl procps iproute2"
        + " libssl3t64 libicu76 libgcc-s1 libstdc++6 zlib1g tzdata ca-certificates init-system-helpers logrotate adduser mount";

    // Debian's dpkg asks the policy for types that only Debian's has: with Fedora's, packages are those of rpm.
    private const string Selinux = "selinux-basics selinux-policy-default selinux-utils policycoreutils auditd rpm";

    private static readonly string[] Tools = ["bash", "chroot", "cp", "mke2fs", "qemu-system-x86_64", "tar", "xz"];

    /// <summary>Runs a batch of commands as an administrator, with packages in /root/packages.</summary>
    /// <returns>What they printed.</returns>
    public static Task<string> RunAsync(string batch, params IEnumerable<string> packages) =>
        RunAsync("machine", new BoxImage("machine", Server, "trixie"), [], batch, packages);

    /// <summary>Runs a batch where SELinux is in enforcing mode, and with this machine's .NET in /usr/share/dotnet.</summary>
    /// <returns>What it printed.</returns>
    public static Task<string> RunAsync(SelinuxPolicy policy, string batch, params IEnumerable<string> packages)
    {
        policy.Require();
        var image = new BoxImage("selinux", $"{Server} {Selinux}", "trixie");
        return RunAsync($"selinux-{policy}", image, [policy.Archive ?? "default"], batch, packages, CopyRuntimeAsync);
    }

    private static async Task<string> RunAsync(
        string name,
        BoxImage image,
        string[] options,
        string batch,
        IEnumerable<string> packages,
        Func<DirectoryInfo, Task>? prepare = null)
    {
        await BoxHost.RequireAsync();
        foreach (var tool in Tools)
        {
            Availability.RequireProgram(tool);
        }

        var root = await image.PathAsync();
        var directory = Directory.CreateDirectory(Path.Combine(BoxImage.CacheDirectory, $"{name}-{Environment.ProcessId}"));
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "batch"), batch, TestContext.Current.CancellationToken);
            foreach (var package in packages)
            {
                File.Copy(package, Path.Combine(directory.CreateSubdirectory("packages").FullName, Path.GetFileName(package)));
            }

            await (prepare?.Invoke(directory) ?? Task.CompletedTask);
            var script = Path.Combine(AppContext.BaseDirectory, "Boxes", "vm.sh");
            var process = new ProcessOptions { Timeout = TimeSpan.FromMinutes(60) };
            return (await ProcessRunner.RunAsync(process, "bash", [script, root, directory.FullName, .. options])).Succeeded().Text;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task CopyRuntimeAsync(DirectoryInfo directory)
    {
        var shared = new DirectoryInfo(typeof(object).Assembly.Location).Parent!.Parent!.Parent!; // of shared/Microsoft.NETCore.App/VERSION
        var root = shared.Parent!.FullName;
        string[] sources = [shared.FullName, Path.Combine(root, "dotnet"), Path.Combine(root, "host")];
        (await ProcessRunner.RunAsync("cp", ["-r", .. sources, directory.CreateSubdirectory("dotnet").FullName])).Succeeded();
    }
}
