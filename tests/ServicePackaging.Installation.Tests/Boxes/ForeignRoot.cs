using System.Runtime.InteropServices;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>
/// Debian 13 for arm64 in a container without a service manager. QEMU emulates each program of it; the system calls are those of this
/// machine.
/// </summary>
internal static class ForeignRoot
{
    private const string Suite = "trixie";

    private const string Packages =
        "systemd-standalone-sysusers systemd-standalone-tmpfiles libicu76 libssl3t64 libgcc-s1 libstdc++6 zlib1g tzdata ca-certificates"
        + " curl procps adduser mount rpm";

    private static readonly string[] Tools = ["bash", "chroot", "debootstrap", "mount", "perl", "qemu-aarch64-static", "unshare"];

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Boxes", "foreign.sh");

    /// <summary>Runs a batch of commands as root, with packages in /root/packages.</summary>
    /// <returns>What they printed.</returns>
    public static async Task<string> RunAsync(string batch, params IEnumerable<string> packages)
    {
        await BoxHost.RequireAsync();
        Array.ForEach(Tools, Availability.RequireProgram);
        await RequireEmulatorAsync();

        var options = new ProcessOptions { Timeout = TimeSpan.FromMinutes(60) };
        string[] image = [Script, "image", BoxImage.CacheDirectory, Suite, .. Packages.Split(' ')];
        var root = (await ProcessRunner.RunAsync(options, "bash", image)).Succeeded().Text;
        var directory = Directory.CreateDirectory(Path.Combine(BoxImage.CacheDirectory, $"arm64-{Environment.ProcessId}"));
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "batch"), batch, TestContext.Current.CancellationToken);
            foreach (var package in packages)
            {
                File.Copy(package, Path.Combine(directory.CreateSubdirectory("packages").FullName, Path.GetFileName(package)));
            }

            return (await ProcessRunner.RunAsync(options, "bash", Script, "run", root, directory.FullName)).Succeeded().Text;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task RequireEmulatorAsync()
    {
        Availability.Require(RuntimeInformation.OSArchitecture == Architecture.X64
            ? null
            : new Lack("The emulator of arm64 is for x64 machines", "run these tests on such a machine"));
        var trial = await ProcessRunner.RunAsync("bash", Script, "isolated", "true");
        Availability.Require(trial.ExitCode == 0
            ? null
            : new Lack($"The kernel has no binfmt_misc for a namespace ({trial.StandardError.Trim()})", "use Linux 6.7 or later"));
    }
}
