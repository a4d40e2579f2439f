using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>The samples and the apt and dpkg of the next Debian, whose core utilities may be those written in Rust.</summary>
public sealed class ForkyDebTests(PackageFactory packages)
{
    private const string RustUtilities = "/usr/lib/cargo/bin/coreutils";

    [Theory(Explicit = true)]
    [InlineData("Memexd", "memexd")]
    [InlineData("Tetra", "tetra")]
    [InlineData("Toobix", "toobix-api")]
    [InlineData("Vocoder", "vocoder")]
    [InlineData("Tokentap", "tokentap")]
    public async Task A_sample_is_installed_upgraded_removed_and_purged(string sample, string package)
    {
        var first = await packages.SampleAsync(sample);
        var second = await packages.SampleAsync(sample, "9.9.0");
        await using var root = await PlainRoot.StartAsync(BoxImage.Forky);
        Assert.StartsWith("apt 3.", await root.ReadAsync("apt-get --version | head -1"), StringComparison.Ordinal);
        Assert.Contains("uutils", await root.ReadAsync($"{RustUtilities}/rm --version"), StringComparison.Ordinal);
        await root.ReadAsync($"echo 'DPkg::Path \"{RustUtilities}:/usr/sbin:/usr/bin:/sbin:/bin\";' >/etc/apt/apt.conf.d/rust");

        var said = await root.InstallAsync(first.Deb);
        Assert.Equal("", await root.ReadAsync($"dpkg --verify {package}; dpkg --audit"));
        said = said with { StandardError = said.StandardError + (await root.InstallAsync(second.Deb)).StandardError };
        Assert.Equal("9.9.0-1", await root.ReadAsync($"dpkg-query --show --showformat='${{Version}}' {package}"));
        Assert.Equal("", await root.ReadAsync($"dpkg --verify {package}; dpkg --audit"));
        var removal = (await root.AptAsync("remove", package)).Succeeded();
        var purge = (await root.AptAsync("purge", package)).Succeeded();

        Assert.Equal("", await root.ReadAsync($"find /etc /usr /var/lib /var/log -name '*{package}*' -not -path '/var/log/apt/*'"));
        // What the scripts print besides apt's own report: systemd-sysusers names the account that it makes.
        var complaints = (said.StandardError + removal.StandardError + purge.StandardError).Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith("Creating ", StringComparison.Ordinal));
        Assert.Empty(complaints);
    }
}
