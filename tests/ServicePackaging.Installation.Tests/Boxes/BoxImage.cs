using System.Collections.Concurrent;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>A Debian root file system that boxes lie over: made once, kept in the cache, never written to.</summary>
/// <param name="Name">A word for the directory's name.</param>
/// <param name="Packages">The packages beside Debian's essential ones and apt.</param>
/// <param name="Suite">The release of Debian. A test that does not care runs on Debian 12.</param>
internal sealed record BoxImage(string Name, string Packages, string Suite = "bookworm")
{
    // What a packaged service may depend on. Boxes have no network: a dependency that is not here cannot be installed.
    private const string ServiceDependencies = "libicu72 libssl3 " + CommonDependencies;
    private const string CommonDependencies = "libgcc-s1 libstdc++6 zlib1g tzdata ca-certificates logrotate curl procps adduser mount";
    private const string Server = "python3 systemd systemd-sysv dbus dbus-user-session libpam-systemd libnss-systemd";
    private const string StandaloneTools = "systemd-standalone-sysusers systemd-standalone-tmpfiles";

    private const string RepositoryClients = "python3 curl mount procps gpgv gnupg rpm zypper ca-certificates faketime";

    private static readonly ConcurrentDictionary<BoxImage, Lazy<Task<string>>> Made = new();

    /// <summary>A server: systemd and its bus, and Python as most have it.</summary>
    public static BoxImage Systemd { get; } =
        new("systemd", $"{ServiceDependencies} {Server}");

    /// <summary>The same server with Debian 13.</summary>
    public static BoxImage Trixie { get; } = new("systemd", $"libicu76 libssl3t64 {CommonDependencies} {Server}", "trixie");

    /// <summary>The same server for rpm packages, with rpm and dnf.</summary>
    public static BoxImage SystemdWithRpm { get; } = new("rpm", $"{Systemd.Packages} rpm dnf createrepo-c");

    /// <summary>A container or chroot: no service manager, and systemd's stand-alone tools for those who depend on them.</summary>
    public static BoxImage Plain { get; } =
        new("plain", $"{ServiceDependencies} {StandaloneTools}");

    /// <summary>The same container with Debian 13.</summary>
    public static BoxImage PlainTrixie { get; } = new("plain", $"libicu76 libssl3t64 {CommonDependencies} {StandaloneTools}", "trixie");

    /// <summary>The same container for rpm packages.</summary>
    public static BoxImage PlainWithRpm { get; } = new("plain-rpm", $"{Plain.Packages} rpm");

    /// <summary>
    /// The release after Debian 13: apt 3.3, dpkg 1.23, rpm 6, dnf5, zypper, and the core utilities in Rust. Its systemd wants cgroup v2, which a box
    /// on a machine with v1 cannot give.
    /// </summary>
    public static BoxImage Forky { get; } = new(
        "plain", $"libicu78 libssl3t64 {CommonDependencies} {StandaloneTools} rust-coreutils rpm dnf5 zypper createrepo-c", "forky");

    /// <summary>The checkers of that release.</summary>
    public static BoxImage ForkyCheckers { get; } = new("checkers", "mount procps lintian rpmlint rpm piuparts apt-utils", "forky");

    /// <summary>The clients of repositories in Debian 12: apt 2.6, dnf 4.14, zypper 1.14.42.</summary>
    public static BoxImage Clients { get; } = new("clients", RepositoryClients + " dnf");

    /// <summary>The same in Debian 13: apt 3.0 with sqv, dnf 4.23, zypper 1.14.89.</summary>
    public static BoxImage ClientsTrixie { get; } = new("clients", RepositoryClients + " dnf sqv", "trixie");

    /// <summary>The same in what comes after: apt 3.3 with sqv, dnf5, rpm 6, zypper 1.14.101.</summary>
    public static BoxImage ClientsSid { get; } = new("clients", RepositoryClients + " dnf5 sqv createrepo-c", "sid");

    /// <summary>What verifies signatures in Debian 13, and Apple's own xar.</summary>
    public static BoxImage AppleXar { get; } = new("signatures", "mount procps xar rpm sqv gpgv debsig-verify", "trixie");

    /// <summary>A container with Wine, and in /wine a fresh prefix: Windows 10, 64-bit only. It has 1.7 GB.</summary>
    public static BoxImage Wine { get; } = new("wine", "curl mount procps wine wine64");

    /// <summary>Where images and running boxes are: SERVICEPACKAGING_BOXES, or artifacts/boxes in the checkout.</summary>
    public static string CacheDirectory { get; } = Path.GetFullPath(
        Environment.GetEnvironmentVariable("SERVICEPACKAGING_BOXES") ?? Path.Combine(Repository.Root, "artifacts", "boxes"));

    /// <summary>Makes the image when the cache has none (about 15 seconds and 240 MB), and gives its path.</summary>
    public Task<string> PathAsync() => Made.GetOrAdd(this, image => new(image.MakeAsync)).Value;

    private async Task<string> MakeAsync()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Boxes", "image.sh");
        var options = new ProcessOptions { Timeout = TimeSpan.FromMinutes(30) };
        var result = await ProcessRunner.RunAsync(options, "bash", [script, CacheDirectory, Suite, Name, .. Packages.Split(' ')]);
        return result.Succeeded().Text;
    }
}
