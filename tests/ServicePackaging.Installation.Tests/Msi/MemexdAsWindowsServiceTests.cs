using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>The sample under a Service Control Manager, before any package is made of it.</summary>
public sealed class MemexdAsWindowsServiceTests(PackageFactory packages)
{
    private const string Config = @"C:\memexd\config.toml";
    private const string Health = "curl -sf http://127.0.0.1:8765/health";
    private const string Metrics = "curl -sf http://127.0.0.1:8765/metrics";

    [Fact]
    public async Task It_answers_when_it_runs_reloads_on_request_and_stops_in_good_order()
    {
        await using WineBox box = await StartAsync();

        Assert.Equal(ServiceStatus.Running, await box.NetStartAsync("memexd"));
        Assert.Contains("\"status\":\"ok\"", await box.ReadAsync(Health), StringComparison.Ordinal);

        (await box.RunAsync(@"Z:\share\probe.exe", "control", "memexd", "6")).Succeeded(); // SERVICE_CONTROL_PARAMCHANGE
        await box.UntilAsync($"{Metrics} | grep -qx 'memexd_config_reloads_total 1'");
        await box.WriteFileAsync(Config, "no settings");
        (await box.RunAsync(@"Z:\share\probe.exe", "control", "memexd", "6")).Succeeded();
        await box.UntilAsync($"{Metrics} | grep -qx 'memexd_config_reload_failures_total 1'");

        Assert.Equal(ServiceStatus.Stopped, await box.NetStopAsync("memexd"));
        Assert.NotEqual(0, (await box.ShellAsync(Health)).ExitCode);
    }

    [Fact]
    public async Task A_start_that_fails_says_why_to_the_service_manager()
    {
        await using WineBox box = await StartAsync();

        await box.WriteFileAsync(Config, "[daemon]\nport = 8765\nport = 8766\n");
        Assert.Equal(new ServiceStatus("STOPPED", 1066, 78), await box.NetStartAsync("memexd"));

        await box.WriteFileAsync(Config, "[daemon]\nport = 8766\n");
        Assert.Equal(ServiceStatus.Running, await box.NetStartAsync("memexd"));
    }

    [Fact]
    public async Task A_port_in_use_is_a_failed_start()
    {
        await using WineBox box = await StartAsync();
        const string listen = "$socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1:8765', Listen => 1) || die; fork && exit; sleep";
        (await box.ExecAsync("sh", "-c", "perl -MIO::Socket::INET -e \"$0\" >/dev/null 2>&1", listen)).Succeeded();

        Assert.Equal(new ServiceStatus("STOPPED", 1066, 69), await box.NetStartAsync("memexd"));
    }

    [Fact]
    public async Task Without_a_service_manager_it_is_a_console_program()
    {
        await using WineBox box = await StartAsync();

        // Ten seconds, for so long Wine waits before it says that no service is expected; Windows says it at once.
        ProcessResult version = await box.BatchAsync(@"Z:\share\memexd\memexd.exe --version");

        Assert.Equal((0, "memexd 1.4.0"), (version.ExitCode, version.Text));
    }

    private async Task<WineBox> StartAsync()
    {
        string program = await packages.MemexdForWindowsAsync(), probe = await packages.ProbeAsync();
        WineBox box = await WineBox.StartAsync();
        box.Share(probe);
        (await ProcessRunner.RunAsync("cp", "-r", program, Path.Combine(box.ShareDirectory, "memexd"))).Succeeded();
        await box.ReadAsync($"mkdir {Path.GetDirectoryName(WineBox.RootPath(Config))}");
        string config = Path.Combine(Repository.Root, "samples", "Memexd", "config.toml");
        await box.WriteFileAsync(Config, await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken));
        string commandLine = $@"Z:\share\memexd\memexd.exe --config={Config}";
        (await box.RunAsync("sc", "create", "memexd", "start=", "demand", "binPath=", commandLine)).Succeeded();
        return box;
    }
}
