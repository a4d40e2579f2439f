using System.Text.Json;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>The sample that is kept running, on Windows: its service, its management command as an administrator types it, and its recovery.</summary>
public sealed class ToobixMsiTests(PackageFactory packages)
{
    private const string Name = "toobix-api";
    private const string Home = @"C:\ProgramData\Example Toobix\toobix-api";
    private const string Log = Home + @"\logs\toobix-api.log";

    [Fact]
    public async Task It_is_installed_and_managed_by_its_command_and_removed()
    {
        var package = await packages.SampleMsiAsync("Toobix");
        await using var box = await WineBox.StartAsync();
        var before = await box.SnapshotAsync();

        (await box.InstallAsync(package.Msi)).Succeeded();

        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync(Name));
        var service = await box.RegistryAsync(@"HKLM\System\CurrentControlSet\Services\toobix-api");
        Assert.Equal((@"NT SERVICE\toobix-api", "0x2"), (service?["ObjectName"].Data, service?["Start"].Data));
        // Wine writes down what it was asked to do at a failure, and does nothing at one.
        Assert.Contains("SERVICE_CONFIG_FAILURE_ACTIONS not implemented: period 60 ", await box.UndoneAsync(), StringComparison.Ordinal);
        await box.AddCurlAsync();
        await box.EveryWordWorksAsync("toobixctl", Name, "2.1.0");
        using (var health = JsonDocument.Parse(await box.ReadAsync("curl -sf http://localhost:3000/health")))
        {
            Assert.Equal("ok", health.RootElement.GetProperty("status").GetString());
        }

        var log = await box.ReadFileAsync(Log);
        Assert.Equal(3, log.Split("Server listens on http://localhost:3000").Length - 1);
        Assert.Contains("restarts=1 crashes=0 status=stopped", log, StringComparison.Ordinal);

        Assert.Equal(ServiceStatus.Stopped, await box.NetStopAsync(Name));
        await box.ReadAsync($"! curl -s http://localhost:3000/health; test ! -e '{WineBox.RootPath(Home)}/run/toobix-api.pid'");
        (await box.UninstallAsync(package.Msi, "PURGE=1")).Succeeded();
        Assert.Null(await box.ServiceAsync(Name));
        (await box.SnapshotAsync()).ChangesSince(before).WithoutBooks().Are(
            @"+ C:\Program Files\Example Toobix", @"+ C:\windows\system32\curl.exe", ProbeInBox.EventLogKey);
    }

    [Fact]
    public async Task A_crash_is_no_clean_stop_and_is_counted()
    {
        var package = await packages.SampleMsiAsync("Toobix");
        await using var box = await WineBox.StartAsync();
        (await box.InstallAsync(package.Msi, "STARTSERVICE=0")).Succeeded();
        var settings = await box.ReadFileAsync(Home + @"\toobix.json");
        await box.WriteFileAsync(Home + @"\toobix.json", settings.Replace("\"url\"", "\"diagnostics\": \"1\", \"url\"", StringComparison.Ordinal));

        Assert.Equal(ServiceStatus.Running, await box.NetStartAsync(Name));
        await box.ReadAsync("curl -sf --retry 300 --retry-connrefused --retry-delay 1 -X POST http://localhost:3000/crash");
        await box.UntilAsync("! curl -s http://localhost:3000/health");

        Assert.DoesNotContain("status=stopped", await box.ReadFileAsync(Log), StringComparison.Ordinal);
        // What Windows' service manager does a second after; Wine's does not.
        await box.RebootAsync();
        await box.UntilAsync("curl -sf http://localhost:3000/health");
        Assert.Equal(ServiceStatus.Stopped, await box.NetStopAsync(Name));
        Assert.Contains("restarts=1 crashes=1 status=stopped", await box.ReadFileAsync(Log), StringComparison.Ordinal);
    }
}
