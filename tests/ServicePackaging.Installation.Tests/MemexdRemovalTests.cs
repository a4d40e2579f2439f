using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample, removed and purged, and installed where somebody said no.</summary>
public sealed class MemexdRemovalTests(PackageFactory packages)
{
    // Everything but what the package manager and the journal themselves write, and the account files, whose user stays.
    private const string Snapshot = """
        find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /share -o -path /root \
            -o -path '/var/lib/dpkg' -o -path '/var/lib/apt' -o -path '/var/cache' -o -path /var/log/journal -o -path '/var/log/apt' -o -path /var/log/dpkg.log \
            -o -path /var/tmp -o -path '/var/lib/systemd/timers' -o -path '/etc/.pwd.lock' -o -path '/etc/*-' \) -prune -o -print | sort
        """;

    [Fact]
    public async Task Removal_stops_the_service_and_keeps_configuration_and_data()
    {
        await using var box = await BootAsync();
        await box.ReadAsync("touch /var/lib/memexd/inbox/mine");

        var removal = (await box.AptAsync("remove", "memexd")).Succeeded();

        Assert.Equal("inactive", await box.ShowAsync("memexd", "ActiveState"));
        Assert.Equal("", await box.ReadAsync("pgrep --exact memexd || true"));
        await box.ReadAsync("test -e /etc/memexd/config.toml -a -e /var/lib/memexd/inbox/mine -a ! -e /usr/libexec/memexd -a -d /var/log/memexd");
        Assert.DoesNotContain("warning", removal.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_removed_package_comes_back_with_its_configuration_and_runs()
    {
        var package = await packages.MemexdAsync();
        await using var box = await AptBox.BootWithAsync(package);
        await box.ReadAsync("sed -i 's/chunk_size = 800/chunk_size = 77/' /etc/memexd/config.toml");
        (await box.AptAsync("remove", "memexd")).Succeeded();

        await box.InstallAsync(package);

        Assert.Equal(("active", "enabled"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "UnitFileState")));
        await box.ReadAsync("grep 'chunk_size = 77' /etc/memexd/config.toml");
        Assert.Equal("640 root:memexd", await box.ReadAsync("stat -c '%a %U:%G' /etc/memexd/config.toml"));
    }

    [Fact]
    public async Task Purge_leaves_nothing_but_the_account()
    {
        var package = await packages.MemexdAsync();
        await using var box = await SystemdBox.StartAsync();
        var before = (await box.ReadAsync(Snapshot)).Split('\n');
        await box.InstallAsync(package);
        await box.ReadAsync("echo document >/var/lib/memexd/inbox/one.txt");
        await box.UntilAsync("test -s /var/log/memexd/memexd.log");

        var purge = (await box.AptAsync("purge", "memexd")).Succeeded();

        Assert.Empty((await box.ReadAsync(Snapshot)).Split('\n').Except(before));
        Assert.Equal("not-found", await box.ShowAsync("memexd", "LoadState"));
        Assert.Equal("running", (await box.ExecAsync("systemctl", "is-system-running")).Text);
        Assert.StartsWith("memexd:", await box.ReadAsync("getent passwd memexd"), StringComparison.Ordinal);
        Assert.NotEqual(0, (await box.ExecAsync("dpkg-query", "--status", "memexd")).ExitCode);
        Assert.DoesNotContain("warning", purge.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Removal_and_purge_in_two_steps_leave_nothing_either()
    {
        await using var box = await BootAsync();

        (await box.AptAsync("remove", "memexd")).Succeeded();
        (await box.AptAsync("purge", "memexd")).Succeeded();

        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib /var/log -name '*memexd*' -not -path '/var/log/apt/*' -not -path '/var/log/journal/*'"));
    }

    [Fact]
    public async Task A_policy_that_forbids_starting_is_obeyed_and_the_service_starts_at_the_next_boot()
    {
        var package = await packages.MemexdAsync();
        await using var box = await SystemdBox.StartAsync();
        await box.ReadAsync("printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d");

        await box.InstallAsync(package);

        Assert.Equal(("inactive", "enabled"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "UnitFileState")));
        await box.RebootAsync();
        Assert.Equal("active", await box.ShowAsync("memexd", "ActiveState"));
    }

    [Fact]
    public async Task A_preset_that_disables_is_obeyed()
    {
        var package = await packages.MemexdAsync();
        await using var box = await SystemdBox.StartAsync();
        await box.ReadAsync("mkdir -p /etc/systemd/system-preset; echo 'disable memexd.service' >/etc/systemd/system-preset/10-site.preset");

        await box.InstallAsync(package);

        Assert.Equal(("inactive", "disabled"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "UnitFileState")));
    }

    [Fact]
    public async Task A_service_that_cannot_start_does_not_fail_its_installation()
    {
        var package = await packages.MemexdAsync();
        await using var box = await SystemdBox.StartAsync();

        // Something else has its port.
        await box.ReadAsync("systemd-run --unit=squatter --quiet --socket-property=ListenStream=127.0.0.1:8765 cat");
        await box.InstallAsync(package);

        Assert.Equal("install ok installed", await box.ReadAsync("dpkg-query --show --showformat='${Status}' memexd"));
        Assert.NotEqual("active", await box.ShowAsync("memexd", "ActiveState"));
    }

    private async Task<SystemdBox> BootAsync() => await AptBox.BootWithAsync(await packages.MemexdAsync());
}
