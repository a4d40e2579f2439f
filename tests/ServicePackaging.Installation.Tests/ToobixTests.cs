using System.Globalization;
using System.Text.Json;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample that is kept running: what its guide asks of a crash, a stop, a reload and a log, and its management command.</summary>
public sealed class ToobixTests(PackageFactory packages)
{
    private const string Name = "toobix-api";
    private const string Log = "/var/log/toobix-api/toobix-api.log";

    [Fact]
    public async Task It_answers_within_its_limits_and_a_reload_leaves_the_process_in_peace()
    {
        await using var box = await BootAsync("TOOBIX_STATISTICSINTERVAL=00:00:01");
        var process = await box.ShowAsync(Name, "MainPID");

        using var health = JsonDocument.Parse(await box.ReadAsync("curl -sf http://localhost:3000/health"));
        Assert.Equal(("ok", "toobix-api"), (health.RootElement.GetProperty("status").GetString(), health.RootElement.GetProperty("service").GetString()));
        Assert.True(health.RootElement.GetProperty("uptime").GetDouble() > 0);
        Assert.Equal(DateTime.UtcNow, health.RootElement.GetProperty("timestamp").GetDateTime(), TimeSpan.FromMinutes(1));
        Assert.Equal(["workingSet", "heap", "limit"], Names("memory"));
        Assert.Equal(["total", "lastHour", "lastMinute"], Names("errors"));
        Assert.Equal(["total", "lastMinute", "active", "rejected"], Names("requests"));

        Assert.Equal("toobix-api", await box.ReadAsync($"stat -c %U /proc/{process}"));
        Assert.Equal(process, await box.ReadAsync("cat /run/toobix-api/toobix-api.pid"));
        Assert.Equal("0", await box.ReadAsync($"awk '/^CapEff/ {{ print $2 + 0 }}' /proc/{process}/status"));
        Assert.Equal("", await box.ReadAsync("systemd-analyze verify toobix-api.service 2>&1"));
        await box.UntilAsync($"grep -q 'Statistics: uptime=[0-9]*s restarts=0 crashes=0 status=running requests=[0-9]* rejected=0 errors=0' {Log}");
        await box.UntilAsync("journalctl --unit=toobix-api --output=cat | grep -q 'Statistics: uptime=[0-9]*s restarts=0 crashes=0 status=running'");

        await box.ReadAsync("sed -i 's/\"requestsPerMinute\": 600/\"requestsPerMinute\": 2/' /etc/toobix-api/toobix.json; systemctl reload toobix-api");
        await box.UntilAsync($"grep -q 'Configuration read again' {Log}");
        Assert.Equal(
            "404 404 429", await box.ReadAsync("for n in 1 2 3; do curl -s -o /dev/null -w '%{http_code} ' http://localhost:3000/api/values/none; done | xargs"));
        Assert.Equal(process, await box.ShowAsync(Name, "MainPID"));

        BoxHost.RequireController("memory");
        BoxHost.RequireController("cpu");
        Assert.Equal($"{512L << 20}", await box.ReadAsync(
            "cat /sys/fs/cgroup/memory/system.slice/toobix-api.service/memory.limit_in_bytes || cat /sys/fs/cgroup/system.slice/toobix-api.service/memory.max"));
        Assert.Equal("80000 100000", await box.ReadAsync(
            "cd /sys/fs/cgroup/cpu/system.slice/toobix-api.service && echo $(cat cpu.cfs_quota_us cpu.cfs_period_us) || cat /sys/fs/cgroup/system.slice/toobix-api.service/cpu.max"));

        await box.ReadAsync("systemctl stop toobix-api; test ! -e /run/toobix-api");
        Assert.Equal("success", await box.ShowAsync(Name, "Result"));

        IEnumerable<string> Names(string property) => health.RootElement.GetProperty(property).EnumerateObject().Select(member => member.Name);
    }

    [Fact]
    public async Task It_is_back_a_second_after_a_crash_and_the_fifth_in_a_minute_is_the_last()
    {
        await using var box = await BootAsync("TOOBIX_DIAGNOSTICS=1");

        for (var crash = 1; crash <= 5; crash++)
        {
            await box.ReadAsync("toobixctl health --wait 10 && curl -sf -X POST http://localhost:3000/crash");
            await box.UntilAsync($"[ $(journalctl --unit=toobix-api --output=cat | grep -c 'Failed with result') = {crash} ]");
        }

        await box.EventuallyAsync(Name, "ActiveState", "failed");
        Assert.Contains("Start request repeated too quickly", await box.LogAsync(Name), StringComparison.Ordinal);
        Assert.Equal("5", await box.ReadAsync("journalctl --unit=toobix-api --output=cat | grep -c '^Started toobix-api'"));
        var pauses = await box.ReadAsync(
            "journalctl --unit=toobix-api --output=short-unix | awk '/Failed with result/ { end = $1 } /Starting toobix-api/ && end { print int(($1 - end) * 1000) }'");
        Assert.All(pauses.Split('\n'), pause => Assert.InRange(int.Parse(pause, CultureInfo.InvariantCulture), 900, 3000));
        Assert.NotEqual(0, (await box.ShellAsync("systemctl start toobix-api")).ExitCode);
        Assert.Equal(3, (await box.ShellAsync("toobixctl status")).ExitCode);
        await box.ReadAsync("test ! -e /run/toobix-api/toobix-api.pid");

        await box.ReadAsync("toobixctl start && toobixctl health --wait 10"); // which forgets the crashes first
        await box.ReadAsync($"systemctl stop toobix-api; tail -n 1 {Log} | grep -q 'restarts=5 crashes=5 status=stopped'");
    }

