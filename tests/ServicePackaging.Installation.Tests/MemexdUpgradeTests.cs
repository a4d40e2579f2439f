using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample, upgraded and downgraded: what the administrator decided stays as it was.</summary>
public sealed class MemexdUpgradeTests(PackageFactory packages)
{
    private const string AdministratorsEdit = "sed -i 's/chunk_size = 800/chunk_size = 77/' /etc/memexd/config.toml";

    [Fact]
    public async Task An_upgrade_restarts_the_service_once_and_keeps_its_data()
    {
        await using var box = await BootAsync("1.4.0");
        await box.ReadAsync("echo document >/var/lib/memexd/inbox/kept.txt");
        await box.UntilAsync("grep -qs kept.txt /var/lib/memexd/index/project.jsonl");
        var process = await box.ShowAsync("memexd", "MainPID");

        await UpgradeAsync(box, "1.5.0");

        Assert.Equal("1.5.0", await RunningVersionAsync(box));
        Assert.NotEqual(process, await box.ShowAsync("memexd", "MainPID"));
        Assert.Equal(("2", "1"), (await CountAsync(box, "Started memexd"), await CountAsync(box, "Stopped memexd")));
        Assert.Equal("0", await box.ShowAsync("memexd", "NRestarts"));
        Assert.Contains("chunk_size = 900", await box.ReadAsync("cat /etc/memexd/config.toml"), StringComparison.Ordinal);
        await box.ReadAsync("grep kept.txt /var/lib/memexd/index/project.jsonl; test -e /var/lib/memexd/inbox/kept.txt");
        Assert.Equal("640 root:memexd", await box.ReadAsync("stat -c '%a %U:%G' /etc/memexd/config.toml"));
    }

    [Fact]
    public async Task A_downgrade_is_an_upgrade_in_the_other_direction()
    {
        await using var box = await BootAsync("1.4.0");

        await UpgradeAsync(box, "1.3.0");

        Assert.Equal("1.3.0", await RunningVersionAsync(box));
        Assert.Equal("2", await CountAsync(box, "Started memexd"));
    }

    [Fact]
    public async Task A_reinstallation_restores_files_and_leaves_the_service_running()
    {
        await using var box = await BootAsync("1.4.0");
        await box.ReadAsync("rm /usr/libexec/memexd/memexd.dll");

        (await box.AptAsync("install", "--reinstall", "/share/" + Path.GetFileName(await packages.MemexdAsync()))).Succeeded();

        Assert.Equal("1.4.0", await RunningVersionAsync(box));
        Assert.Equal("", await box.ReadAsync("dpkg --verify memexd"));
    }

    [Fact]
    public async Task An_administrators_disable_survives_an_upgrade()
    {
        await using var box = await BootAsync("1.4.0");
        await box.ReadAsync("systemctl disable --now memexd");

        await UpgradeAsync(box, "1.5.0");

        Assert.Equal("disabled", await box.ShowAsync("memexd", "UnitFileState"));
        Assert.Equal("inactive", await box.ShowAsync("memexd", "ActiveState"));
    }

    [Fact]
    public async Task A_disabled_service_that_runs_is_stopped_by_an_upgrade_that_stops_first_and_not_started_again()
    {
        await using var box = await BootAsync("1.4.0");
        await box.ReadAsync("systemctl disable memexd");

        await UpgradeAsync(box, "1.5.0"); // as with debhelper's --no-restart-after-upgrade

        Assert.Equal("disabled", await box.ShowAsync("memexd", "UnitFileState"));
        Assert.Equal("inactive", await box.ShowAsync("memexd", "ActiveState"));
    }

