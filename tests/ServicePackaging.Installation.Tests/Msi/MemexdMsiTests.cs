using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>The sample's package on a fresh Windows: the service at work, a newer version, and the end of it.</summary>
public sealed class MemexdMsiTests(PackageFactory packages)
{
    private const string Program = @"C:\Program Files\Example Workspace\memexd";
    private const string Home = @"C:\ProgramData\Example Workspace\memexd";
    private const string Config = Home + @"\config.toml";
    private const string Data = Home + @"\data";
    private const string ServiceKey = @"HKLM\System\CurrentControlSet\Services\memexd";
    private const string Vendor = @"+ C:\Program Files\Example Workspace"; // see ProbeInBox.VendorDirectory
    private const string Metrics = "curl -sf http://127.0.0.1:8765/metrics";

    [Fact]
    public async Task It_is_installed_answers_works_reloads_and_comes_back_after_a_reboot()
    {
        var package = await packages.MemexdMsiAsync();
        var probe = Path.Combine((await packages.ProbeMsiAsync()).Published, "probe.exe");
        await using var box = await WineBox.StartAsync();
        var probeInBox = box.ShareForWindows(probe);

        (await box.InstallAsync(package.Msi)).Succeeded();

        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("memexd"));
        await AssertRegisteredAsync(box);
        Assert.Contains("memexd.exe", await box.FilesUnderAsync(Program));
        Assert.Equal("1.4.0", await box.RunningVersionAsync());

        await IndexAsync(box, "first.txt");
        (await box.RunAsync(probeInBox, "control", "memexd", "128")).Succeeded(); // the daemon's own control code for a reload
        await box.UntilAsync($"{Metrics} | grep -qx 'memexd_config_reloads_total 1'");
        var settings = await box.ReadFileAsync(Config);
        await box.WriteFileAsync(Config, "no settings");
        (await box.RunAsync(probeInBox, "control", "memexd", "128")).Succeeded();
        await box.UntilAsync($"{Metrics} | grep -qx 'memexd_config_reload_failures_total 1'");

