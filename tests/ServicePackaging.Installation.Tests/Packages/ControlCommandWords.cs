using ServicePackaging.Installation.Tests.Boxes;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>Every word of a management command, as an administrator types it, for a service that runs.</summary>
internal static class ControlCommandWords
{
    /// <summary>On Linux; the service runs afterwards too.</summary>
    /// <param name="box">Where the package is installed, and its service healthy.</param>
    /// <param name="command">The command.</param>
    /// <param name="unit">The service, without .service.</param>
    /// <param name="version">What it has for a version.</param>
    public static async Task EveryWordWorksAsync(this SystemdBox box, string command, string unit, string version)
    {
        await box.ReadAsync($"{command} stop; ! systemctl is-active {unit}");
        Assert.Equal(3, (await box.ShellAsync($"{command} status")).ExitCode);
        Assert.Equal(1, (await box.ShellAsync($"{command} health")).ExitCode);
        await box.ReadAsync($"{command} start; {command} health --wait 20; {command} status | grep -q 'active (running)'");
        var process = await box.ShowAsync(unit, "MainPID");
        await box.ReadAsync($"{command} restart; {command} health --wait 20");
        Assert.NotEqual(process, await box.ShowAsync(unit, "MainPID"));
        Assert.Equal("disabled", await box.ReadAsync($"{command} disable 2>/dev/null; systemctl is-enabled {unit} || true"));
        Assert.Equal("enabled", await box.ReadAsync($"{command} enable 2>/dev/null; systemctl is-enabled {unit}"));
        Assert.Equal("1", await box.ReadAsync($"{command} logs -n 1 | wc -l"));
        Assert.Contains($"{unit}[", await box.ReadAsync($"{command} logs"), StringComparison.Ordinal);
        Assert.Equal("124", await box.ReadAsync($"timeout 1 {command} logs -f >/tmp/followed || echo $?; grep -q '{unit}\\[' /tmp/followed"));
        Assert.Equal($"{command} {version}", await box.ReadAsync($"{command} version"));
        Assert.StartsWith($"Usage: {command} start|", await box.ReadAsync($"{command} help"), StringComparison.Ordinal);
        Assert.Equal(64, (await box.ShellAsync($"{command} dance")).ExitCode);
    }

    /// <summary>On Windows, where it is found through the search path; the service runs afterwards too. The box needs <see cref="AddCurlAsync"/> before.</summary>
    /// <param name="box">Where the package is installed, and its service runs.</param>
    /// <param name="command">The command.</param>
    /// <param name="service">The service.</param>
    /// <param name="version">What it has for a version.</param>
    public static async Task EveryWordWorksAsync(this WineBox box, string command, string service, string version)
    {
        Assert.Equal((0, $"{service} is healthy"), await box.TypeAsync($"{command} health --wait 20"));
        Assert.Equal((0, $"{service} is running"), await box.TypeAsync($"{command} status"));
        Assert.Equal(0, (await box.TypeAsync($"{command} restart")).ExitCode);
        Assert.Equal(0, (await box.TypeAsync($"{command} health --wait 20")).ExitCode);
        Assert.Equal(0, (await box.TypeAsync($"{command} stop")).ExitCode);
        Assert.Equal(ServiceStatus.Stopped, await box.ServiceAsync(service));
        Assert.Equal((3, $"{service} is not running"), await box.TypeAsync($"{command} status"));
        Assert.Equal(1, (await box.TypeAsync($"{command} health")).ExitCode);
        Assert.Equal(0, (await box.TypeAsync($"{command} start")).ExitCode);
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync(service));
        Assert.Equal(0, (await box.TypeAsync($"{command} health --wait 20")).ExitCode);
        // Wine's sc configures nothing and says so, and its PowerShell says nothing.
        Assert.Equal((1, 1, 0), (
            (await box.TypeAsync($"{command} disable")).ExitCode, (await box.TypeAsync($"{command} enable")).ExitCode, (await box.TypeAsync($"{command} logs -n 5")).ExitCode));
        Assert.Equal((0, $"{command} {version}"), await box.TypeAsync($"{command} version"));
        Assert.StartsWith($"Usage: {command} start|", (await box.TypeAsync($"{command} help")).Output, StringComparison.Ordinal);
        Assert.Equal(64, (await box.TypeAsync($"{command} dance")).ExitCode);
    }

    /// <summary>Types a command line.</summary>
    /// <returns>Its exit code modulo 256, and what it printed.</returns>
    public static async Task<(int ExitCode, string Output)> TypeAsync(this WineBox box, string commandLine)
    {
        var result = await box.RunAsync(["cmd", "/c", .. commandLine.Split(' ')]);
        return (result.ExitCode, result.Text.ReplaceLineEndings("\n").Trim());
    }

    /// <summary>Windows has curl since version 10.1803; Wine takes the machine's for one of its own.</summary>
    public static Task<string> AddCurlAsync(this WineBox box) => box.ReadAsync("install /usr/bin/curl /wine/drive_c/windows/system32/curl.exe");
}
