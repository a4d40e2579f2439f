using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>Services that are not .NET, a shell script and a Python program: installed, killed, hung, upgraded, stopped and removed.</summary>
public sealed class ProgramServiceTests(PackageFactory packages)
{
    [Theory]
    [InlineData("deb")]
    [InlineData("rpm")]
    public async Task They_live_as_services_do(string format)
    {
        var pinger = await PathAsync("Pinger", format);
        var clock = await PathAsync("Clock", format);
        await using var box = format == "deb" ? await SystemdBox.StartAsync() : await RpmWorld.BootAsync();
        await InstallAsync(box, pinger);
        await InstallAsync(box, clock);

        Assert.Equal(("active", "enabled"), (await box.ShowAsync("pinger", "ActiveState"), await box.ShowAsync("pinger", "UnitFileState")));
        await box.UntilAsync("grep -q hello /var/lib/pinger/pings");
        Assert.Equal("pinger:pinger", await box.ReadAsync("stat -c %U:%G /var/lib/pinger/pings"));
        await RestartsAfterKillAsync(box, "pinger");
        await box.ReadAsync("systemctl reload pinger");
        await box.UntilAsync("journalctl -u pinger -o cat | grep -q '^reloaded$'");

        // The program itself said that it is up, and to it systemd listens.
        Assert.Equal(("active", "notify", "telling the time"), (await box.ShowAsync("clock", "ActiveState"), await box.ShowAsync("clock", "Type"), await box.ShowAsync("clock", "StatusText")));
        Assert.Equal(("yes", "yes"), (await box.ShowAsync("clock", "MemoryDenyWriteExecute"), await box.ShowAsync("clock", "PrivateUsers")));
        Assert.Matches("^20[0-9-]+T", await AskAsync(box, "/"));
        await RestartsAfterKillAsync(box, "clock");
        await AskAsync(box, "/hang");
        await box.EventuallyAsync("clock", "NRestarts", "2");
        await box.EventuallyAsync("clock", "ActiveState", "active");
        Assert.Contains("Watchdog timeout", await box.LogAsync("clock"), StringComparison.Ordinal);
        await AskAsync(box, "/");

        await InstallAsync(box, await PathAsync("Pinger", format, "2.0.0"));
        await box.UntilAsync("grep -q welcome /var/lib/pinger/pings");
        Assert.Equal("1", await box.ReadAsync("journalctl -u pinger -o cat | grep -c '^up with welcome'"));
        Assert.Equal("active", await box.ShowAsync("pinger", "ActiveState"));

        await box.ReadAsync("systemctl stop pinger clock");
        Assert.Equal(("success", "success"), (await box.ShowAsync("pinger", "Result"), await box.ShowAsync("clock", "Result")));
        Assert.EndsWith("stopped", await box.ReadAsync("journalctl -u clock -o cat | grep -v systemd | grep stopped"), StringComparison.Ordinal);
        await box.ReadAsync("systemctl start pinger clock");

        await RemoveAsync(box, format, "pinger");
        await RemoveAsync(box, format, "clock");
        Assert.Equal(("not-found", "not-found"), (await box.ShowAsync("pinger", "LoadState"), await box.ShowAsync("clock", "LoadState")));
        Assert.Equal("", await box.ReadAsync("pgrep -f 'pinger[.]sh|clock[.]py' || true; ls -d /usr/libexec/pinger /usr/libexec/clock 2>/dev/null || true"));
        await box.ReadAsync("test -s /var/lib/pinger/pings");
        Assert.Equal("running", (await box.ExecAsync("systemctl", "is-system-running")).Text);
    }

    [Fact]
    public async Task A_container_without_python_is_told_what_is_missing()
    {
        await using var root = await PlainRoot.StartAsync();
        var result = await root.ShellAsync($"apt-get --yes install {root.Share(await PathAsync("Clock", "deb"))} 2>&1");
        Assert.True(result.ExitCode != 0 && result.StandardOutput.Contains("Depends: python3 but it is not installable", StringComparison.Ordinal), result.ToString());
        await root.InstallAsync(await PathAsync("Pinger", "deb"));
    }

    [Theory]
    [InlineData("Pinger")]
    [InlineData("Clock")]
    public async Task Lintian_has_neither_an_error_nor_a_warning(string name)
    {
        Availability.RequireProgram("lintian");
        var lintian = await ProcessRunner.RunAsync(
            "lintian", "--no-cfg", "--allow-root", "--tag-display-limit=0", "--fail-on=error,warning", await PathAsync(name, "deb"));
        Assert.Equal("", lintian.Succeeded().StandardOutput);
    }

    private async Task<string> PathAsync(string name, string format, string version = "1.0.0")
    {
        var made = await packages.ProgramAsync(name, version);
        return format == "deb" ? made.Deb : made.Rpm;
    }

    private static async Task InstallAsync(Box box, string package)
    {
        if (package.EndsWith(".deb", StringComparison.Ordinal))
        {
            await box.InstallAsync(package);
        }
        else
        {
            await box.RpmInstallAsync(package);
        }
    }

    private static async Task RemoveAsync(Box box, string format, string name)
    {
        if (format == "deb")
        {
            (await box.AptAsync("remove", name)).Succeeded();
        }
        else
        {
            await box.RpmEraseAsync(name);
        }
    }

    private static async Task RestartsAfterKillAsync(SystemdBox box, string unit)
    {
        await box.ReadAsync($"kill -KILL $(systemctl show -P MainPID {unit})");
        await box.EventuallyAsync(unit, "NRestarts", "1");
        await box.EventuallyAsync(unit, "ActiveState", "active");
    }

    private static Task<string> AskAsync(Box box, string path) => box.ReadAsync($"curl --silent --fail --max-time 5 http://127.0.0.1:8037{path}");
}
