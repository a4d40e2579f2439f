using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>What an administrator does with rpm packages in a box.</summary>
internal static class RpmBox
{
    private const string Repository = "/share/repository";

    // Debian's own rpm says so whenever it changes something.
    private static readonly string[] DebiansWarning =
        ["rpm: RPM should not be used directly install RPM packages, use Alien instead!\n", "rpm: However assuming you know what you are doing...\n"];

    /// <summary>Runs rpm.</summary>
    public static async Task<ProcessResult> RpmAsync(this Box box, params string[] arguments)
    {
        var result = await box.ExecAsync(["rpm", .. arguments]);
        return result with
        {
            StandardError = DebiansWarning.Aggregate(result.StandardError, (said, line) => said.Replace(line, "", StringComparison.Ordinal)),
        };
    }

    /// <summary>Installs, upgrades or downgrades to a package, which has nothing to say when all is well.</summary>
    public static async Task RpmInstallAsync(this Box box, string package) => Assert.Equal("", await box.RpmUpgradeAsync(package));

    /// <summary>Installs, upgrades or downgrades to a package.</summary>
    /// <returns>What rpm and the package's scripts said.</returns>
    public static async Task<string> RpmUpgradeAsync(this Box box, string package)
    {
        var result = (await box.RpmAsync("--upgrade", "--oldpackage", box.Share(package))).Succeeded();
        return result.StandardOutput + result.StandardError;
    }

    /// <summary>Removes a package.</summary>
    /// <returns>What rpm and the package's scripts said.</returns>
    public static async Task<string> RpmEraseAsync(this Box box, string name)
    {
        var result = (await box.RpmAsync("--erase", name)).Succeeded();
        return result.StandardOutput + result.StandardError;
    }

    /// <summary>Makes packages available to dnf.</summary>
    public static async Task AddToRepositoryAsync(this Box box, params string[] packages)
    {
        var files = string.Join(' ', packages.Select(box.Share));
        await box.ReadAsync($"""
            mkdir -p {Repository} /etc/yum.repos.d
            mv {files} {Repository}
            createrepo_c --quiet {Repository}
            printf '[test]\nname=test\nbaseurl=file://{Repository}\ngpgcheck=0\nmetadata_expire=0\n' >/etc/yum.repos.d/test.repo
            echo 1 >/etc/dnf/vars/releasever
            """);
    }

    /// <summary>Runs dnf without questions.</summary>
    public static async Task<ProcessResult> DnfAsync(this Box box, params string[] arguments) =>
        (await box.ExecAsync(["dnf", "--assumeyes", "--quiet", .. arguments])).Succeeded();
}
