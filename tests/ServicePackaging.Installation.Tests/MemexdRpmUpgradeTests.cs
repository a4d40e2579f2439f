using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample's rpm package, upgraded and downgraded: what the administrator decided stays as it was.</summary>
public sealed class MemexdRpmUpgradeTests(PackageFactory packages)
{
    private const string AdministratorsEdit = "sed -i 's/chunk_size = 800/chunk_size = 77/' /etc/memexd/config.toml";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upgrade_restarts_the_service_once_and_keeps_its_data(bool updateHelper)
    {
        await using var box = await BootAsync("1.4.0", updateHelper);
        await box.ReadAsync("echo document >/var/lib/memexd/inbox/kept.txt");
        await box.UntilAsync("grep -qs kept.txt /var/lib/memexd/index/project.jsonl");
        var invocation = await box.ShowAsync("memexd", "InvocationID");

        await UpgradeAsync(box, "1.5.0");

        Assert.Equal("1.5.0", await box.RunningVersionAsync());
        Assert.NotEqual(invocation, await box.ShowAsync("memexd", "InvocationID"));
        Assert.Equal(("2", "1"), await box.StartsAndStopsAsync());
        Assert.Equal(("0", "enabled"), (await box.ShowAsync("memexd", "NRestarts"), await box.ShowAsync("memexd", "UnitFileState")));
        await box.ReadAsync("grep 'chunk_size = 900' /etc/memexd/config.toml");
        await box.ReadAsync("grep kept.txt /var/lib/memexd/index/project.jsonl; test -e /var/lib/memexd/inbox/kept.txt");
        Assert.Equal("", await box.ReadAsync("rpm --verify memexd; ls /run/*.upgrade 2>/dev/null || true"));
        Assert.Equal("config.toml", await box.ReadAsync("ls /etc/memexd"));
    }

    [Fact]
    public async Task Dnf_upgrades_downgrades_and_reinstalls_with_one_restart_each()
    {
        string[] versions = [await packages.MemexdRpmAsync("1.3.0"), await packages.MemexdRpmAsync("1.4.0"), await packages.MemexdRpmAsync("1.5.0")];
        await using var box = await RpmWorld.BootAsync();
        await box.AddToRepositoryAsync(versions);
        await box.DnfAsync("install", "memexd-1.4.0");

        await box.DnfAsync("upgrade", "memexd");
        Assert.Equal(("1.5.0", ("2", "1")), (await box.RunningVersionAsync(), await box.StartsAndStopsAsync()));

        await box.DnfAsync("downgrade", "memexd-1.3.0");
        Assert.Equal(("1.3.0", ("3", "2")), (await box.RunningVersionAsync(), await box.StartsAndStopsAsync()));

        await box.ReadAsync("rm /usr/libexec/memexd/memexd.dll");
        await box.DnfAsync("reinstall", "memexd");
        Assert.Equal(("1.3.0", ("4", "3")), (await box.RunningVersionAsync(), await box.StartsAndStopsAsync()));
        Assert.Equal(("", "enabled"), (await box.ReadAsync("rpm --verify memexd"), await box.ShowAsync("memexd", "UnitFileState")));

        await box.DnfAsync("remove", "memexd");
        Assert.Equal(("inactive", ("4", "4")), (await box.ShowAsync("memexd", "ActiveState"), await box.StartsAndStopsAsync()));
    }

    [Fact]
    public async Task An_administrators_disable_survives_an_upgrade_whether_the_service_runs_or_not()
    {
        await using var box = await BootAsync("1.4.0");
        await box.ReadAsync("systemctl disable --now memexd");

        await UpgradeAsync(box, "1.5.0");
        Assert.Equal(("inactive", "disabled"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "UnitFileState")));

