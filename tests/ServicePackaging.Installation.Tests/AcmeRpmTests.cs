using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>By rpm: services that are not one process for ever: instances, sockets, timers, users' services, and those that wait to be started.</summary>
public sealed class AcmeRpmTests(PackageFactory packages)
{
    [Fact]
    public async Task Instances_run_side_by_side_and_each_is_the_administrators_to_disable()
    {
        var first = await packages.AcmeRpmAsync("1.0.0", AcmeProject.Instances);
        var second = await packages.AcmeRpmAsync("2.0.0", AcmeProject.Instances);
        await using var box = await RpmWorld.BootWithAsync(first, updateHelper: false);

        await box.UntilAsync("journalctl -u acme@one -o cat | grep -q 'hello alpha  from acme'");
        await box.UntilAsync("journalctl -u acme@two -o cat | grep -q 'hello beta --loud from acme'");
        Assert.Equal("acme:acme", await box.ReadAsync("stat -c %U:%G /var/lib/acme/one"));

        await box.RpmInstallAsync(second);
        Assert.Equal("2\n2", await box.ReadAsync("for i in one two; do journalctl -u acme@$i -o cat | grep -c '^Started'; done"));
        Assert.Equal("enabled\nenabled", await box.ReadAsync("systemctl is-enabled acme@one acme@two"));

        await box.ReadAsync("systemctl disable --now acme@one");
        await box.RpmInstallAsync(first);
        Assert.Equal(("inactive", "active"), (await box.ShowAsync("acme@one", "ActiveState"), await box.ShowAsync("acme@two", "ActiveState")));
        Assert.Equal("acme@two.service", await box.ReadAsync("cd /etc/systemd/system/multi-user.target.wants; ls -d acme*"));

        Assert.Equal("", await box.RpmEraseAsync("acme"));
        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib -name '*acme*'; pgrep acme || true"));
    }

    [Theory]
    [InlineData("Automatic")]
    [InlineData("Manual")] // on demand: the socket is enabled, the service is not
    public async Task A_connection_to_its_socket_starts_the_service(string startMode)
    {
        var declarations = AcmeProject.Socket(startMode);
        await using var box = await RpmWorld.BootWithAsync(await packages.AcmeRpmAsync("1.0.0", declarations));
        Assert.Equal("active", await box.ShowAsync("acme.socket", "ActiveState"));
        Assert.Equal(startMode == "Automatic" ? "active" : "inactive", await box.ShowAsync("acme.service", "ActiveState"));
        await box.ReadAsync("systemctl stop acme.service 2>/dev/null");

        Assert.Equal("hello from the socket", await box.ReadAsync(AcmeProject.Connect));
        var process = await box.ShowAsync("acme.service", "MainPID");

        await box.RpmInstallAsync(await packages.AcmeRpmAsync("2.0.0", declarations));
        Assert.Equal("active", await box.ShowAsync("acme.socket", "ActiveState"));
        Assert.Equal("hello from the socket", await box.ReadAsync(AcmeProject.Connect));
        Assert.NotEqual(process, await box.ShowAsync("acme.service", "MainPID"));

        Assert.Equal("", await box.RpmEraseAsync("acme"));
        Assert.Equal("", await box.ReadAsync("systemctl is-active acme.socket acme.service | grep -v inactive || true; pgrep acme || true"));
    }

    [Fact]
    public async Task A_timer_runs_the_service_again_and_again()
    {
        await using var box = await RpmWorld.BootWithAsync(await packages.AcmeRpmAsync("1.0.0", AcmeProject.Timer));

        Assert.Equal(("active", "enabled"), (await box.ShowAsync("acme.timer", "ActiveState"), await box.ShowAsync("acme.timer", "UnitFileState")));
        await box.UntilAsync("[ $(journalctl -u acme -o cat | grep -c 'hello world once from acme') -ge 3 ]");

        Assert.Equal("", await box.RpmEraseAsync("acme"));
        Assert.Equal("not-found", await box.ShowAsync("acme.timer", "LoadState"));
    }

    [Fact]
    public async Task A_users_service_starts_with_the_users_own_manager()
    {
        var package = await packages.AcmeRpmAsync("1.0.0", AcmeProject.UserScope);
        await using var box = await RpmWorld.BootWithAsync(package, updateHelper: false);
        Assert.Equal("not-found", await box.ShowAsync("acme.service", "LoadState"));

        await AddUserAsync(box);
        Assert.Equal("", await box.ReadAsync("getent passwd acme || true"));

        Assert.Equal("", await box.RpmEraseAsync("acme"));
        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib -name '*acme*'"));
    }

    [Fact]
    public async Task With_systemds_helper_an_upgrade_restarts_users_services_and_a_removal_stops_them()
    {
        string[] versions = [await packages.AcmeRpmAsync("1.0.0", AcmeProject.UserScope), await packages.AcmeRpmAsync("2.0.0", AcmeProject.UserScope)];
        await using var box = await RpmWorld.BootWithAsync(versions[0]);
        await AddUserAsync(box);
        var process = await box.ReadAsync("pgrep --exact acme");

        await box.RpmInstallAsync(versions[1]);
        await box.UntilAsync($"! ps -p {process} >/dev/null && pgrep --uid ann --exact acme >/dev/null");

        Assert.Equal("", await box.RpmEraseAsync("acme"));
        await box.UntilAsync("! pgrep --exact acme");
        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib -name '*acme*'"));
    }