    [Fact]
    public async Task A_stop_waits_for_a_short_request_and_not_for_a_long_one()
    {
        await using var box = await BootAsync("TOOBIX_DIAGNOSTICS=1");

        var times = await box.ReadAsync("""
            curl -s http://localhost:3000/delay/1000 >/tmp/short & curl -s http://localhost:3000/delay/10000 >/tmp/long & sleep 0.3
            began=$(date +%s%3N); systemctl stop toobix-api; echo $(($(date +%s%3N) - began))
            wait
            """);

        Assert.InRange(int.Parse(times, CultureInfo.InvariantCulture), 1500, 5000);
        Assert.Equal(("done", ""), (await box.ReadAsync("cat /tmp/short"), await box.ReadAsync("cat /tmp/long")));
        Assert.Equal(("success", "30s"), (await box.ShowAsync(Name, "Result"), await box.ShowAsync(Name, "TimeoutStopUSec")));
        await box.ReadAsync($"grep -q 'Received SIGTERM, starting graceful shutdown' {Log}; tail -n 1 {Log} | grep -q 'status=stopped'");
    }

    [Fact]
    public async Task Its_log_is_rotated_and_the_same_process_goes_on_in_the_new_file()
    {
        await using var box = await BootAsync("TOOBIX_STATISTICSINTERVAL=00:00:01");
        var process = await box.ShowAsync(Name, "MainPID");
        await box.UntilAsync($"grep -q 'Server listens' {Log}");

        Assert.Equal("", await box.ReadAsync("logrotate --force /etc/logrotate.conf 2>&1"));

        await box.UntilAsync($"grep -q Statistics {Log}");
        await box.ReadAsync($"! grep -q 'Server listens' {Log}; zcat {Log}.1.gz | grep -q 'Server listens'; grep -q 'Configuration read again' {Log}");
        Assert.Equal("640 toobix-api:toobix-api", await box.ReadAsync($"stat -c '%a %U:%G' {Log}"));
        Assert.Equal((process, "active"), (await box.ShowAsync(Name, "MainPID"), await box.ShowAsync(Name, "ActiveState")));
    }

    [Fact]
    public async Task Its_management_command_knows_every_word_and_a_deployment_waits_for_the_new_version()
    {
        var newer = (await packages.SampleAsync("Toobix", "2.2.0")).Deb;
        await using var box = await BootAsync();

        await box.EveryWordWorksAsync("toobixctl", Name, "2.1.0");

        var deploy = $"apt-get -qq -y --allow-downgrades install {box.Share(newer)} && toobixctl health --wait ";
        await box.ReadAsync($"curl -sf -X PUT -d kept http://localhost:3000/api/values/greeting; {deploy} 30");
        Assert.Equal(("kept", "toobixctl 2.2.0"), (await box.ReadAsync("curl -sf http://localhost:3000/api/values/greeting"), await box.ReadAsync("toobixctl version")));

        await box.ReadAsync("echo '{' >/etc/toobix-api/toobix.json");
        Assert.Equal(1, (await box.ShellAsync($"{deploy.Replace("install", "install --reinstall", StringComparison.Ordinal)} 2")).ExitCode);
    }

    [Fact]
    public async Task A_removal_stops_it_and_a_purge_leaves_nothing_but_the_account()
    {
        await using var box = await BootAsync();

        (await box.AptAsync("remove", Name)).Succeeded();
        await box.ReadAsync("! curl -s http://localhost:3000/health; test -d /var/lib/toobix-api -a -f /etc/toobix-api/toobix.json -a ! -e /usr/bin/toobixctl -a ! -e /usr/libexec/toobix-api");
        (await box.AptAsync("purge", Name)).Succeeded();
        Assert.Equal("", await box.ReadAsync("ls -d /etc/toobix-api /var/lib/toobix-api /var/log/toobix-api /run/toobix-api /etc/logrotate.d/toobix-api 2>/dev/null || true"));
    }

    [Fact]
    public async Task And_so_does_its_rpm()
    {
        await using var box = await RpmWorld.BootAsync();
        var package = (await packages.SampleAsync("Toobix")).Rpm;
        await box.AddToRepositoryAsync(package);

        await box.ReadAsync($"dnf -y install {box.Share(package)} && toobixctl start && toobixctl health --wait 30 && toobixctl status");
        Assert.Equal(("1min", "5"), (await box.ShowAsync(Name, "StartLimitIntervalUSec"), await box.ShowAsync(Name, "StartLimitBurst")));
        await box.ReadAsync("dnf -y remove toobix-api; ! curl -s http://localhost:3000/health; test ! -e /usr/bin/toobixctl");
    }

    // What the administrator says of it counts from the first start on.
    private async Task<SystemdBox> BootAsync(string variable = "TOOBIX_LOGLEVEL=Information")
    {
        var package = (await packages.SampleAsync("Toobix")).Deb;
        var box = await SystemdBox.StartAsync();
        await box.EditUnitAsync(Name, $"Environment={variable}");
        await box.InstallAsync(package);
        await box.ReadAsync("toobixctl health --wait 20");
        return box;
    }
}
