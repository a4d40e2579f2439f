using System.Diagnostics;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

public sealed class SystemdBoxTests
{
    [Fact]
    public async Task A_box_boots_without_a_failed_unit()
    {
        await using var box = await SystemdBox.StartAsync();

        Assert.Equal("running", box.State);
        Assert.Equal("systemd", (await box.ExecAsync("cat", "/proc/1/comm")).Text);
    }

    [Fact]
    public async Task A_box_that_cannot_start_says_why()
    {
        await BoxHost.RequireAsync();
        await using var keeper = BoxKeeper.Start("systemd", "/nowhere");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(keeper.BootedAsync);

        Assert.Contains("mount: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_has_an_exit_code_two_outputs_and_an_input()
    {
        await using var box = await SystemdBox.StartAsync();

        var result = await box.ExecAsync(
            new ProcessOptions { StandardInput = "given" }, "sh", "-c", "tr a-z A-Z; echo told >&2; exit 7");

        Assert.Equal((7, "GIVEN", "told\n"), (result.ExitCode, result.StandardOutput, result.StandardError));
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended_in_the_box_too()
    {
        await using var box = await SystemdBox.StartAsync();
        var hurried = new ProcessOptions { Timeout = TimeSpan.FromSeconds(0.5) };

        await Assert.ThrowsAsync<TimeoutException>(() => box.ExecAsync(hurried, "sleep", "86399"));

        Assert.Equal(1, (await box.ExecAsync("pgrep", "-f", "sleep 86399")).ExitCode);
    }

    [Fact]
    public async Task A_packaged_service_lives_through_a_crash_and_a_reboot_until_its_purge()
    {
        await using var box = await SystemdBox.StartAsync();
        var deb = await HandMadeDeb.BuildAsync(box);

        (await box.ExecAsync("apt-get", "install", "-qy", deb)).Succeeded();
        await box.EventuallyAsync("greeter", "ActiveState", "active");
        Assert.Contains("hello from greeter", await box.LogAsync("greeter"), StringComparison.Ordinal);

        (await box.ExecAsync("systemctl", "kill", "--signal=KILL", "greeter")).Succeeded();
        await box.EventuallyAsync("greeter", "NRestarts", "1");
        await box.EventuallyAsync("greeter", "ActiveState", "active");

        await box.RebootAsync();
        Assert.Equal("running", box.State);
        Assert.Equal("active", (await box.ExecAsync("systemctl", "is-active", "greeter")).Text);

        (await box.ExecAsync("apt-get", "purge", "-qy", "greeter")).Succeeded();
        Assert.Equal("not-found", await box.ShowAsync("greeter", "LoadState"));
        Assert.NotEqual(0, (await box.ExecAsync("test", "-e", "/etc/greeter.conf")).ExitCode);
    }

    [Fact]
    public async Task An_rpm_box_installs_from_a_database_of_its_own()
    {
        await using var box = await SystemdBox.StartAsync(BoxImage.SystemdWithRpm);

        Assert.Equal("running", box.State);
        Assert.Equal("/var/lib/rpm", (await box.ExecAsync("rpm", "--eval", "%_dbpath")).Text);
        (await box.ExecAsync("dnf", "--version")).Succeeded();
    }

    [Fact]
    public async Task Limits_of_a_unit_are_enforced()
    {
        BoxHost.RequireController("pids");
        await using var box = await SystemdBox.StartAsync();

        const string run = "systemd-run --wait --quiet --property=TasksMax=2 sh -c";

        var two = await box.ShellAsync($"{run} 'sleep 0.1 & wait'");
        var three = await box.ShellAsync($"{run} 'sleep 0.1 & sleep 0.1 & wait'");

        Assert.Equal(0, two.ExitCode);
        Assert.NotEqual(0, three.ExitCode);
    }

    [Fact]
    public async Task Two_boxes_know_nothing_of_each_other()
    {
        var boxes = await Task.WhenAll(SystemdBox.StartAsync(), SystemdBox.StartAsync());
        await using SystemdBox one = boxes[0], other = boxes[1];

        (await one.ShellAsync("touch /root/mine /share/mine /run/mine")).Succeeded();

        Assert.NotEqual(0, (await other.ShellAsync("ls /root/mine || ls /share/mine || ls /run/mine")).ExitCode);
        Assert.NotEqual(
            (await one.ExecAsync("cat", "/etc/machine-id")).Text,
            (await other.ExecAsync("cat", "/etc/machine-id")).Text);
    }

    [Fact]
    public async Task A_powered_off_box_leaves_nothing()
    {
        var box = await SystemdBox.StartAsync();
        var traces = BoxTraces.Of(box);

        await box.PowerOffAsync();

        Assert.Empty(traces.Left());
        await box.DisposeAsync();
    }

    [Fact]
    public async Task A_box_that_a_failing_test_drops_leaves_nothing()
    {
        var box = await SystemdBox.StartAsync();
        var traces = BoxTraces.Of(box);
        var busy = box.ExecAsync("sleep", "infinity");
        (await box.ShellAsync("until pgrep --exact sleep; do sleep 0.01; done")).Succeeded();

        await box.DisposeAsync();

        Assert.Empty(traces.Left());
        Assert.Equal(128 + 9, (await busy).ExitCode);
    }

    [Fact]
    public async Task A_box_whose_test_process_is_killed_leaves_nothing()
    {
        await BoxHost.RequireAsync();
        var directory = Path.Combine(BoxImage.CacheDirectory, "running", $"{Environment.ProcessId}-orphan");
        var image = await BoxImage.Systemd.PathAsync();
        string[] keeper = [BoxKeeper.Script, "run", "systemd", image, directory];
        var start = new ProcessStartInfo("bash", ["-c", "sleep infinity | bash \"$@\"", "-", .. keeper]) { RedirectStandardOutput = true };
        using var pipeline = Process.Start(start)!;
        Assert.Equal("up running", await pipeline.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        var traces = BoxTraces.Of(directory);

        (await ProcessRunner.RunAsync("pkill", "-KILL", "--parent", $"{pipeline.Id}", "sleep")).Succeeded();
        await pipeline.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Empty(traces.Left());
    }

    [Fact]
    public async Task What_a_killed_keeper_leaves_the_next_box_clears_away()
    {
        var box = await SystemdBox.StartAsync();
        var traces = BoxTraces.Of(box);

        await box.KillKeeperAsync();
        await using var next = await SystemdBox.StartAsync();

        Assert.Empty(traces.Left());
    }
}