    [Fact]
    public async Task A_service_to_be_started_by_hand_is_restarted_by_an_upgrade_only_if_it_runs()
    {
        await using var box = await RpmWorld.BootWithAsync(await packages.AcmeRpmAsync("1.0.0", AcmeProject.Manual));
        Assert.Equal(("inactive", "disabled"), (await box.ShowAsync("acme", "ActiveState"), await box.ShowAsync("acme", "UnitFileState")));

        await box.RpmInstallAsync(await packages.AcmeRpmAsync("2.0.0", AcmeProject.Manual));
        Assert.Equal("inactive", await box.ShowAsync("acme", "ActiveState"));

        await box.ReadAsync("systemctl start acme");
        var process = await box.ShowAsync("acme", "MainPID");
        await box.RpmInstallAsync(await packages.AcmeRpmAsync("1.0.0", AcmeProject.Manual));
        Assert.Equal(("active", "disabled"), (await box.ShowAsync("acme", "ActiveState"), await box.ShowAsync("acme", "UnitFileState")));
        Assert.NotEqual(process, await box.ShowAsync("acme", "MainPID"));
    }

    [Fact]
    public async Task Hooks_run_at_their_stages_and_a_service_that_restarts_after_an_upgrade_runs_until_then()
    {
        var (declarations, hooks) = AcmeProject.HooksThatTellWhetherItRuns();
        await using var box = await RpmWorld.BootWithAsync(await packages.AcmeRpmAsync("1.0.0", declarations, hooks));
        var process = await box.ShowAsync("acme", "MainPID");

        await box.ReadAsync("systemctl disable acme");
        await box.RpmInstallAsync(await packages.AcmeRpmAsync("2.0.0", declarations, hooks));
        Assert.Equal(("active", "disabled"), (await box.ShowAsync("acme", "ActiveState"), await box.ShowAsync("acme", "UnitFileState")));
        Assert.NotEqual(process, await box.ShowAsync("acme", "MainPID"));
        Assert.Equal("2", await box.ReadAsync("journalctl -u acme -o cat | grep -c '^Started'"));

        Assert.Equal("", await box.RpmEraseAsync("acme"));
        Assert.Equal(
            ["BeforeInstall: inactive", "AfterInstall: inactive", "AfterUpgrade: active", "BeforeRemove: active", "AfterRemove: inactive"],
            (await box.ReadAsync("cat /root/hooks")).Split('\n'));
    }

    [Fact]
    public async Task Data_from_before_and_of_an_earlier_account_becomes_the_services_and_links_in_it_are_not_followed()
    {
        var first = await packages.AcmeRpmAsync("1.0.0", AcmeProject.Guarded, AcmeProject.Settings);
        var second = await packages.AcmeRpmAsync("2.0.0", AcmeProject.GuardedOfAnother, AcmeProject.Settings);
        await using var box = await RpmWorld.BootAsync();
        await box.ReadAsync(AcmeProject.LeaveData);

        await box.RpmInstallAsync(first);
        Assert.Equal(AcmeProject.DataOf("acme"), await box.ReadAsync(AcmeProject.DataOwners));
        Assert.Equal("640 root:acme\nHOME=/var/lib/acme", await box.ReadAsync("stat -c '%a %U:%G' /etc/acme/acme.conf; tr '\\0' '\\n' </proc/$(systemctl show -P MainPID acme)/environ | grep ^HOME="));

        await box.ReadAsync("echo edited >>/etc/acme/acme.conf");
        await box.RpmInstallAsync(second);
        Assert.Equal(AcmeProject.DataOf("collector"), await box.ReadAsync(AcmeProject.DataOwners));
        Assert.Equal("640 root:collector\nedited", await box.ReadAsync("stat -c '%a %U:%G' /etc/acme/acme.conf; tail -n 1 /etc/acme/acme.conf"));
        await box.EventuallyAsync("acme", "ActiveState", "active");
    }

    [Fact]
    public async Task An_upgrade_from_the_old_place_leaves_nothing_there_and_guards_edited_settings()
    {
        var first = await packages.AcmeRpmAsync("1.0.0", AcmeProject.AtTheOldPlace, AcmeProject.Settings);
        var second = await packages.AcmeRpmAsync("2.0.0", AcmeProject.AtTheNewPlace, AcmeProject.Settings);
        await using var box = await RpmWorld.BootWithAsync(first);
        Assert.Equal("644 root:root\n/etc/acme/appsettings.json", await box.ReadAsync("stat -c '%a %U:%G' /etc/acme/appsettings.json; readlink /usr/lib/acme/appsettings.json"));
        await box.ReadAsync("echo '{ }' >/etc/acme/appsettings.json; chmod 644 /etc/sysconfig/acme; chown root:root /etc/sysconfig/acme");

        await box.RpmInstallAsync(second);
        await box.EventuallyAsync("acme", "ActiveState", "active");
        Assert.Equal(AcmeProject.AfterTheMove, await box.ReadAsync(AcmeProject.Moved("/etc/sysconfig/acme")));
    }

    private static async Task AddUserAsync(SystemdBox box)
    {
        await box.ReadAsync("useradd --create-home --shell /bin/bash ann; loginctl enable-linger ann");
        await box.UntilAsync("pgrep --uid ann --exact acme >/dev/null");
        await box.UntilAsync("journalctl _UID=$(id -u ann) -o cat | grep -q 'hello world  from ann'");
    }
}
