using ServicePackaging.Rpm;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Rpm;

/// <summary>Installations, upgrades and removals as a whole: the scriptlets of both packages in rpm's order on one machine.</summary>
public sealed class UpgradeTests
{
    private const string Stop = "ServiceUpgradeMode=StopBefore";
    private const string Restart = "ServiceUpgradeMode=RestartAfter";

    private static readonly string[] FirstInstallation =
        ["install 1.0.0", "make account", "make directories", "enable acme.service", "start acme.service 1.0.0"];

    [Theory]
    [InlineData(Stop, true)]
    [InlineData(Stop, false)]
    [InlineData(Restart, true)]
    [InlineData(Restart, false)]
    public async Task After_an_upgrade_the_service_is_restarted_once(string mode, bool hasHelper) => Assert.Equal(
        [.. FirstInstallation, "upgrade to 2.0.0", .. Directories(mode, "stop acme.service 1.0.0"), "start acme.service 2.0.0"],
        await new RpmMachine { HasHelper = hasHelper }.Install(Package("1.0.0", mode)).Upgrade(Package("2.0.0", mode)).RunAsync());

    [Theory]
    [InlineData(Stop)]
    [InlineData(Restart)]
    public async Task After_a_downgrade_and_a_reinstallation_as_well(string mode) => Assert.Equal(
        [
            "upgrade to 1.0.0", .. Directories(mode, "stop acme.service 2.0.0"), "start acme.service 1.0.0",
            "upgrade to 1.0.0", .. Directories(mode, "stop acme.service 1.0.0"), "start acme.service 1.0.0",
        ],
        (await new RpmMachine().Install(Package("2.0.0", mode)).Upgrade(Package("1.0.0", mode)).Upgrade(Package("1.0.0", mode)).RunAsync()).Skip(5));

    [Theory]
    [InlineData(Stop)]
    [InlineData(Restart)]
    public async Task A_unit_that_the_administrator_disabled_and_stopped_is_left_so(string mode) => Assert.Equal(
        ["upgrade to 2.0.0", "make directories"],
        From("upgrade", await Installed(mode).Do("systemctl disable --now acme.service").Upgrade(Package("2.0.0", mode)).RunAsync()));

    [Theory]
    [InlineData(Stop)]
    [InlineData(Restart)]
    public async Task A_unit_that_is_enabled_and_stopped_is_left_so(string mode) => Assert.Equal(
        ["upgrade to 2.0.0", "make directories", "# systemctl --quiet is-enabled acme.service"],
        From("upgrade", await Installed(mode).Do("systemctl stop acme.service").Upgrade(Package("2.0.0", mode)).Do("systemctl --quiet is-enabled acme.service").RunAsync()));

    [Theory]
    [InlineData(Stop)]
    [InlineData(Restart)]
    public async Task A_disabled_unit_that_runs_is_restarted_and_left_disabled(string mode) => Assert.Equal(
        ["upgrade to 2.0.0", .. Directories(mode, "stop acme.service 1.0.0"), "start acme.service 2.0.0"],
        From("upgrade", await Installed(mode).Do("systemctl disable acme.service").Upgrade(Package("2.0.0", mode)).RunAsync()));

    [Theory]
    [InlineData(Stop)]
    [InlineData(Restart)]
    public async Task A_masked_unit_is_left_masked(string mode)
    {
        var stopped = await Installed(mode).Do("systemctl stop acme.service").Do("systemctl mask acme.service").Upgrade(Package("2.0.0", mode)).RunAsync();
        var running = await Installed(mode).Do("systemctl mask acme.service").Upgrade(Package("2.0.0", mode)).RunAsync();

        Assert.Equal(["upgrade to 2.0.0", "make directories"], From("upgrade", stopped));
        Assert.DoesNotContain("start acme.service 2.0.0", running);
    }

