using System.Text.RegularExpressions;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample in a container or an image that is being built: no service manager runs, and none has to.</summary>
public sealed class MemexdContainerTests(PackageFactory packages)
{
    private const string Run =
        "setpriv --reuid=memexd --regid=memexd --init-groups /usr/libexec/memexd/memexd --config=/etc/memexd/config.toml --state-directory=/var/lib/memexd";

    [Fact]
    public async Task A_package_installs_enables_and_starts_nothing()
    {
        await using var root = await InstalledAsync();

        Assert.Equal("/var/lib/memexd:/usr/sbin/nologin", await root.ReadAsync("getent passwd memexd | cut -d: -f6,7"));
        Assert.Equal(
            "750 memexd:memexd /var/lib/memexd\n750 memexd:memexd /var/log/memexd\n640 root:memexd /etc/memexd/config.toml",
            await root.ReadAsync("stat -c '%a %U:%G %n' /var/lib/memexd /var/log/memexd /etc/memexd/config.toml"));
        Assert.Equal(
            "/lib/systemd/system/memexd.service", await root.ReadAsync("readlink /etc/systemd/system/multi-user.target.wants/memexd.service"));
        Assert.Equal("", await root.ReadAsync("pgrep memexd || true"));
        Assert.Equal("", await root.ReadAsync("dpkg --audit; dpkg --verify memexd"));
    }

    [Fact]
    public async Task The_daemon_runs_by_hand_as_its_user()
    {
        await using var root = await InstalledAsync();

        var health = await root.ReadAsync($$"""
            {{Run}} >/tmp/log 2>&1 &
            trap 'kill $!; wait $!' EXIT
            curl -sf --retry 300 --retry-connrefused --retry-delay 1 http://127.0.0.1:8765/health
            """);

        Assert.Contains("\"status\":\"ok\"", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_downgrade_and_purge_need_no_service_manager()
    {
        await using var root = await InstalledAsync();

        await root.InstallAsync(await packages.MemexdAsync("1.5.0"));
        await root.InstallAsync(await packages.MemexdAsync("1.3.0"));
        var purge = (await root.AptAsync("purge", "memexd")).Succeeded();

        Assert.Equal("", await root.ReadAsync("find /etc /usr /var/lib /var/log -name '*memexd*' -not -path '/var/log/apt/*'"));
        Assert.DoesNotContain("systemctl", purge.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_below_another_root_is_complete_and_touches_nothing_outside()
    {
        var package = await packages.MemexdAsync();
        await using var root = await PlainRoot.StartAsync();
        const string traces = "cat /etc/passwd /etc/group /etc/shadow | md5sum; find /etc /usr /var/lib -newer /tmp/before";
        var before = await root.ReadAsync($"touch /tmp/before; sleep 0.01; {traces}");

        var said = await root.InstallBelowAsync("/srv/target", package);

        Assert.Equal(before, await root.ReadAsync(traces));
        Assert.EndsWith("Setting up memexd (1.4.0-1) ...", Regex.Replace(said, "\n(Creating|Created symlink) .*", ""), StringComparison.Ordinal);
        Assert.Equal("/var/lib/memexd", await root.ReadAsync("grep ^memexd: /srv/target/etc/passwd | cut -d: -f6"));
        Assert.Equal(
            "/usr/lib/systemd/system/memexd.service",
            await root.ReadAsync("readlink /srv/target/etc/systemd/system/multi-user.target.wants/memexd.service"));
        Assert.Equal(
            "640 0:same\n750 same:same\n750 same:same",
            await root.ReadAsync("""
                id=$(grep ^memexd: /srv/target/etc/passwd | cut -d: -f3)
                cd /srv/target; stat -c '%a %u:%g' etc/memexd/config.toml var/lib/memexd var/log/memexd | sed "s/\b$id\b/same/g"
                """));
    }

    private async Task<PlainRoot> InstalledAsync()
    {
        var package = await packages.MemexdAsync();
        var root = await PlainRoot.StartAsync();
        await root.InstallAsync(package);
        return root;
    }
}