        Assert.Equal(ServiceStatus.Stopped, await box.NetStopAsync("memexd"));
        Assert.NotEqual(0, (await box.ShellAsync(Metrics)).ExitCode);
        await box.WriteFileAsync(Config, settings);
        Assert.Equal(ServiceStatus.Running, await box.NetStartAsync("memexd"));
        await box.AddCurlAsync();
        await box.EveryWordWorksAsync("memexdctl", "memexd", "1.4.0");
        await box.RebootAsync();
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("memexd"));
        Assert.Equal("1.4.0", await box.RunningVersionAsync());
    }

    [Fact]
    public async Task A_start_that_fails_says_why_to_the_service_manager()
    {
        var package = await packages.MemexdMsiAsync();
        await using var box = await WineBox.StartAsync();
        (await box.InstallAsync(package.Msi, "STARTSERVICE=0")).Succeeded();
        var settings = await box.ReadFileAsync(Config);

        await box.WriteFileAsync(Config, "[daemon]\nport = 8765\nport = 8766\n");
        Assert.Equal(new ServiceStatus("STOPPED", 1066, 78), await box.NetStartAsync("memexd"));

        const string listen = "$socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1:8765', Listen => 1) || die; fork && exit; sleep";
        (await box.ExecAsync("sh", "-c", "perl -MIO::Socket::INET -e \"$0\" >/dev/null 2>&1", listen)).Succeeded();
        await box.WriteFileAsync(Config, settings);
        Assert.Equal(new ServiceStatus("STOPPED", 1066, 69), await box.NetStartAsync("memexd"));

        await box.WriteFileAsync(Config, settings.Replace("8765", "8766", StringComparison.Ordinal));
        Assert.Equal(ServiceStatus.Running, await box.NetStartAsync("memexd"));

        var version = await box.BatchAsync($@"""{Program}\memexd.exe"" --version");
        Assert.Equal((0, "memexd 1.4.0"), (version.ExitCode, version.Text));
    }

    [Fact]
    public async Task An_upgrade_keeps_configuration_and_data_and_a_removal_and_a_second_installation_too()
    {
        var first = await packages.MemexdMsiAsync();
        var second = await packages.MemexdMsiAsync("1.5.0");
        await using var box = await WineBox.StartAsync();
        var before = await box.SnapshotAsync();
        (await box.InstallAsync(first.Msi)).Succeeded();
        await IndexAsync(box, "first.txt");
        var edited = (await box.ReadFileAsync(Config)).Replace("chunk_size = 800", "chunk_size = 700", StringComparison.Ordinal);
        await box.WriteFileAsync(Config, edited);

        (await box.InstallAsync(second.Msi)).Succeeded();

        Assert.Equal("1.5.0", await box.RunningVersionAsync());
        Assert.Equal(edited, await box.ReadFileAsync(Config));
        await IndexAsync(box, "second.txt");
        Assert.Contains("first.txt", await box.ReadFileAsync(Data + @"\index\project.jsonl"), StringComparison.Ordinal);

        var downgrade = await box.InstallAsync(first.Msi);
        Assert.Equal(1603, downgrade.ExitCode); // ERROR_INSTALL_FAILURE: a launch condition
        Assert.Equal("1.5.0", await box.RunningVersionAsync());

        await box.ReadAsync($"rm '{WineBox.RootPath(Program)}/System.Text.Json.dll'");
        (await box.InstallAsync(second.Msi)).Succeeded();
        Assert.Contains("System.Text.Json.dll", await box.FilesUnderAsync(Program));
        Assert.Equal("1.5.0", await box.RunningVersionAsync());

        // Wine does not wait until the service has stopped, and would leave files in use behind.
        await box.NetStopAsync("memexd");
        (await box.UninstallAsync(second.Msi)).Succeeded();
        string[] kept = [.. (await box.SnapshotAsync()).ChangesSince(before).WithoutBooks().Lines];
        Assert.All(kept, line => Assert.True(
            line is Vendor or @"+ C:\ProgramData\Example Workspace" or ProbeInBox.EventLogKey || line.StartsWith("+ " + Home, StringComparison.Ordinal)
                || line.StartsWith(@"+ HKLM\Software\Example Workspace\memexd", StringComparison.Ordinal),
            string.Join('\n', kept)));
        Assert.Equal(edited, await box.ReadFileAsync(Config));

        (await box.InstallAsync(second.Msi)).Succeeded();
        Assert.Equal("1.5.0", await box.RunningVersionAsync());
        Assert.Contains("second.txt", await box.ReadFileAsync(Data + @"\index\project.jsonl"), StringComparison.Ordinal);
        Assert.Equal(edited, await box.ReadFileAsync(Config));

        await box.NetStopAsync("memexd");
        (await box.UninstallAsync(second.Msi, "PURGE=1")).Succeeded();
        (await box.SnapshotAsync()).ChangesSince(before).WithoutBooks().Are(Vendor, ProbeInBox.EventLogKey);
    }

    private static async Task AssertRegisteredAsync(WineBox box)
    {
        var service = await box.RegistryAsync(ServiceKey);
        Assert.Equal("Memory eXchange Daemon", service?["DisplayName"].Data);
        Assert.Equal("Memory eXchange Daemon - document processing service", service?["Description"].Data);
        Assert.Equal(@"NT SERVICE\memexd", service?["ObjectName"].Data);
        Assert.Equal(@"Tcpip", service?["DependOnService"].Data);
        Assert.EndsWith($@"\memexd.exe ""--config={Config}"" ""--pid-file={Home}\run\memexd.pid""", service?["ImagePath"].Data, StringComparison.Ordinal);
        Assert.Equal(
            $@"CONFIGURATION_DIRECTORY={Home}\\0STATE_DIRECTORY={Data}\\0LOGS_DIRECTORY={Home}\logs\\0RUNTIME_DIRECTORY={Home}\run\", service?["Environment"].Data);
        var events = await box.RegistryAsync(@"HKLM\System\CurrentControlSet\Services\EventLog\Application\memexd");
        Assert.Equal($@"{Program}\System.Diagnostics.EventLog.Messages.dll", events?["EventMessageFile"].Data);
        Assert.Equal(Program + @"\", (await box.RegistryAsync(@"HKLM\Software\Example Workspace\memexd"))?["InstallFolder"].Data);
        var programs = await box.RunAsync("reg", "query", @"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall", "/s");
        Assert.Contains("DisplayName    REG_SZ    Memory eXchange Daemon", programs.Text, StringComparison.Ordinal);
        Assert.Contains("DisplayVersion    REG_SZ    1.4.0", programs.Text, StringComparison.Ordinal);
        Assert.Contains("Publisher    REG_SZ    Example Workspace", programs.Text, StringComparison.Ordinal);
        Assert.Contains($@"InstallLocation    REG_SZ    {Program}\", programs.Text, StringComparison.Ordinal);
    }

    private static async Task IndexAsync(WineBox box, string document)
    {
        var data = WineBox.RootPath(Data);
        await box.UntilAsync($"[ -d '{data}/inbox' ]");
        await box.ReadAsync($"echo 'five words of a document' >'{data}/inbox/{document}'");
        await box.UntilAsync($"grep -q {document} '{data}/index/project.jsonl'");
    }
}