    [Theory]
    [InlineData(Stop, "systemctl stop acme.service")]
    [InlineData(Restart, "systemctl stop acme.service")]
    public async Task A_unit_that_a_faulty_old_package_stops_in_the_upgrade_is_started_again(string mode, string fault) => Assert.Equal(
        ["upgrade to 2.0.0", .. mode == Stop ? ["stop acme.service 1.0.0", "make directories"] : new[] { "make directories", "stop acme.service 1.0.0" }, "start acme.service 2.0.0"],
        From("upgrade", await Installed(mode).WithScriptlet("preun", fault + "\n").Upgrade(Package("2.0.0", mode)).RunAsync()));

    [Fact]
    public async Task A_unit_that_was_about_to_be_restarted_is_started_again() => Assert.Equal(
        ["upgrade to 2.0.0", "make directories", "start acme.service 2.0.0"],
        From("upgrade", await Installed(Stop).Do("rm /run/units/acme.service.running; touch /run/units/acme.service.looping").Upgrade(Package("2.0.0", Stop)).RunAsync()));

    [Fact]
    public async Task A_unit_that_a_failed_upgrade_stopped_is_started_by_the_next_one() => Assert.Equal(
        ["fail to upgrade to 2.0.0", "stop acme.service 1.0.0", "fail to upgrade to 2.0.0", "upgrade to 2.0.0", "make directories", "start acme.service 2.0.0",
            "# systemctl stop acme.service", "stop acme.service 2.0.0", "upgrade to 3.0.0", "make directories"],
        From("fail", await Installed(Stop).FailToUpgrade(Package("2.0.0", Stop)).FailToUpgrade(Package("2.0.0", Stop)).Upgrade(Package("2.0.0", Stop))
            .Do("systemctl stop acme.service").Upgrade(Package("3.0.0", Stop)).RunAsync()));

    [Fact]
    public async Task A_unit_that_the_administrator_started_after_a_failed_upgrade_is_started_once() => Assert.Equal(
        ["upgrade to 2.0.0", "stop acme.service 1.0.0", "make directories", "start acme.service 2.0.0"],
        From("upgrade", await Installed(Stop).FailToUpgrade(Package("2.0.0", Stop)).Do("systemctl start acme.service").Upgrade(Package("2.0.0", Stop)).RunAsync()));

