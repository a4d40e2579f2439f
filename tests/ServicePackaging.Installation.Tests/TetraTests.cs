using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>Two environments of one service from one package: each with its own account, place, port, variables and fence.</summary>
public sealed class TetraTests(PackageFactory packages)
{
    private const string Register = """
        curl -sf -X PUT -H 'Content-Type: application/json' -d '{"name":"web","port":8000,"command":"node server.js","autostart":true}' http://127.0.0.1:PORT/services
        """;

    [Theory]
    [InlineData("deb")]
    [InlineData("rpm")]
    public async Task Both_environments_are_up_beside_each_other(string format)
    {
        var sample = await packages.SampleAsync("Tetra");
        await using var box = format == "deb" ? await AptBox.BootWithAsync(sample.Deb) : await RpmWorld.BootAsync(updateHelper: true);
        if (format == "rpm")
        {
            await box.RpmInstallAsync(sample.Rpm);
        }

        var variables = format == "deb" ? "/etc/default" : "/etc/sysconfig";
        Assert.Equal("tetra@production.service is healthy", (await box.ReadAsync("tetractl health production --wait 30"))[.."tetra@production.service is healthy".Length]);
        await box.ReadAsync("tetractl health --wait 30");
        Assert.Contains("\"env\":\"production\",\"port\":4445", await box.ReadAsync("curl -sf http://127.0.0.1:4445/health"), StringComparison.Ordinal);
        Assert.Contains("\"env\":\"dev\",\"port\":4444", await box.ReadAsync("curl -sf http://127.0.0.1:4444/health"), StringComparison.Ordinal);
        Assert.Equal("tetra root", await box.ReadAsync("for i in production dev; do ps -o user= -p $(systemctl show -P MainPID tetra@$i); done | xargs"));

        await box.ReadAsync(Register.Replace("PORT", "4445", StringComparison.Ordinal));
        Assert.Equal("/var/lib/tetra/tsm/services-available/web.tsm", await box.ReadAsync("find /var/lib/tetra /var/lib/tetra-dev -name '*.tsm'"));
        Assert.Equal("tetra:tetra 750\nroot:root 750", await box.ReadAsync("stat -c '%U:%G %a' /var/lib/tetra /var/lib/tetra-dev"));

        string[] limits = ["MemoryMax=1073741824", "LimitNOFILE=65536", "LimitNPROC=4096", "PrivateTmp=yes", "NoNewPrivileges=yes"];
        foreach (var instance in new[] { "production", "dev" })
        {
            Assert.Equal(limits.Order(), (await box.ReadAsync($"systemctl show -p MemoryMax,LimitNOFILE,LimitNPROC,PrivateTmp,NoNewPrivileges tetra@{instance}")).Split('\n').Order());
        }

        Assert.Equal("1073741824", await box.ReadAsync("cat $(find /sys/fs/cgroup -path '*tetra@production.service/memory.limit_in_bytes' -o -path '*tetra@production.service/memory.max' | head -1)"));
        // As far as the box itself may have them open.
        Assert.Equal(await box.ReadAsync("n=$(ulimit -H -n); echo $((n < 65536 ? n : 65536))"), await box.ReadAsync("awk '/Max open files/ { print $5 }' /proc/$(systemctl show -P MainPID tetra@dev)/limits"));
        Assert.Equal(("strict", "no"), (await box.ShowAsync("tetra@production", "ProtectSystem"), await box.ShowAsync("tetra@dev", "ProtectSystem")));

        // The administrator's variables win, and are one environment's.
        await box.ReadAsync($"echo TETRA_PORT=4450 >>{variables}/tetra-dev; tetractl restart dev");
        await box.UntilAsync("curl -sf http://127.0.0.1:4450/health | grep -q '\"env\":\"dev\"'");
        Assert.Contains("\"services\":1", await box.ReadAsync("curl -sf http://127.0.0.1:4445/health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_management_command_speaks_of_one_environment_or_of_both()
    {
        await using var box = await AptBox.BootWithAsync((await packages.SampleAsync("Tetra")).Deb);

        await box.ReadAsync("tetractl stop dev");
        Assert.Equal(3, (await box.ShellAsync("tetractl status dev")).ExitCode);
        await box.ReadAsync("tetractl status production");
        Assert.Equal(1, (await box.ShellAsync("tetractl health")).ExitCode);
        await box.ReadAsync("tetractl start && tetractl health --wait 30");
        await box.ReadAsync("tetractl restart production && tetractl health production --wait 30");
        await box.UntilAsync("tetractl logs -n 5 dev | grep -q 'Tetra serves @dev on port 4444'");
        await box.UntilAsync("timeout 2 tetractl logs -f dev | grep -q 'Tetra serves @dev'");
        await box.ReadAsync("tetractl disable dev");
        Assert.Equal("enabled\ndisabled", (await box.ShellAsync("systemctl is-enabled tetra@production tetra@dev")).Text);
        await box.ReadAsync("tetractl enable dev");
        Assert.Equal("tetractl 2.3.0", await box.ReadAsync("tetractl version"));
        Assert.Equal(64, (await box.ShellAsync("tetractl start staging")).ExitCode);
    }

    [Fact]
    public async Task A_deployment_waits_checks_and_fails_loudly()
    {
        var first = await packages.SampleAsync("Tetra");
        var second = await packages.SampleAsync("Tetra", "2.4.0");
        await using var box = await AptBox.BootWithAsync(first.Deb);
        await box.ReadAsync("tetractl health --wait 30");
        await box.ReadAsync(Register.Replace("PORT", "4445", StringComparison.Ordinal));

        var deploy = $"apt-get -qq -y install {box.Share(second.Deb)} >/dev/null && tetractl health --wait 30";
        Assert.Contains("tetra@dev.service is healthy", await box.ReadAsync(deploy), StringComparison.Ordinal);
        Assert.Equal("2.4.0-1", await box.ReadAsync("dpkg-query -W -f '${Version}' tetra"));
        Assert.Contains("\"services\":1", await box.ReadAsync("curl -sf http://127.0.0.1:4445/health"), StringComparison.Ordinal);
        Assert.Equal("2\n2", await box.ReadAsync("for i in production dev; do journalctl -u tetra@$i -o cat | grep -c '^Started'; done"));

        // What does not answer makes the line fail, and says which.
        await box.ReadAsync("echo TETRA_PORT=none >>/etc/default/tetra-production");
        var failed = await box.ShellAsync($"apt-get -qq -y --reinstall install {box.Share(second.Deb)} >/dev/null; tetractl health --wait 2");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("tetra@production.service is not healthy", failed.StandardError, StringComparison.Ordinal);

        (await box.AptAsync("purge", "tetra")).Succeeded();
        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib -name '*tetra*' ! -path '/var/lib/dpkg/*'; pgrep tetra || true"));
    }

    [Fact]
    public async Task On_Windows_they_are_two_services_and_one_command()
    {
        var package = await packages.SampleMsiAsync("Tetra");
        await using var box = await WineBox.StartAsync();
        await box.AddCurlAsync();

        (await box.InstallAsync(package.Msi)).Succeeded();

        await box.UntilAsync("curl -sf http://127.0.0.1:4445/health | grep -q '\"env\":\"production\"' && curl -sf http://127.0.0.1:4444/health | grep -q '\"env\":\"dev\"'");
        Assert.Equal((0, "tetra-production is running\ntetra-dev is running"), await box.TypeAsync("tetractl status"));
        Assert.Equal(0, (await box.TypeAsync("tetractl stop dev")).ExitCode);
        Assert.Equal((ServiceStatus.Running, ServiceStatus.Stopped), (await box.ServiceAsync("tetra-production"), await box.ServiceAsync("tetra-dev")));
        Assert.Equal(3, (await box.TypeAsync("tetractl status dev")).ExitCode);
        Assert.Equal(0, (await box.TypeAsync("tetractl start dev")).ExitCode);
        Assert.Equal((0, "tetra-production is healthy\ntetra-dev is healthy"), await box.TypeAsync("tetractl health --wait 30"));

        foreach (var service in new[] { "tetra-production", "tetra-dev" })
        {
            await box.NetStopAsync(service);
        }

        (await box.UninstallAsync(package.Msi)).Succeeded();
        Assert.Null(await box.ServiceAsync("tetra-dev"));
    }
}
