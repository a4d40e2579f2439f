using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>Debian 13, the release that most servers have in 2026: systemd 257, apt 3.0, dpkg 1.22.</summary>
public sealed class TrixieTests(PackageFactory packages)
{
    private const string Left = "find /etc /usr /var/lib /var/log -name '*memexd*' -not -path '/var/log/apt/*' -not -path '/var/log/journal/*'";

    [Fact]
    public async Task A_package_is_installed_upgraded_removed_and_purged()
    {
        await using var box = await AptBox.BootWithAsync(await packages.MemexdAsync(), BoxImage.Trixie);
        Assert.StartsWith("systemd 257 ", await box.ReadAsync("systemctl --version | head -1"), StringComparison.Ordinal);
        Assert.StartsWith("apt 3.", await box.ReadAsync("apt-get --version | head -1"), StringComparison.Ordinal);

        Assert.Equal(("active", "enabled"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "UnitFileState")));
        Assert.StartsWith("memexd.service is healthy", await box.ReadAsync("memexdctl health --wait 30"), StringComparison.Ordinal);
        Assert.Equal("1.4.0", await box.RunningVersionAsync());
        Assert.Equal("", await box.ReadAsync("systemd-analyze verify /usr/lib/systemd/system/memexd.service 2>&1"));
        await box.ReadAsync("echo 'five words of a document' >/var/lib/memexd/inbox/first.txt");
        await box.UntilAsync("grep -qs first.txt /var/lib/memexd/index/project.jsonl");
        await box.ReadAsync("echo '# mine' >>/etc/memexd/config.toml");

        await box.InstallAsync(await packages.MemexdAsync("1.5.0"), "--force-confold");
        Assert.Equal("1.5.0", await box.RunningVersionAsync());
        Assert.Equal(("2", "1"), await box.StartsAndStopsAsync());
        await box.ReadAsync("grep '# mine' /etc/memexd/config.toml; grep first.txt /var/lib/memexd/index/project.jsonl");

        (await box.AptAsync("remove", "memexd")).Succeeded();
        Assert.Equal("", await box.ReadAsync("pgrep --exact memexd || true"));
        await box.ReadAsync("test -e /etc/memexd/config.toml -a -e /var/lib/memexd/index/project.jsonl -a ! -e /usr/libexec/memexd");

        (await box.AptAsync("purge", "memexd")).Succeeded();
        Assert.Equal("", await box.ReadAsync(Left));
        Assert.Equal("running", (await box.ExecAsync("systemctl", "is-system-running")).Text);
    }

    [Fact]
    public async Task A_service_with_the_strictest_sandbox_starts()
    {
        await using var box = await AptBox.BootWithAsync((await packages.SampleAsync("Tetra")).Deb, BoxImage.Trixie);

        await box.ReadAsync("tetractl health --wait 30");
        Assert.Equal(("strict", "yes"), (await box.ShowAsync("tetra@production", "ProtectSystem"), await box.ShowAsync("tetra@production", "PrivateUsers")));
        Assert.Equal("0", await box.ShowAsync("tetra@production", "NRestarts"));
    }
}