    [Fact]
    public async Task A_failed_upgrade_that_stopped_nothing_leaves_no_trace() => Assert.Equal(
        ["upgrade to 2.0.0", "make directories"],
        From("upgrade", await Installed(Restart).FailToUpgrade(Package("2.0.0", Restart)).Do("systemctl stop acme.service").Upgrade(Package("2.0.0", Restart)).RunAsync()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Removal_stops_and_disables(bool hasHelper) => Assert.Equal(
        ["disable acme.service", "stop acme.service 1.0.0"],
        (await new RpmMachine { HasHelper = hasHelper }.Install(Package("1.0.0", Stop)).Remove().RunAsync()).Skip(FirstInstallation.Length + 1));

    [Fact]
    public async Task A_unit_removed_after_a_failed_upgrade_is_not_started_with_another_package() => Assert.DoesNotContain(
        "start acme.service 2.0.0",
        await Installed(Stop).FailToUpgrade(Package("2.0.0", Stop)).Remove().Install(Package("2.0.0", Stop, "ServiceStartMode=Manual")).RunAsync());

    [Fact]
    public async Task A_package_that_is_installed_again_is_enabled_and_started() => Assert.Equal(
        ["install 2.0.0", "make directories", "enable acme.service", "start acme.service 2.0.0"],
        From("install 2", await Installed(Stop).Remove().Install(Package("2.0.0", Stop)).RunAsync()));

    [Theory]
    [InlineData(Stop, true)]
    [InlineData(Stop, false)]
    [InlineData(Restart, true)]
    [InlineData(Restart, false)]
    public async Task Without_a_running_systemd_account_directories_and_preset_are_applied(string mode, bool hasHelper) => Assert.Equal(
        ["install 1.0.0", "make account", "make directories", "enable acme.service", "upgrade to 2.0.0", "make directories", "remove", "disable acme.service"],
        await new RpmMachine { HasHelper = hasHelper, SystemdRuns = false }.Install(Package("1.0.0", mode)).Upgrade(Package("2.0.0", mode)).Remove().RunAsync());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_administrators_preset_comes_first(bool hasHelper) => Assert.Equal(
        ["install 1.0.0", "make account", "make directories", "upgrade to 2.0.0", "make directories"],
        (await new RpmMachine { HasHelper = hasHelper }.Do("echo 'disable *' >/run/first-preset")
            .Install(Package("1.0.0", Stop)).Upgrade(Package("2.0.0", Stop)).RunAsync()).Skip(1));

    [Theory]
    [InlineData("ServiceStartMode=Manual")]
    [InlineData("ServiceStartMode=Disabled")]
    public async Task A_unit_that_ships_disabled_is_not_started_but_is_restarted_if_it_ran(string startMode) => Assert.Equal(
        ["install 1.0.0", "make account", "make directories", "upgrade to 2.0.0", "make directories", "# systemctl start acme.service", "start acme.service 2.0.0",
            "upgrade to 3.0.0", "stop acme.service 2.0.0", "make directories", "start acme.service 3.0.0"],
        await new RpmMachine().Install(Package("1.0.0", startMode)).Upgrade(Package("2.0.0", startMode)).Do("systemctl start acme.service").Upgrade(Package("3.0.0", startMode)).RunAsync());

    [Fact]
    public async Task Each_instance_is_treated_separately() => Assert.Equal(
        ["upgrade to 2.0.0", "stop acme@west.service 1.0.0", "make directories", "start acme@west.service 2.0.0"],
        From("upgrade", await new RpmMachine().Install(Plan("instances", "1.0.0")).Do("systemctl disable --now acme@east.service").Upgrade(Plan("instances", "2.0.0")).RunAsync()));

    [Fact]
    public async Task A_new_instance_follows_the_presets_and_starts() => Assert.Equal(
        ["stop acme@east.service 1.0.0", "stop acme@west.service 1.0.0", "make directories", "enable acme@north.service",
            "start acme@east.service 2.0.0", "start acme@west.service 2.0.0", "start acme@north.service 2.0.0"],
        From("stop", await new RpmMachine().Install(Plan("instances", "1.0.0")).Upgrade(Services.Kinds["instances"].Item("ServiceInstance", "north").With("ServicePackageVersion", "2.0.0").PlanRpm()).RunAsync()));

    [Fact]
    public async Task An_instance_that_the_new_version_does_not_have_is_stopped() => Assert.Equal(
        ["stop acme@east.service 1.0.0", "make directories", "stop acme@west.service 1.0.0", "start acme@east.service 2.0.0"],
        From("stop", await new RpmMachine().Install(Plan("instances", "1.0.0")).Upgrade(
            Services.Minimal.Item("ServiceInstance", "east").With("ServicePackageVersion", "2.0.0").PlanRpm()).RunAsync()));

    [Theory]
    [InlineData("", "enable ng.service|start ng.service 2.0.0")]
    [InlineData("systemctl stop acme.service", "enable ng.service")]
    [InlineData("systemctl disable --now acme.service", "")]
    [InlineData("systemctl disable acme.service", "start ng.service 2.0.0")]
    public async Task A_renamed_service_keeps_its_state(string decision, string expected) => Assert.Equal(
        expected.Split('|', StringSplitOptions.RemoveEmptyEntries),
        From("upgrade", await Installed(Restart).Do(decision.Length > 0 ? decision : ":").Upgrade(Package("2.0.0", Restart, "ServiceName=ng")).RunAsync())
            .Where(line => line.Contains("ng.service", StringComparison.Ordinal)));

    [Theory]
    [InlineData("", "disable acme.service|stop acme.service 1.0.0|enable acme.service|start acme.service 2.0.0")]
    [InlineData("systemctl disable --now acme.service", "")]
    [InlineData("systemctl stop acme.service", "disable acme.service|enable acme.service")]
    public async Task A_package_that_replaces_one_of_another_name_keeps_the_state_of_the_service(string decision, string expected)
    {
        // The old package is of another tool: it stops and disables the unit, whoever owns it.
        var machine = Installed(Restart).WithScriptlet("preun", "systemctl disable acme.service\nsystemctl stop acme.service\n");

        var story = await machine.Do(decision.Length > 0 ? decision : ":").Replace(Package("2.0.0", Restart)).RunAsync();

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), From("replace", story).Skip(1).Where(line => line != "make directories"));
    }

