using System.Globalization;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample, installed on a server: it runs, it is looked after, and it can do no harm.</summary>
public sealed class MemexdServiceTests(PackageFactory packages)
{
    [Fact]
    public async Task An_installed_service_runs_as_its_user_answers_and_does_its_work()
    {
        await using var box = await BootAsync();

        Assert.Equal("active", await box.ShowAsync("memexd", "ActiveState"));
        Assert.Equal("memexd", await box.ReadAsync("ps -o user= -p $(systemctl show -P MainPID memexd)"));
        Assert.Contains("\"status\":\"ok\"", await box.ReadAsync("curl -sf http://127.0.0.1:8765/health"), StringComparison.Ordinal);

        await box.ReadAsync("echo 'five words of a document' >/var/lib/memexd/inbox/first.txt");
        await box.UntilAsync("curl -sf http://127.0.0.1:8765/health | grep -q '\"documents_processed\":1'");
        Assert.Contains("first.txt", await box.ReadAsync("cat /var/lib/memexd/index/project.jsonl"), StringComparison.Ordinal);
        Assert.Equal(await box.ShowAsync("memexd", "MainPID"), await box.ReadAsync("cat /run/memexd/memexd.pid"));

        await box.EveryWordWorksAsync("memexdctl", "memexd", "1.4.0");
    }

    [Fact]
    public async Task A_reload_reads_the_configuration_again_in_the_same_process()
    {
        await using var box = await BootAsync();
        var process = await box.ShowAsync("memexd", "MainPID");

        await box.ReadAsync("sed -i 's/\"inbox\"/\"elsewhere\"/' /etc/memexd/config.toml; mkdir -m 777 /var/lib/memexd/elsewhere; systemctl reload memexd");

        await box.UntilAsync("curl -sf http://127.0.0.1:8765/health | grep -q /var/lib/memexd/elsewhere");
        Assert.Equal(process, await box.ShowAsync("memexd", "MainPID"));
    }

    [Fact]
    public async Task A_killed_service_is_back_after_ten_seconds()
    {
        await using var box = await BootAsync();

        await box.ReadAsync("systemctl kill --signal=KILL memexd");
        await box.EventuallyAsync("memexd", "SubState", "auto-restart");
        await box.EventuallyAsync("memexd", "ActiveState", "active");

        Assert.Equal(("1", "10s"), (await box.ShowAsync("memexd", "NRestarts"), await box.ShowAsync("memexd", "RestartUSec")));
        const string pause = """
            journalctl --unit=memexd --output=short-unix | awk '/Failed with result/ { end = $1 } /Starting memexd/ { begin = $1 } END { print int(begin - end) }'
            """;
        Assert.InRange(int.Parse(await box.ReadAsync(pause), CultureInfo.InvariantCulture), 9, 19);
    }

    [Fact]
    public async Task A_service_that_cannot_start_is_given_up_after_three_starts()
    {
        await using var box = await BootAsync();

        // Only the pause between starts is shortened; the limit is the package's.
        await box.EditUnitAsync("memexd", "RestartSec=100ms");
        await box.ShellAsync("echo nonsense >/etc/memexd/config.toml; systemctl stop memexd; systemctl reset-failed memexd; systemctl start memexd");
        await box.EventuallyAsync("memexd", "ActiveState", "failed");

        Assert.Equal("78", await box.ShowAsync("memexd", "ExecMainStatus"));
        Assert.Equal("3", await box.ReadAsync("journalctl --unit=memexd --output=cat | grep -c 'status=78/CONFIG'"));
        Assert.Contains("Start request repeated too quickly", await box.LogAsync("memexd"), StringComparison.Ordinal);
        Assert.Equal("5min", await box.ShowAsync("memexd", "StartLimitIntervalUSec"));
    }

    [Fact]
    public async Task The_watchdog_ends_a_hung_process_and_leaves_a_lively_one_alone()
    {
        await using var box = await BootAsync();
        Assert.Equal("30s", await box.ShowAsync("memexd", "WatchdogUSec"));

        await box.EditUnitAsync("memexd", "WatchdogSec=1s\\nTimeoutAbortSec=1s\\nRestartSec=100ms"); // nobody waits half a minute
        await box.ReadAsync("systemctl restart memexd; sleep 4");
        Assert.Equal("0", await box.ShowAsync("memexd", "NRestarts"));

        await box.ReadAsync("kill -STOP $(systemctl show -P MainPID memexd)");
        await box.EventuallyAsync("memexd", "NRestarts", "1");
        await box.EventuallyAsync("memexd", "ActiveState", "active");
        Assert.Contains("Failed with result 'watchdog'", await box.LogAsync("memexd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_is_running_again_after_a_reboot()
    {
        await using var box = await BootAsync();

        await box.RebootAsync();

        Assert.Equal(("running", "active"), (box.State, await box.ShowAsync("memexd", "ActiveState")));
        Assert.Contains("\"ok\"", await box.ReadAsync("curl -sf http://127.0.0.1:8765/health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_log_is_rotated_while_it_goes_on_writing()
    {
        await using var box = await BootAsync();
        await box.ReadAsync("echo one >/var/lib/memexd/inbox/one.txt");
        await box.UntilAsync("grep -q one.txt /var/log/memexd/memexd.log");

        Assert.Equal("", await box.ReadAsync("logrotate --force /etc/logrotate.conf 2>&1"));
        await box.ReadAsync("echo two >/var/lib/memexd/inbox/two.txt");
        await box.UntilAsync("grep -q two.txt /var/log/memexd/memexd.log");

        Assert.Equal("0", await box.ReadAsync("grep -c one.txt /var/log/memexd/memexd.log || true"));
        Assert.Contains("one.txt", await box.ReadAsync("zcat /var/log/memexd/memexd.log.1.gz"), StringComparison.Ordinal);
        Assert.Equal("memexd:memexd\nmemexd:memexd", await box.ReadAsync("stat -c %U:%G /var/log/memexd/memexd.log*"));
        Assert.Equal("active", await box.ShowAsync("memexd", "ActiveState"));
    }

    private async Task<SystemdBox> BootAsync() => await AptBox.BootWithAsync(await packages.MemexdAsync());
}
