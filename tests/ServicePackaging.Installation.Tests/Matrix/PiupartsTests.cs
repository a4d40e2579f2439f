using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>
/// Debian's own test of packages: whatever installation, upgrade, removal and purge leave behind is an error. It works on a copy of Debian 13 without a
/// service manager, so that only packages whose services run for the system have scripts to look at.
/// </summary>
public sealed class PiupartsTests(PackageFactory packages)
{
    private const string Suite = "trixie";

    [Theory(Explicit = true)]
    [InlineData("Memexd")]
    [InlineData("Tetra")]
    [InlineData("Toobix")]
    public async Task Nothing_is_left_behind(string sample)
    {
        var first = await packages.SampleAsync(sample);
        var second = await packages.SampleAsync(sample, "9.9.0");
        await using var root = await PlainRoot.StartAsync(BoxImage.ForkyCheckers);
        var image = await BoxImage.PlainTrixie.PathAsync();
        (await ProcessRunner.RunAsync("cp", "--archive", image, Path.Combine(root.ShareDirectory, Suite))).Succeeded();

        // The repository from which piuparts takes the version to upgrade from. What packages depend on is in the copy.
        var pool = root.Share(first.Deb);
        await root.ReadAsync($"""
            mkdir -p /share/repository/dists/{Suite}/main/binary-amd64
            cd /share/repository
            mv {pool} .
            apt-ftparchive packages . >dists/{Suite}/main/binary-amd64/Packages
            apt-ftparchive -o APT::FTPArchive::Release::Suite={Suite} -o APT::FTPArchive::Release::Codename={Suite} \
                -o APT::FTPArchive::Release::Components=main -o APT::FTPArchive::Release::Architectures=amd64 release dists/{Suite} >/tmp/Release
            mv /tmp/Release dists/{Suite}/Release
            echo 'Acquire::AllowInsecureRepositories "true"; APT::Get::AllowUnauthenticated "true";' >/share/{Suite}/etc/apt/apt.conf.d/unsigned
            """);

        // piuparts runs logrotate itself; where it was there before, its status stays.
        var options = new ProcessOptions { Timeout = TimeSpan.FromMinutes(30) };
        var result = await root.ExecAsync(
            options,
            "piuparts", $"--existing-chroot=/share/{Suite}", $"--distribution={Suite}", "--mirror=file:///share/repository main", "--bindmount=/share/repository",
            "--do-not-verify-signatures", "--no-eatmydata", "--ignore=/var/lib/logrotate/status", root.Share(second.Deb));

        var said = result.StandardOutput + result.StandardError;
        Assert.True(result.ExitCode == 0, said);
        Assert.Contains("PASS: Installation and purging test.", said, StringComparison.Ordinal);
        Assert.Contains("PASS: Installation, upgrade and purging tests.", said, StringComparison.Ordinal);
    }
}
