using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample's rpm package in a container or an image that is being built: no service manager runs, and none has to.</summary>
public sealed class MemexdRpmContainerTests(PackageFactory packages)
{
    private const string RunByHand = """
        setpriv --reuid=memexd --regid=memexd --init-groups \
            /usr/libexec/memexd/memexd --config=/etc/memexd/config.toml --state-directory=/var/lib/memexd >/tmp/log 2>&1 &
        trap 'kill $!; wait $!' EXIT
        curl -sf --retry 300 --retry-connrefused --retry-delay 1 http://127.0.0.1:8765/health
        """;

    private const string Link = "/etc/systemd/system/multi-user.target.wants/memexd.service";

    [Fact]
    public async Task In_a_container_a_package_installs_runs_by_hand_upgrades_and_goes_without_a_word()
    {
        await using var root = await RpmWorld.ContainerAsync();

        await root.RpmInstallAsync(await packages.MemexdRpmAsync());
        Assert.Equal("/var/lib/memexd:/sbin/nologin", await root.ReadAsync("getent passwd memexd | cut -d: -f6,7"));
        Assert.Equal(
            "750 memexd:memexd /var/lib/memexd\n750 memexd:memexd /var/log/memexd\n640 root:memexd /etc/memexd/config.toml",
            await root.ReadAsync("stat -c '%a %U:%G %n' /var/lib/memexd /var/log/memexd /etc/memexd/config.toml"));
        Assert.Equal("", await root.ReadAsync("rpm --verify memexd; pgrep memexd || true; find /etc/systemd -name '*memexd*'"));

        await root.RpmInstallAsync(await packages.MemexdRpmAsync("1.5.0"));
        await root.RpmInstallAsync(await packages.MemexdRpmAsync("1.3.0"));
        Assert.Contains("\"version\":\"1.3.0\"", await root.ReadAsync(RunByHand), StringComparison.Ordinal);

        await root.ReadAsync("rm -rf /var/lib/memexd/* /var/log/memexd/*"); // data would stay
        Assert.Equal("", await root.RpmEraseAsync("memexd"));
        Assert.Equal("", await root.ReadAsync("find /etc /usr /var/lib /var/log -name '*memexd*'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_an_image_of_a_server_it_is_enabled_for_the_first_boot_unless_disabled_and_nothing_starts(bool updateHelper)
    {
        await using var root = await RpmWorld.ServerImageAsync(updateHelper);

        await root.RpmInstallAsync(await packages.MemexdRpmAsync());
        Assert.EndsWith("/lib/systemd/system/memexd.service", await root.ReadAsync($"readlink {Link}"), StringComparison.Ordinal);
        Assert.Equal("", await root.ReadAsync("pgrep memexd || true; rpm --verify memexd"));
        await root.RpmInstallAsync(await packages.MemexdRpmAsync("1.5.0"));
        await root.ReadAsync($"test -h {Link}");

        await root.ReadAsync("systemctl disable --quiet memexd");
        await root.RpmInstallAsync(await packages.MemexdRpmAsync("1.3.0"));
        Assert.Equal("disabled", (await root.ExecAsync("systemctl", "is-enabled", "memexd")).Text);

        await root.ReadAsync("systemctl enable --quiet memexd");
        Assert.Equal("", await root.RpmEraseAsync("memexd"));
        Assert.Equal("", await root.ReadAsync("find /etc /usr /var/lib /var/log -name '*memexd*'"));
    }
}
