using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>Services that are not one process for ever: instances, sockets, timers, users' services, and those that wait to be started.</summary>
public sealed class AcmeTests(PackageFactory packages)
{
    [Fact]
    public async Task Instances_run_side_by_side_each_with_its_own_environment()
    {
        await using var box = await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", AcmeProject.Instances));

        await box.EventuallyAsync("acme@one", "ActiveState", "active");
        await box.EventuallyAsync("acme@two", "ActiveState", "active");
        await box.UntilAsync("journalctl -u acme@one -o cat | grep -q 'hello alpha  from acme'");
        await box.UntilAsync("journalctl -u acme@two -o cat | grep -q 'hello beta --loud from acme'");
        Assert.Equal("acme:acme", await box.ReadAsync("stat -c %U:%G /var/lib/acme/one"));

        await box.InstallAsync(await packages.AcmeAsync("2.0.0", AcmeProject.Instances));
        Assert.Equal("2\n2", await box.ReadAsync("for i in one two; do journalctl -u acme@$i -o cat | grep -c '^Started'; done"));
        Assert.Equal("enabled\nenabled", await box.ReadAsync("systemctl is-enabled acme@one acme@two"));

        await box.ReadAsync("systemctl disable --now acme@one");
        await box.InstallAsync(await packages.AcmeAsync("1.0.0", AcmeProject.Instances));
        Assert.Equal(("inactive", "active"), (await box.ShowAsync("acme@one", "ActiveState"), await box.ShowAsync("acme@two", "ActiveState")));
        Assert.Equal("acme@two.service", await box.ReadAsync("cd /etc/systemd/system/multi-user.target.wants; ls -d acme*"));
        await box.ReadAsync("systemctl enable --now acme@one");

        (await box.AptAsync("purge", "acme")).Succeeded();
        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib -name '*acme*'; pgrep acme || true"));
    }

    [Fact]
    public async Task An_upgrade_to_instances_and_back_leaves_nothing_running_of_the_version_before()
    {
        await using var box = await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", ""));
        await box.EventuallyAsync("acme", "ActiveState", "active");

        await box.InstallAsync(await packages.AcmeAsync("2.0.0", AcmeProject.Instances));
        await box.EventuallyAsync("acme@one", "ActiveState", "active");
        await box.EventuallyAsync("acme@two", "ActiveState", "active");
        Assert.Equal("2", await box.ReadAsync("pgrep -c --exact acme"));
        Assert.Equal("enabled\nenabled", await box.ReadAsync("systemctl is-enabled acme@one acme@two"));

        await box.InstallAsync(await packages.AcmeAsync("1.0.0", ""));
        await box.EventuallyAsync("acme", "ActiveState", "active");
        Assert.Equal("1", await box.ReadAsync("pgrep -c --exact acme"));
    }

    [Fact]
    public async Task Instances_are_enabled_where_no_service_manager_runs()
    {
        const string instance = "<ItemGroup><ServiceInstance Include='one' /></ItemGroup>";
        var package = await packages.AcmeAsync("1.0.0", instance);
        await using var root = await PlainRoot.StartAsync();

        Assert.DoesNotContain("error", (await root.InstallAsync(package)).ToString(), StringComparison.Ordinal);
        await root.ReadAsync("test -e /etc/systemd/system/multi-user.target.wants/acme@one.service");

        (await root.AptAsync("purge", "acme")).Succeeded();
        Assert.Equal("", await root.ReadAsync("find /etc /usr /var/lib -name '*acme*'"));
    }

