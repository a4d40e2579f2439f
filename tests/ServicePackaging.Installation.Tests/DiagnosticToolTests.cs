using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>The tools of .NET reach a service in its sandbox as docs/guides/diagnostics-tools.md says.</summary>
public sealed class DiagnosticToolTests(PackageFactory packages)
{
    private const string Page = "docs/guides/diagnostics-tools.md";
    private const string ToolVersion = "10.0.750501";

    private static readonly string[] Tools = ["dotnet-counters", "dotnet-trace"];

    [Fact]
    public async Task The_documented_commands_reach_a_service_in_its_sandbox()
    {
        await using var box = await AptBox.BootWithAsync(await packages.MemexdAsync());
        await ShareToolsAsync(box);
        await box.RunningVersionAsync();
        Assert.Equal("yes", await box.ShowAsync("memexd", "PrivateTmp"));
        var process = await box.ShowAsync("memexd", "MainPID");

        // Why the page is there: without the directory, no process is found.
        Assert.Contains("No supported .NET processes were found", await box.ReadAsync("dotnet-counters ps"), StringComparison.Ordinal);
        var commands = Documentation.Commands(Page).Select(command => command.Replace("sudo ", "", StringComparison.Ordinal));
        await box.ReadAsync(string.Join('\n', commands).Replace("acme-orders", "memexd", StringComparison.Ordinal));

        Assert.Contains("dotnet.gc.collections", await box.ReadAsync("cat counters.json"), StringComparison.Ordinal);
        Assert.Equal("Nettrace", await box.ReadAsync("head --bytes=8 orders.nettrace"));
        Assert.Equal("ELF", await box.ReadAsync("head --bytes=4 orders.dmp | tail --bytes=3"));
        Assert.Equal(process, await box.ShowAsync("memexd", "MainPID"));
    }

    [Fact]
    public async Task A_crash_leaves_a_dump_with_the_documented_settings_only()
    {
        await using var box = await AptBox.BootWithAsync((await packages.ProgramAsync("SandboxProbe", "1.0.0", "-p:Level=Default")).Deb);
        var settings = Documentation.Blocks(Page).Single(block => block.Language == "ini").Text
            .Replace("[Service]\n", "", StringComparison.Ordinal)
            .Replace("acme-orders", "probe-default", StringComparison.Ordinal)
            + "Restart=no\nEnvironment=PROBE_CHECKS=crash\n";

        Assert.Equal("", await CrashAsync(box, settings.Replace("SystemCallFilter=ptrace\n", "", StringComparison.Ordinal)));
        Assert.Contains("ptrace(ATTACH", await box.LogAsync("probe-default"), StringComparison.Ordinal);
        Assert.Matches("^probe-default [0-9]{7,} /var/lib/probe-default/core[.][0-9]+$", await CrashAsync(box, settings));
    }

    // The dumps that it left, with owner and size.
    private static async Task<string> CrashAsync(SystemdBox box, string settings)
    {
        var format = settings.Replace("%", "%%", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal); // for printf
        await box.EditUnitAsync("probe-default", format);
        Assert.NotEqual(0, (await box.ExecAsync("systemctl", "start", "probe-default")).ExitCode);
        return await box.ReadAsync("stat --format='%U %s %n' /var/lib/probe-default/core.* 2>/dev/null || true");
    }

    // The runtime of this machine runs them.
    private static async Task ShareToolsAsync(SystemdBox box)
    {
        var directory = Directory.CreateDirectory(Path.Combine(box.ShareDirectory, "tools")).FullName;
        foreach (var tool in Tools)
        {
            string[] install = ["tool", "install", tool, "--version", ToolVersion, "--tool-path", directory];
            (await ProcessRunner.RunAsync("dotnet", install)).Succeeded();
        }

        var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!); // shared/Microsoft.NETCore.App/VERSION
        var root = runtime.Parent!.Parent!.Parent!.FullName;
        var copy = Path.Combine(box.ShareDirectory, "dotnet");
        var shared = Directory.CreateDirectory(Path.Combine(copy, "shared", runtime.Parent.Name)).FullName;
        (await ProcessRunner.RunAsync("cp", "-r", runtime.FullName, shared)).Succeeded();
        (await ProcessRunner.RunAsync("cp", "-r", Path.Combine(root, "dotnet"), Path.Combine(root, "host"), copy)).Succeeded();
        foreach (var tool in Tools)
        {
            await box.ReadAsync($"""
                printf '#!/bin/sh\nexec /share/dotnet/dotnet %s "$@"\n' $(find /share/tools -name {tool}.dll) >/usr/local/bin/{tool}
                chmod +x /usr/local/bin/{tool}
                """);
        }
    }
}
