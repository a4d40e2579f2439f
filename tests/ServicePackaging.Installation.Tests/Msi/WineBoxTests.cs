using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>What a Wine box shows of services, before any package is installed in it.</summary>
public sealed class WineBoxTests(PackageFactory packages)
{
    private const string Events = @"C:\ProgramData\probe\events.log";

    [Fact]
    public async Task Services_outlive_the_command_that_started_them_and_come_back_after_a_reboot()
    {
        await using var box = await StartWithProbeAsync("start= auto");

        Assert.Equal(ServiceStatus.Running, await box.NetStartAsync("probe"));
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken); // longer than an idle Wine lives by itself
        Assert.Equal("1.0.0 started probe\n", await box.ReadFileAsync(Events));
        await box.RebootAsync();
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe"));
        Assert.Equal(ServiceStatus.Stopped, await box.NetStopAsync("probe"));

        Assert.Equal("1.0.0 started probe\n1.0.0 started probe\n1.0.0 control 1\n1.0.0 stopped\n", await box.ReadFileAsync(Events));
    }

    [Fact]
    public async Task A_service_is_told_of_controls_and_fails_on_demand()
    {
        await using var box = await StartWithProbeAsync("start= demand");
        Assert.Equal(ServiceStatus.Running, await box.NetStartAsync("probe"));

        (await box.RunAsync(@"Z:\share\probe.exe", "control", "probe", "6")).Succeeded();
        await box.NetStopAsync("probe");
        await box.WriteFileAsync(@"C:\ProgramData\probe\fail-start", "78");

        Assert.Equal(new ServiceStatus("STOPPED", 1066, 78), await box.NetStartAsync("probe"));
        Assert.Equal(
            "1.0.0 started probe\n1.0.0 control 6\n1.0.0 control 1\n1.0.0 stopped\n1.0.0 fails 78\n", await box.ReadFileAsync(Events));
        Assert.StartsWith("--greeting=hello world\r\n", await box.ReadFileAsync(@"C:\ProgramData\probe\environment"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_codes_are_whole_and_missing_things_are_null()
    {
        await using var box = await WineBox.StartAsync();

        Assert.Equal(1605, (await box.MsiexecAsync("/x {2C9B0C53-1C53-4A07-A3F0-3C1B9C6E7AFF}")).ExitCode); // ERROR_UNKNOWN_PRODUCT
        Assert.Null(await box.ServiceAsync("missing"));
        Assert.Null(await box.RegistryAsync(@"HKLM\Software\Missing"));
        Assert.Empty(await box.FilesUnderAsync(@"C:\Missing"));
    }

    [Fact]
    public async Task Nothing_changes_by_itself()
    {
        await using var box = await WineBox.StartAsync();
        var before = await box.SnapshotAsync();

        await box.RunAsync("msiexec", "/?");
        await box.RunAsync("net", "start");

        (await box.SnapshotAsync()).ChangesSince(before).Are();
    }

    private async Task<WineBox> StartWithProbeAsync(string startMode)
    {
        var probe = Path.Combine((await packages.ProbeMsiAsync()).Published, "probe.exe");
        var box = await WineBox.StartAsync();
        var commandLine = box.ShareForWindows(probe) + " \"--greeting=hello world\"";
        (await box.RunAsync(["sc", "create", "probe", .. startMode.Split(' '), "binPath=", commandLine])).Succeeded();
        return box;
    }
}
