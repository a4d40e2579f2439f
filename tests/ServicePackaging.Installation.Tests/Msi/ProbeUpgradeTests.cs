using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>What becomes of an installation when another version comes, or the same one again.</summary>
public sealed class ProbeUpgradeTests(PackageFactory packages)
{
    // Wine does not tell the older version that it is being replaced (UPGRADINGPRODUCTCODE), and its hook runs as at a removal.
    private static readonly string[] Replaced = ["AfterInstall", "1.0.0 started probe", "BeforeRemove", "1.0.0 control 1", "1.0.0 stopped", "AfterUpgrade"];

    private static readonly string[] Upgraded = [.. Replaced, "2.0.0 started probe"];

    [Fact]
    public async Task An_upgrade_keeps_configuration_and_stops_and_starts_once_and_there_is_no_way_back()
    {
        var first = await packages.ProbeMsiAsync();
        var second = await packages.ProbeMsiAsync("2.0.0");
        await using var box = await WineBox.StartAsync();
        (await box.InstallAsync(first.Msi)).Succeeded();
        await box.WriteFileAsync(ProbeProject.Config, "mine\n");

        (await box.InstallAsync(second.Msi)).Succeeded();

        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe"));
        Assert.Equal("mine\n", await box.ReadFileAsync(ProbeProject.Config));
        Assert.Equal("as packaged in 2.0.0\n", await box.ReadFileAsync(ProbeProject.Config + ".default"));
        Assert.Equal(Upgraded, await box.EventsAsync());

        var upgraded = await box.SnapshotAsync();
        var downgrade = await box.InstallAsync(first.Msi);
        Assert.Equal(1603, downgrade.ExitCode); // ERROR_INSTALL_FAILURE: a launch condition
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe"));
        // Nothing but what the reboots for the snapshots have the probe write.
        Assert.All((await box.SnapshotAsync()).ChangesSince(upgraded).Lines, line => Assert.Contains(ProbeProject.Data, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Configuration_that_nobody_changed_gets_the_new_defaults_and_goes_with_the_product()
    {
        var first = await packages.ProbeMsiAsync();
        var second = await packages.ProbeMsiAsync("2.0.0");
        await using var box = await WineBox.StartAsync();
        (await box.InstallAsync(first.Msi)).Succeeded();
        Assert.Equal("as packaged\n", await box.ReadFileAsync(ProbeProject.Config));

        (await box.InstallAsync(second.Msi)).Succeeded();

        Assert.Equal("as packaged in 2.0.0\n", await box.ReadFileAsync(ProbeProject.Config));
        await box.StopAndUninstallAsync(second);
        Assert.DoesNotContain(await box.FilesUnderAsync(@"C:\ProgramData\Acme"), file => file.Contains("probe.conf", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_directory_of_the_program_that_is_there_already_is_no_hindrance()
    {
        var first = await packages.ProbeMsiAsync();
        var second = await packages.ProbeMsiAsync("2.0.0");
        await using var box = await WineBox.StartAsync();
        await box.ReadAsync($"mkdir -p '{WineBox.RootPath(ProbeProject.Program)}'");
        (await box.InstallAsync(first.Msi)).Succeeded();
        await box.WriteFileAsync(ProbeProject.Program + @"\kept.txt", "mine");

        (await box.InstallAsync(second.Msi)).Succeeded();

        Assert.Contains("probe.exe", await box.FilesUnderAsync(ProbeProject.Program));
    }

    [Fact]
    public async Task Another_build_of_the_same_version_replaces_it()
    {
        var first = await packages.ProbeMsiAsync();
        var second = await packages.ProbeMsiAsync("1.0.0", "", "-p:ServicePackageRelease=2");
        await using var box = await WineBox.StartAsync();
        (await box.InstallAsync(first.Msi)).Succeeded();

        (await box.InstallAsync(second.Msi)).Succeeded();

        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe"));
        Assert.Equal([.. Replaced, "1.0.0 started probe"], await box.EventsAsync());
        var programs = (await box.RunAsync("reg", "query", @"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall", "/s")).Text;
        Assert.Single(programs.Split('\n'), line => line.Contains("DisplayVersion", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_package_again_repairs()
    {
        var package = await packages.ProbeMsiAsync();
        await using var box = await WineBox.StartAsync();
        (await box.InstallAsync(package.Msi)).Succeeded();
        await box.WriteFileAsync(ProbeProject.Config, "mine\n");
        await box.ReadAsync($"rm '{WineBox.RootPath(ProbeProject.Program)}/odd/two words.txt'");

        (await box.InstallAsync(package.Msi)).Succeeded();

        Assert.Contains(@"odd\two words.txt", await box.FilesUnderAsync(ProbeProject.Program));
        Assert.Equal("mine\n", await box.ReadFileAsync(ProbeProject.Config));
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe"));
        Assert.DoesNotContain("AfterUpgrade", await box.EventsAsync());
    }

    [Fact]
    public async Task The_program_stays_where_the_administrator_put_it()
    {
        var first = await packages.ProbeMsiAsync();
        var second = await packages.ProbeMsiAsync("2.0.0");
        await using var box = await WineBox.StartAsync();

        (await box.InstallAsync(first.Msi, @"INSTALLFOLDER=""C:\Custom Place\""")).Succeeded();
        Assert.Equal(@"C:\Custom Place\", (await box.RegistryAsync(@"HKLM\Software\Acme\probe"))?["InstallFolder"].Data);
        (await box.InstallAsync(second.Msi)).Succeeded();

        Assert.Contains("probe.exe", await box.FilesUnderAsync(@"C:\Custom Place"));
        Assert.Empty(await box.FilesUnderAsync(ProbeProject.Program));
        Assert.Equal(Upgraded, await box.EventsAsync());
        await box.StopAndUninstallAsync(second);
        Assert.Empty(await box.FilesUnderAsync(@"C:\Custom Place"));
    }

    [Fact]
    public async Task A_service_is_not_started_where_the_administrator_does_not_want_that()
    {
        var first = await packages.ProbeMsiAsync();
        var second = await packages.ProbeMsiAsync("2.0.0");
        await using var box = await WineBox.StartAsync();

        (await box.InstallAsync(first.Msi, "STARTSERVICE=0")).Succeeded();
        Assert.Equal("STOPPED", (await box.ServiceAsync("probe"))?.State);
        Assert.Equal(["AfterInstall"], await box.EventsAsync());

        // What Windows' sc config does, and Wine's does not.
        (await box.RunAsync("reg", "add", ProbeInBox.ServiceKey, "/v", "Start", "/t", "REG_DWORD", "/d", "4", "/f")).Succeeded();
        var upgrade = (await box.InstallAsync(second.Msi)).Succeeded();

        Assert.Equal(["AfterInstall", "BeforeRemove", "AfterUpgrade"], await box.EventsAsync());
        Assert.Contains("KeepDisabled", upgrade.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("KeepDemand", upgrade.Log, StringComparison.Ordinal);
    }
}
