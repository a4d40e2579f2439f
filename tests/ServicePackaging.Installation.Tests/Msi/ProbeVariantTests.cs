using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>Services of other kinds than the usual one.</summary>
public sealed class ProbeVariantTests(PackageFactory packages)
{
    [Fact]
    public async Task Instances_are_services_of_their_own()
    {
        var package = await packages.ProbeMsiAsync("1.0.0", "Instances");
        await using var box = await WineBox.StartAsync();

        (await box.InstallAsync(package.Msi)).Succeeded();

        Assert.Null(await box.ServiceAsync("probe"));
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe-one"));
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe-two"));
        Assert.Equal([@"--data=C:\ProgramData\Acme\probe\data\one\"], await box.ArgumentsAsync(1, ProbeProject.Data + @"\one"));
        Assert.Equal([@"--data=C:\ProgramData\Acme\probe\data\two\", "--loud"], await box.ArgumentsAsync(2, ProbeProject.Data + @"\two"));
        Assert.Contains(
            @"STATE_DIRECTORY=C:\ProgramData\Acme\probe\data\two",
            (await box.RegistryAsync(@"HKLM\System\CurrentControlSet\Services\probe-two"))?["Environment"].Data, StringComparison.Ordinal);

        await box.NetStopAsync("probe-one");
        await box.NetStopAsync("probe-two");
        (await box.UninstallAsync(package.Msi)).Succeeded();
        Assert.Null(await box.ServiceAsync("probe-one"));
        Assert.Null(await box.ServiceAsync("probe-two"));
    }

    [Theory]
    [InlineData("Manual", "0x3")]
    [InlineData("Disabled", "0x4")]
    public async Task A_service_that_is_not_to_start_is_registered_and_not_started(string mode, string start)
    {
        var package = await packages.ProbeMsiAsync("1.0.0", "", $"-p:ServiceStartMode={mode}");
        await using var box = await WineBox.StartAsync();

        (await box.InstallAsync(package.Msi)).Succeeded();

        Assert.Equal("STOPPED", (await box.ServiceAsync("probe"))?.State);
        Assert.Equal(["AfterInstall"], await box.EventsAsync());
        Assert.Equal(new RegistryValue("REG_DWORD", start), (await box.RegistryAsync(ProbeInBox.ServiceKey))?["Start"]);
        if (mode == "Manual")
        {
            Assert.Equal(ServiceStatus.Running, await box.NetStartAsync("probe"));
        }
    }

    // cmd would replace the variable in the paths of hooks and of what a purge deletes, and the service manager in that of the program.
    [Fact]
    public async Task A_directory_with_a_percent_sign_is_refused()
    {
        var package = await packages.ProbeMsiAsync("1.0.0");
        await using var box = await WineBox.StartAsync();

        var refused = await box.InstallAsync(package.Msi, @"INSTALLFOLDER=""C:\100%%TEMP%%x""");

        Assert.Equal(1603, refused.ExitCode);
        Assert.Null(await box.ServiceAsync("probe"));
        (await box.InstallAsync(package.Msi, @"INSTALLFOLDER=""C:\100 & more^!x!""")).Succeeded();
        Assert.Equal(["AfterInstall"], (await box.EventsAsync()).Take(1));
    }

    [Fact]
    public async Task In_the_scope_of_users_the_program_starts_at_log_on()
    {
        var package = await packages.ProbeMsiAsync("1.0.0", "User");
        await using var box = await WineBox.StartAsync();
        var before = await box.SnapshotAsync();
        const string run = @"HKLM\Software\Microsoft\Windows\CurrentVersion\Run";

        (await box.InstallAsync(package.Msi)).Succeeded();

        Assert.Null(await box.ServiceAsync("probe"));
        Assert.Equal(
            new RegistryValue("REG_SZ", @"""C:\Program Files\Acme\probe\probe.exe"" --data=elsewhere ""two words"""), (await box.RegistryAsync(run))?["probe"]);

        (await box.UninstallAsync(package.Msi)).Succeeded();
        (await box.SnapshotAsync()).ChangesSince(before).Are(ProbeInBox.VendorDirectory, @"- HKLM\Software\Microsoft\Windows\CurrentVersion\Run", ProbeInBox.EventLogKey);
    }
}