    [Fact]
    public async Task An_administrators_mask_survives_an_upgrade()
    {
        await using var box = await BootAsync("1.4.0");
        await box.ReadAsync("systemctl mask --now memexd");

        var upgrade = await UpgradeAsync(box, "1.5.0");

        Assert.Equal("masked", await box.ShowAsync("memexd", "LoadState"));
        Assert.Equal("inactive", await box.ShowAsync("memexd", "ActiveState"));
        Assert.Equal("/dev/null", await box.ReadAsync("readlink /etc/systemd/system/memexd.service"));
        Assert.DoesNotContain("Failed", upgrade.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_survives_an_upgrade_without_a_question_when_the_package_brings_nothing_new()
    {
        await using var box = await BootAsync("1.3.0");
        await box.ReadAsync(AdministratorsEdit);

        await UpgradeAsync(box, "1.4.0");

        await AssertEditKeptAsync(box);
        Assert.Equal("config.toml", await box.ReadAsync("ls /etc/memexd"));
    }

    [Fact]
    public async Task An_edit_survives_an_upgrade_when_both_sides_changed()
    {
        await using var box = await BootAsync("1.4.0");
        await box.ReadAsync(AdministratorsEdit);

        await UpgradeAsync(box, "1.5.0", "--force-confold");

        await AssertEditKeptAsync(box);
        Assert.Equal("1.5.0", await RunningVersionAsync(box));
        Assert.Contains("chunk_size = 900", await box.ReadAsync("cat /etc/memexd/config.toml.dpkg-dist"), StringComparison.Ordinal);
        Assert.Equal("640 root:memexd", await box.ReadAsync("stat -c '%a %U:%G' /etc/memexd/config.toml.dpkg-dist"));
    }

    [Fact]
    public async Task A_configuration_file_that_the_administrator_deleted_stays_deleted_and_the_upgrade_succeeds()
    {
        await using var box = await BootAsync("1.3.0");
        await box.ReadAsync("rm /etc/memexd/config.toml");

        await UpgradeAsync(box, "1.4.0"); // though the service does not start without it

        await box.ReadAsync("test ! -e /etc/memexd/config.toml");
        Assert.Equal("install ok installed", await box.ReadAsync("dpkg-query --show --showformat='${Status}' memexd"));
        Assert.Contains("status=78/CONFIG", await box.LogAsync("memexd"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dpkg-statoverride --update --add root adm 0660 /etc/memexd/config.toml", "660 root:adm")]
    [InlineData("chown memexd:adm /etc/memexd/config.toml; chmod 600 /etc/memexd/config.toml", "600 memexd:adm")]
    public async Task An_administrators_owner_and_mode_survive_an_upgrade(string decision, string expected)
    {
        await using var box = await BootAsync("1.4.0");
        await box.ReadAsync(decision);

        await UpgradeAsync(box, "1.5.0");

        Assert.Equal(expected, await box.ReadAsync("stat -c '%a %U:%G' /etc/memexd/config.toml"));
    }

    [Fact]
    public async Task An_upgrade_whose_unpacking_fails_leaves_the_old_version_running()
    {
        await using var box = await BootAsync("1.4.0");
        var package = box.Share(await packages.MemexdAsync("1.5.0"));
        await box.ReadAsync("mkdir -p /tmp/broken; dpkg-deb --raw-extract " + package + """
             /tmp/broken
            printf '#!/bin/sh\nexit 1\n' >/tmp/broken/DEBIAN/preinst
            dpkg-deb --build -Znone /tmp/broken /tmp/broken.deb >/dev/null
            """);

        Assert.NotEqual(0, (await box.ExecAsync("dpkg", "--install", "/tmp/broken.deb")).ExitCode);

        Assert.Equal("1.4.0", await RunningVersionAsync(box));
        Assert.Equal("1.4.0-1 install ok installed", await box.ReadAsync("dpkg-query --show --showformat='${Version} ${Status}' memexd"));
    }

    private static async Task AssertEditKeptAsync(Box box)
    {
        var config = await box.ReadAsync("cat /etc/memexd/config.toml");
        Assert.Contains("chunk_size = 77", config, StringComparison.Ordinal);
    }

    private static Task<string> RunningVersionAsync(Box box) =>
        box.ReadAsync("curl -sf --retry 300 --retry-connrefused --retry-delay 1 http://127.0.0.1:8765/health | sed 's/.*\"version\":\"\\([^\"]*\\).*/\\1/'");

    private static Task<string> CountAsync(Box box, string message) =>
        box.ReadAsync($"journalctl --unit=memexd --output=cat | grep -c '^{message}' || true");

    private async Task<SystemdBox> BootAsync(string version) => await AptBox.BootWithAsync(await packages.MemexdAsync(version));

    private async Task<ProcessResult> UpgradeAsync(SystemdBox box, string version, params string[] dpkgOptions) =>
        await box.InstallAsync(await packages.MemexdAsync(version), dpkgOptions);
}
