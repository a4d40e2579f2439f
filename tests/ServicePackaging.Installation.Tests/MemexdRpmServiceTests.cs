using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample's rpm package, installed and removed: what runs, what an administrator has a say in, and what stays.</summary>
public sealed class MemexdRpmServiceTests(PackageFactory packages)
{
    // Everything but what the package manager and the journal themselves write, and the account files, whose user stays.
    private const string Snapshot = """
        find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /share -o -path /root \
            -o -path /var/lib/rpm -o -path /var/cache -o -path /var/log/journal -o -path /var/tmp -o -path /var/lib/systemd/timers \
            -o -path '/etc/.pwd.lock' -o -path '/etc/*-' \) -prune -o -print | sort
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Installed_enabled_killed_and_rebooted_it_runs_and_removed_it_is_gone_but_for_its_account_and_data(bool updateHelper)
    {
        var package = await packages.MemexdRpmAsync();
        await using var box = await RpmWorld.BootAsync(updateHelper);
        var before = (await box.ReadAsync(Snapshot)).Split('\n');

        await box.RpmInstallAsync(package);
        Assert.Equal(("active", "enabled"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "UnitFileState")));

        await box.EditUnitAsync("memexd", "RestartSec=100ms"); // nobody waits ten seconds
        await box.ReadAsync("kill -KILL $(systemctl show -P MainPID memexd)");
        await box.EventuallyAsync("memexd", "NRestarts", "1");
        await box.EventuallyAsync("memexd", "ActiveState", "active");
        await box.ReadAsync("rm -r /etc/systemd/system/memexd.service.d");

        await box.RebootAsync();
        Assert.Equal(("running", "1.4.0"), (box.State, await box.RunningVersionAsync()));

        Assert.Equal("", await box.RpmEraseAsync("memexd"));
        Assert.Equal("not-found", await box.ShowAsync("memexd", "LoadState"));
        Assert.Equal("", await box.ReadAsync("pgrep --exact memexd || true"));
        Assert.Equal("running", (await box.ExecAsync("systemctl", "is-system-running")).Text);
        Assert.StartsWith("memexd:", await box.ReadAsync("getent passwd memexd"), StringComparison.Ordinal);
        Assert.Equal(
            ["/var/lib/memexd", "/var/lib/memexd/inbox", "/var/lib/memexd/index"], // what the service itself made there is its data
            (await box.ReadAsync(Snapshot)).Split('\n').Except(before));
    }

    [Fact]
    public async Task Removal_keeps_data_and_an_edited_configuration_and_a_reinstallation_runs_again()
    {
        var package = await packages.MemexdRpmAsync();
        await using var box = await RpmWorld.BootWithAsync(package);
        await box.ReadAsync("echo document >/var/lib/memexd/inbox/mine.txt; sed -i 's/chunk_size = 800/chunk_size = 77/' /etc/memexd/config.toml");
        await box.UntilAsync("test -s /var/log/memexd/memexd.log");

        Assert.Equal("warning: /etc/memexd/config.toml saved as /etc/memexd/config.toml.rpmsave\n", await box.RpmEraseAsync("memexd"));

        await box.ReadAsync("test -e /var/lib/memexd/inbox/mine.txt -a -s /var/log/memexd/memexd.log -a ! -e /usr/libexec/memexd");
        Assert.Equal("config.toml.rpmsave", await box.ReadAsync("ls /etc/memexd; grep -q 'chunk_size = 77' /etc/memexd/config.toml.rpmsave"));
        Assert.Equal("", await box.ReadAsync("find /etc/systemd -name '*memexd*'; pgrep --exact memexd || true"));

        var account = await box.ReadAsync("getent passwd memexd");
        await box.RpmInstallAsync(package);

        Assert.Equal(("active", "enabled"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "UnitFileState")));
        Assert.Equal(account, await box.ReadAsync("getent passwd memexd"));
        await box.ReadAsync("grep 'chunk_size = 800' /etc/memexd/config.toml; test -e /var/lib/memexd/inbox/mine.txt");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_preset_of_the_administrator_that_disables_is_obeyed(bool updateHelper)
    {
        var package = await packages.MemexdRpmAsync();
        await using var box = await RpmWorld.BootAsync(updateHelper);
        await box.ReadAsync("mkdir -p /etc/systemd/system-preset; echo 'disable memexd.service' >/etc/systemd/system-preset/00-x.preset");

        await box.RpmInstallAsync(package);

        Assert.Equal(("inactive", "disabled"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "UnitFileState")));
    }

    [Fact]
    public async Task A_service_masked_before_it_comes_is_installed_and_stays_down()
    {
        var package = await packages.MemexdRpmAsync();
        await using var box = await RpmWorld.BootAsync();
        await box.ReadAsync("ln -s /dev/null /etc/systemd/system/memexd.service; systemctl daemon-reload");

        await box.RpmInstallAsync(package);

        Assert.Equal(("inactive", "masked"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "LoadState")));
    }

    [Fact]
    public async Task A_service_that_cannot_start_does_not_fail_its_installation()
    {
        var package = await packages.MemexdRpmAsync();
        await using var box = await RpmWorld.BootAsync();

        // Something else has its port.
        await box.ReadAsync("systemd-run --unit=squatter --quiet --socket-property=ListenStream=127.0.0.1:8765 cat");
        var said = await box.RpmUpgradeAsync(package);

        Assert.Contains("memexd.service", said, StringComparison.Ordinal);
        Assert.Equal("memexd-1.4.0-1.x86_64", await box.ReadAsync("rpm --query memexd"));
        Assert.NotEqual("active", await box.ShowAsync("memexd", "ActiveState"));
    }

    [Fact]
    public async Task A_system_that_lacks_what_the_service_needs_is_told_so()
    {
        var package = await packages.MemexdRpmAsync();
        await using var box = await SystemdBox.StartAsync(BoxImage.SystemdWithRpm); // whose rpm database is empty

        var said = (await box.RpmAsync("--upgrade", box.Share(package))).StandardError;

        Assert.Contains("libc.so.6(GLIBC_2.27)(64bit) is needed by memexd-1.4.0-1.x86_64", said, StringComparison.Ordinal);
        Assert.Contains("/usr/sbin/useradd is needed by", said, StringComparison.Ordinal);
        Assert.DoesNotContain("systemd is needed", said, StringComparison.Ordinal); // a container has no use for it
    }
}