    [Theory]
    [InlineData("minimal", "instances", "stop acme.service 1.0.0")]
    [InlineData("instances", "minimal", "stop acme@east.service 1.0.0|stop acme@west.service 1.0.0")]
    [InlineData("minimal", "minimal", "stop acme.service 1.0.0")]
    public async Task A_service_without_a_unit_in_the_new_version_does_not_keep_running(string before, string after, string stopped) => Assert.Equal(
        stopped.Split('|'),
        (await new RpmMachine().Install(Plan(before, "1.0.0")).Upgrade(Plan(after, "2.0.0")).RunAsync()).Where(line => line.StartsWith("stop ", StringComparison.Ordinal)));

    [Fact]
    public async Task A_socket_is_started_again_before_its_service() => Assert.Equal(
        ["make directories", "stop acme.socket 1.0.0", "start acme.socket 2.0.0", "stop acme.service 1.0.0", "start acme.service 2.0.0"],
        From("upgrade", await new RpmMachine().Install(Plan("socket", "1.0.0")).Upgrade(Plan("socket", "2.0.0")).RunAsync()).Skip(1));

    [Fact]
    public async Task A_timer_is_started_again_but_not_the_run_that_it_started() => Assert.Equal(
        ["stop acme.timer 1.0.0", "stop acme.service 1.0.0", "make directories", "start acme.timer 2.0.0"],
        From("upgrade", await new RpmMachine().Install(Plan("timer", "1.0.0")).Do("systemctl start acme.service").Upgrade(Plan("timer", "2.0.0")).RunAsync()).Skip(1));

    [Fact]
    public async Task A_version_that_stops_before_follows_one_that_restarts_after() => Assert.Equal(
        ["upgrade to 2.0.0", "stop acme.service 1.0.0", "make directories", "start acme.service 2.0.0", "upgrade to 3.0.0", "make directories", "stop acme.service 2.0.0", "start acme.service 3.0.0"],
        From("upgrade", await Installed(Restart).Upgrade(Package("2.0.0", Stop)).Upgrade(Package("3.0.0", Restart)).RunAsync()));

    private static RpmMachine Installed(string setting) => new RpmMachine().Install(Package("1.0.0", setting));

    private static Planned<RpmPlan> Package(string version, params string[] settings) => settings.Select(setting => setting.Split('='))
        .Aggregate(Services.Minimal, (service, setting) => service.With(setting[0], setting[1])).With("ServicePackageVersion", version).PlanRpm();

    private static Planned<RpmPlan> Plan(string kind, string version) => (kind == "minimal" ? Services.Minimal : Services.Kinds[kind]).With("ServicePackageVersion", version).PlanRpm();

    // The program stops before its files are replaced, or once everything is in place.
    private static string[] Directories(string mode, string stop) => mode == Stop ? [stop, "make directories"] : ["make directories", stop];

    private static IEnumerable<string> From(string step, IReadOnlyList<string> story) => story.SkipWhile(line => !line.StartsWith(step, StringComparison.Ordinal));
}