    [Theory]
    [InlineData("Automatic")]
    [InlineData("Manual")] // on demand: the socket is enabled, the service is not
    public async Task A_connection_to_its_socket_starts_the_service(string startMode)
    {
        var declarations = AcmeProject.Socket(startMode);
        const string connect = AcmeProject.Connect;
        await using var box = await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", declarations));
        Assert.Equal("active", await box.ShowAsync("acme.socket", "ActiveState"));
        Assert.Equal(startMode == "Automatic" ? "active" : "inactive", await box.ShowAsync("acme.service", "ActiveState"));
        await box.ReadAsync("systemctl stop acme.service 2>/dev/null");

        Assert.Equal("hello from the socket", await box.ReadAsync(connect));
        Assert.Equal("active", await box.ShowAsync("acme.service", "ActiveState"));
        var process = await box.ShowAsync("acme.service", "MainPID");

        await box.InstallAsync(await packages.AcmeAsync("2.0.0", declarations));
        Assert.Equal("hello from the socket", await box.ReadAsync(connect));
        Assert.NotEqual(process, await box.ShowAsync("acme.service", "MainPID"));

        (await box.AptAsync("remove", "acme")).Succeeded();
        Assert.Equal("", await box.ReadAsync("systemctl is-active acme.socket acme.service | grep -v inactive || true; pgrep acme || true"));
    }

    [Fact]
    public async Task A_timer_runs_the_service_again_and_again()
    {
        var package = await packages.AcmeAsync("1.0.0", AcmeProject.Timer);
        await using var box = await AptBox.BootWithAsync(package);

        Assert.Equal(("active", "enabled"), (await box.ShowAsync("acme.timer", "ActiveState"), await box.ShowAsync("acme.timer", "UnitFileState")));
        await box.UntilAsync("[ $(journalctl -u acme -o cat | grep -c 'hello world once from acme') -ge 3 ]");
        Assert.NotEqual("failed", await box.ShowAsync("acme.service", "ActiveState"));

        (await box.AptAsync("purge", "acme")).Succeeded();
        Assert.Equal("not-found", await box.ShowAsync("acme.timer", "LoadState"));
    }

    [Fact]
    public async Task A_removal_stops_what_the_timer_started()
    {
        // Every day, and at once. It runs until it is stopped.
        var package = await packages.AcmeAsync("1.0.0", "<ItemGroup><ServiceTimer Include='daily' Every='1d' /></ItemGroup>");
        await using var box = await AptBox.BootWithAsync(package);
        await box.EventuallyAsync("acme.service", "ActiveState", "active");

        (await box.AptAsync("remove", "acme")).Succeeded();

        Assert.Equal("", await box.ReadAsync("pgrep acme || true"));
    }

    [Fact]
    public async Task A_users_service_starts_with_the_users_own_manager()
    {
        var package = await packages.AcmeAsync("1.0.0", AcmeProject.UserScope);
        await using var box = await AptBox.BootWithAsync(package);
        Assert.Equal("not-found", await box.ShowAsync("acme.service", "LoadState"));

        await box.ReadAsync("useradd --create-home --shell /bin/bash ann; loginctl enable-linger ann");

        await box.UntilAsync("pgrep --uid ann --exact acme >/dev/null");
        await box.UntilAsync("journalctl _UID=$(id -u ann) -o cat | grep -q 'hello world  from ann'");
        Assert.Equal("", await box.ReadAsync("getent passwd acme || true"));

        (await box.AptAsync("purge", "acme")).Succeeded();
        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib -name '*acme*'; pgrep acme || true"));
    }

    [Fact]
    public async Task A_users_service_starts_at_installation_for_those_who_are_there()
    {
        var package = await packages.AcmeAsync("1.0.0", AcmeProject.UserScope);
        await using var box = await SystemdBox.StartAsync();
        await box.ReadAsync("useradd --create-home ann; loginctl enable-linger ann; systemctl start user@$(id -u ann)");

        await box.InstallAsync(package);

        Assert.Equal("ann", await box.ReadAsync("ps -o user= -p $(pgrep --exact acme)"));
    }

    [Fact]
    public async Task A_service_to_be_started_by_hand_is_restarted_by_an_upgrade_only_if_it_runs()
    {
        await using var box = await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", AcmeProject.Manual));
        Assert.Equal(("inactive", "disabled"), (await box.ShowAsync("acme", "ActiveState"), await box.ShowAsync("acme", "UnitFileState")));

        await box.InstallAsync(await packages.AcmeAsync("2.0.0", AcmeProject.Manual));
        Assert.Equal("inactive", await box.ShowAsync("acme", "ActiveState"));

        await box.ReadAsync("systemctl start acme");
        var process = await box.ShowAsync("acme", "MainPID");
        await box.InstallAsync(await packages.AcmeAsync("1.0.0", AcmeProject.Manual));
        Assert.Equal("active", await box.ShowAsync("acme", "ActiveState"));
        Assert.NotEqual(process, await box.ShowAsync("acme", "MainPID"));
    }

