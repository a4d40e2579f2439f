using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>A policy of SELinux that a virtual machine runs with.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Archive">The archive with its /etc/selinux/targeted; null if the system has it.</param>
/// <param name="ServiceDomain">The domain of services for which the policy has no special one.</param>
/// <param name="DeniesExecutableMemory">Whether they may not have memory that is writable and executable at once.</param>
internal sealed record SelinuxPolicy(string Name, string? Archive, string ServiceDomain, bool DeniesExecutableMemory)
{
    private const string Variable = "SERVICEPACKAGING_FEDORA_POLICY";

    /// <summary>Debian 13's own.</summary>
    public static SelinuxPolicy Debian { get; } = new("Debian", null, "initrc_t", DeniesExecutableMemory: true);

    /// <summary>Fedora's, compiled. It is no part of the repository (GPL-2.0-or-later): a variable names the archive.</summary>
    public static SelinuxPolicy Fedora { get; } = new(
        "Fedora",
        Path.GetFullPath(
            Environment.GetEnvironmentVariable(Variable)
            ?? Path.Combine(Repository.Root, "..", "shared", "data", "selinux", "fedora-targeted-fd1d996.tar.xz")),
        "unconfined_service_t",
        DeniesExecutableMemory: false);

    /// <summary>Skips the running test aloud where the policy is not here.</summary>
    public void Require() => Availability.Require(Archive is null || File.Exists(Archive)
        ? null
        : new Lack($"The policy of {Name} is not in {Archive}", $"{Variable}=an archive (.tar.xz) with etc/selinux/targeted"));

    public override string ToString() => Name;
}

/// <summary>A virtual machine of Debian 13 with SELinux in enforcing mode. It takes minutes: most machines emulate its processor.</summary>
internal static class SelinuxVm
{
    // Debian's dpkg asks the policy for types that only Debian's has: with Fedora's, packages are those of rpm. passwd is for useradd.
    private const string Packages =
        "linux-image-cloud-amd64 initramfs-tools systemd-sysv udev kmod dbus selinux-basics selinux-policy-default selinux-utils"
        + " policycoreutils auditd passwd rpm curl procps iproute2 libssl3t64 libicu76 libgcc-s1 libstdc++6 zlib1g tzdata init-system-helpers logrotate";

    private static readonly string[] Tools = ["bash", "chroot", "cp", "mke2fs", "qemu-system-x86_64", "tar", "xz"];

    /// <summary>
    /// Runs a batch of commands as an administrator, with packages in /root/packages and this machine's .NET in /usr/share/dotnet.
    /// </summary>
    /// <returns>What they printed.</returns>
    public static async Task<string> RunAsync(SelinuxPolicy policy, string batch, params IEnumerable<string> packages)
    {
        await BoxHost.RequireAsync();
        policy.Require();
        foreach (var tool in Tools)
        {
            Availability.RequireProgram(tool);
        }

        var image = await new BoxImage("selinux", Packages, "trixie").PathAsync();
        var directory = Directory.CreateDirectory(Path.Combine(BoxImage.CacheDirectory, $"selinux-{policy}-{Environment.ProcessId}"));
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "batch"), batch, TestContext.Current.CancellationToken);
            foreach (var package in packages)
            {
                File.Copy(package, Path.Combine(directory.CreateSubdirectory("packages").FullName, Path.GetFileName(package)));
            }

            await CopyRuntimeAsync(directory.CreateSubdirectory("dotnet").FullName);
            var script = Path.Combine(AppContext.BaseDirectory, "Boxes", "selinux-vm.sh");
            var options = new ProcessOptions { Timeout = TimeSpan.FromMinutes(60) };
            string[] arguments = [script, image, directory.FullName, policy.Archive ?? "default"];
            return (await ProcessRunner.RunAsync(options, "bash", arguments)).Succeeded().Text;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task CopyRuntimeAsync(string target)
    {
        var shared = new DirectoryInfo(typeof(object).Assembly.Location).Parent!.Parent!.Parent!; // of shared/Microsoft.NETCore.App/VERSION
        var root = shared.Parent!.FullName;
        string[] sources = [shared.FullName, Path.Combine(root, "dotnet"), Path.Combine(root, "host")];
        (await ProcessRunner.RunAsync("cp", ["-r", .. sources, target])).Succeeded();
    }
}
