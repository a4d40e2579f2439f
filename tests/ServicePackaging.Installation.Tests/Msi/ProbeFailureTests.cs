using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>An installation that fails leaves things as they were. Wine takes it back as it would remove it, so that a permanent component stays;
/// and it does not bring a removed version back.</summary>
public sealed class ProbeFailureTests(PackageFactory packages)
{
    [Fact]
    public async Task A_service_that_does_not_start_takes_its_installation_back()
    {
        var package = await packages.ProbeMsiAsync();
        await using var box = await WineBox.StartAsync();
        await box.FailStartAsync();
        var before = await box.SnapshotAsync();

        var installation = await box.InstallAsync(package.Msi);

        Assert.True(installation.ExitCode is 1603 or 1627, installation.ToString()); // ERROR_INSTALL_FAILURE, ERROR_FUNCTION_FAILED
        Assert.Equal(["AfterInstall", "1.0.0 fails 78"], await box.EventsAsync());
        Assert.Null(await box.ServiceAsync("probe"));
        (await box.SnapshotAsync()).ChangesSince(before).WithoutBooks().Are(
        [
            ProbeInBox.Keepers[0], @"+ C:\ProgramData\Acme\probe\data\archive", ProbeInBox.Keepers[1], @"+ C:\ProgramData\Acme\probe\data\environment",
            @"+ C:\ProgramData\Acme\probe\data\events.log", @"+ C:\ProgramData\Acme\probe\probe.conf", ProbeInBox.EventLogKey,
        ]);
    }

    [Fact]
    public async Task A_hook_that_fails_takes_its_installation_back()
    {
        var package = await packages.ProbeMsiAsync();
        await using var box = await WineBox.StartAsync();
        await box.WriteFileAsync(ProbeProject.FailingHook, "");
        var before = await box.SnapshotAsync();

        var installation = await box.InstallAsync(package.Msi);

        Assert.True(installation.ExitCode is 1603 or 1627, installation.ToString());
        Assert.Null(await box.ServiceAsync("probe"));
        (await box.SnapshotAsync()).ChangesSince(before).WithoutBooks().Are(
            @"+ C:\ProgramData\Acme", @"+ C:\ProgramData\Acme\probe", @"+ C:\ProgramData\Acme\probe\data", ProbeInBox.Keepers[0], @"+ C:\ProgramData\Acme\probe\data\archive",
            ProbeInBox.Keepers[1], @"+ C:\ProgramData\Acme\probe\data\events.log", @"+ C:\ProgramData\Acme\probe\probe.conf", ProbeInBox.EventLogKey);
    }

    [Fact]
    public async Task A_failing_upgrade_leaves_configuration_and_data_and_nothing_of_the_newer_version()
    {
        var first = await packages.ProbeMsiAsync();
        var second = await packages.ProbeMsiAsync("2.0.0");
        await using var box = await WineBox.StartAsync();
        (await box.InstallAsync(first.Msi)).Succeeded();
        await box.WriteFileAsync(ProbeProject.Config, "mine\n");
        await box.FailStartAsync("2.0.0");

        var upgrade = await box.InstallAsync(second.Msi);

        Assert.True(upgrade.ExitCode is 1603 or 1627, upgrade.ToString());
        Assert.Equal(
            ["AfterInstall", "1.0.0 started probe", "BeforeRemove", "1.0.0 control 1", "1.0.0 stopped", "AfterUpgrade", "2.0.0 fails 78"], await box.EventsAsync());
        Assert.Equal("mine\n", await box.ReadFileAsync(ProbeProject.Config));
        Assert.Empty(await box.FilesUnderAsync(ProbeProject.Program));
        Assert.Null(await box.ServiceAsync("probe"));
    }
}