    [Fact]
    public async Task Hooks_run_at_their_stages_and_a_service_that_restarts_after_an_upgrade_runs_until_then()
    {
        var (declarations, hooks) = AcmeProject.HooksThatTellWhetherItRuns();
        await using var box = await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", declarations, hooks));
        var process = await box.ShowAsync("acme", "MainPID");

        // What the administrator disabled and started nevertheless is restarted, and stays disabled.
        await box.ReadAsync("systemctl disable acme");
        await box.InstallAsync(await packages.AcmeAsync("2.0.0", declarations, hooks));
        Assert.Equal(("active", "disabled"), (await box.ShowAsync("acme", "ActiveState"), await box.ShowAsync("acme", "UnitFileState")));
        Assert.NotEqual(process, await box.ShowAsync("acme", "MainPID"));

        (await box.AptAsync("remove", "acme")).Succeeded();
        (await box.AptAsync("purge", "acme")).Succeeded();
        Assert.Equal(
            [
                "BeforeInstall: inactive", "AfterInstall: inactive", "AfterUpgrade: active",
                "BeforeRemove: active", "AfterRemove: inactive", "Purge: inactive",
            ],
            (await box.ReadAsync("cat /root/hooks")).Split('\n'));
    }

    [Fact]
    public async Task Data_from_before_and_of_an_earlier_account_becomes_the_services_and_links_in_it_are_not_followed()
    {
        var first = await packages.AcmeAsync("1.0.0", AcmeProject.Guarded, AcmeProject.Settings);
        var second = await packages.AcmeAsync("2.0.0", AcmeProject.GuardedOfAnother, AcmeProject.Settings);
        await using var box = await SystemdBox.StartAsync();
        await box.ReadAsync(AcmeProject.LeaveData);

        await box.InstallAsync(first);
        Assert.Equal(AcmeProject.DataOf("acme"), await box.ReadAsync(AcmeProject.DataOwners));
        Assert.Equal("640 root:acme\nHOME=/var/lib/acme", await box.ReadAsync("stat -c '%a %U:%G' /etc/acme/acme.conf; tr '\\0' '\\n' </proc/$(systemctl show -P MainPID acme)/environ | grep ^HOME="));

        await box.ReadAsync("echo edited >>/etc/acme/acme.conf");
        await box.InstallAsync(second);
        Assert.Equal(AcmeProject.DataOf("collector"), await box.ReadAsync(AcmeProject.DataOwners));
        Assert.Equal("640 root:collector\nedited", await box.ReadAsync("stat -c '%a %U:%G' /etc/acme/acme.conf; tail -n 1 /etc/acme/acme.conf"));
        await box.EventuallyAsync("acme", "ActiveState", "active");
    }

    [Fact]
    public async Task An_upgrade_from_the_old_place_leaves_nothing_there_and_guards_edited_settings()
    {
        var first = await packages.AcmeAsync("1.0.0", AcmeProject.AtTheOldPlace, AcmeProject.Settings);
        var second = await packages.AcmeAsync("2.0.0", AcmeProject.AtTheNewPlace, AcmeProject.Settings);
        await using var box = await AptBox.BootWithAsync(first);
        Assert.Equal("644 root:root\n/etc/acme/appsettings.json", await box.ReadAsync("stat -c '%a %U:%G' /etc/acme/appsettings.json; readlink /usr/lib/acme/appsettings.json"));
        await box.ReadAsync("echo '{ }' >/etc/acme/appsettings.json; chmod 644 /etc/default/acme; chown root:root /etc/default/acme");

        await box.InstallAsync(second);
        await box.EventuallyAsync("acme", "ActiveState", "active");
        Assert.Equal(AcmeProject.AfterTheMove, await box.ReadAsync(AcmeProject.Moved("/etc/default/acme")));
    }
}