        await box.ReadAsync("systemctl start memexd");
        await UpgradeAsync(box, "1.3.0");
        Assert.Equal(("1.3.0", "disabled"), (await box.RunningVersionAsync(), await box.ShowAsync("memexd", "UnitFileState")));
    }

    [Fact]
    public async Task An_administrators_mask_survives_an_upgrade()
    {
        await using var box = await BootAsync("1.4.0", updateHelper: false);
        await box.ReadAsync("systemctl mask --now memexd");

        await UpgradeAsync(box, "1.5.0");

        Assert.Equal(("inactive", "masked"), (await box.ShowAsync("memexd", "ActiveState"), await box.ShowAsync("memexd", "LoadState")));
        Assert.Equal("/dev/null", await box.ReadAsync("readlink /etc/systemd/system/memexd.service"));
    }

    [Fact]
    public async Task An_edit_survives_upgrades_and_what_the_package_brings_lies_beside_it()
    {
        await using var box = await BootAsync("1.3.0");
        await box.ReadAsync(AdministratorsEdit);

        await UpgradeAsync(box, "1.4.0"); // which brings nothing new
        Assert.Equal("config.toml", await box.ReadAsync("ls /etc/memexd"));

        var said = await box.RpmUpgradeAsync(await packages.MemexdRpmAsync("1.5.0"));
        Assert.Equal("warning: /etc/memexd/config.toml created as /etc/memexd/config.toml.rpmnew\n", said);
        await box.ReadAsync("grep 'chunk_size = 77' /etc/memexd/config.toml; grep 'chunk_size = 900' /etc/memexd/config.toml.rpmnew");
        Assert.Equal("640 root:memexd\n640 root:memexd", await box.ReadAsync("stat -c '%a %U:%G' /etc/memexd/*"));
        Assert.Equal(("1.5.0", ("3", "2")), (await box.RunningVersionAsync(), await box.StartsAndStopsAsync()));
    }

    [Fact]
    public async Task An_upgrade_whose_package_refuses_leaves_the_old_version_running()
    {
        await using var box = await BootAsync("1.4.0");

        // A package of a later version, whose requirement nobody meets.
        await box.ReadAsync("""
            printf 'Name: memexd\nVersion: 2.0\nRelease: 1\nSummary: x\nLicense: MIT\nBuildArch: noarch\nRequires: nobody-has-this\n%%description\n%%files\n' >/root/broken.spec
            rpmbuild -bb --quiet --define '_rpmdir /root' /root/broken.spec 2>&1
            """);
        Assert.NotEqual(0, (await box.RpmAsync("--upgrade", "/root/noarch/memexd-2.0-1.noarch.rpm")).ExitCode);

        Assert.Equal(("1.4.0", ("1", "0")), (await box.RunningVersionAsync(), await box.StartsAndStopsAsync()));
    }

    [Fact]
    public async Task An_upgrade_that_failed_half_way_is_tried_again_and_brings_the_service_back()
    {
        await using var box = await BootAsync("1.4.0");
        var upgrade = box.Share(await packages.MemexdRpmAsync("1.5.0"));

        // A file cannot take the place of another that is a mount point.
        await box.ReadAsync("mount --bind /etc/hostname /usr/libexec/memexd/memexd.dll");
        Assert.NotEqual(0, (await box.RpmAsync("--upgrade", upgrade)).ExitCode);
        await box.ReadAsync("umount /usr/libexec/memexd/memexd.dll");
        (await box.RpmAsync("--upgrade", upgrade)).Succeeded();

        Assert.Equal(("1.5.0", ""), (await box.RunningVersionAsync(), await box.ReadAsync("rpm --verify memexd; ls /run/*.upgrade 2>/dev/null || true")));
        Assert.Equal("memexd-1.5.0-1.x86_64", await box.ReadAsync("rpm --query memexd"));
    }

    private async Task<SystemdBox> BootAsync(string version, bool updateHelper = true) =>
        await RpmWorld.BootWithAsync(await packages.MemexdRpmAsync(version), updateHelper);

    private async Task UpgradeAsync(SystemdBox box, string version) => await box.RpmInstallAsync(await packages.MemexdRpmAsync(version));
}
