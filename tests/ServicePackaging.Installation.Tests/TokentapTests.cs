using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample that each user has of one's own, with users who linger, and with a stand-in for the docker of theirs.</summary>
public sealed class TokentapTests(PackageFactory packages)
{
    private const string Health = "curl -sf -x http://127.0.0.1:8080 http://localhost/health";
    private const string Healthy = """{"status":"ok","proxy":true}""";
    private const string Logs = "/home/ann/.tokentap/logs";

    // What a language model's interface answers, once.
    private const string Model = """
        printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 49\r\n\r\n{"usage":{"input_tokens":12,"output_tokens":345}}' >/root/answer
        perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1:9000", Listen => 1, ReuseAddr => 1) || die; fork && exit; $c = $s->accept; sysread $c, $_, 9999; open F, "/root/answer"; print $c <F>' >/dev/null 2>&1
        """;

    [Fact]
    public async Task It_runs_for_a_user_who_is_there_and_answers_counts_and_logs_in_that_users_home()
    {
        var package = (await packages.SampleAsync("Tokentap")).Deb;
        await using var box = await StartWithDockerAsync(await SystemdBox.StartAsync(), "ann");

        await box.InstallAsync(package);

        await box.UntilAsync($"{Health} >/dev/null");
        Assert.Equal(Healthy, await box.ReadAsync(Health));
        Assert.Equal("ann 750\nann 750", await box.ReadAsync($"stat -c '%U %a' /home/ann/.tokentap {Logs}"));
        Assert.Contains("listens on 127.0.0.1:8080", await box.ReadAsync($"cat {Logs}/service.log"), StringComparison.Ordinal);

        await box.ReadAsync(Model);
        Assert.Contains("345", await box.ReadAsync("curl -sf -x http://127.0.0.1:8080 http://127.0.0.1:9000/v1/messages"), StringComparison.Ordinal);
        Assert.Equal(
            """{"totals":{"requests":1,"inputTokens":12,"outputTokens":345},"mongoUri":"mongodb://127.0.0.1:27017"}""", await box.ReadAsync("curl -sf http://127.0.0.1:8080/status"));
        Assert.Equal("502", await box.ReadAsync("curl -s -o /dev/null -w '%{http_code}' -x http://127.0.0.1:8080 http://127.0.0.1:9/"));
        Assert.Contains("127.0.0.1 does not answer", await box.ReadAsync($"cat {Logs}/service.error.log"), StringComparison.Ordinal);

        // What it has counted outlives it, and ten seconds after a crash it is back.
        await box.ReadAsync("kill -9 $(pgrep -u ann tokentap)");
        await box.UntilAsync($"{Health} >/dev/null");
        Assert.Contains("345", await box.ReadAsync("curl -sf http://127.0.0.1:8080/status"), StringComparison.Ordinal);

        await AssertOverridesAsync(box);
        await AssertRotationAsync(box);

        (await box.AptAsync("purge", "tokentap")).Succeeded();
        Assert.Equal("", await box.ReadAsync("pgrep tokentap || true; find /etc /usr /var -name '*tokentap*'"));
        Assert.Equal("345", await box.ReadAsync("grep -o 345 /home/ann/.tokentap/totals.json"));
        Assert.Equal("", await AsAsync(box, "ann", "systemctl --user list-units --all --plain --no-legend '*tokentap*' | grep -v not-found || true"));
    }

    [Fact]
    public async Task Its_user_manages_it_with_the_command()
    {
        var package = (await packages.SampleAsync("Tokentap")).Deb;
        await using var box = await StartWithDockerAsync(await SystemdBox.StartAsync(), "ann");
        await box.InstallAsync(package);

        Assert.Equal($"tokentap.service is healthy: {Healthy}", await AsAsync(box, "ann", "tokentapctl health --wait 20"));
        Assert.Contains("Active: active (running)", await AsAsync(box, "ann", "tokentapctl status"), StringComparison.Ordinal);
        Assert.Contains("listens on", await AsAsync(box, "ann", "tokentapctl logs -n 5"), StringComparison.Ordinal);
        Assert.Contains("==> /home/ann/.tokentap/logs/service.error.log <==", await AsAsync(box, "ann", "timeout 1 tokentapctl logs -f || true"), StringComparison.Ordinal);
        Assert.Equal("tokentapctl 1.0.0", await AsAsync(box, "ann", "tokentapctl version"));
        Assert.Contains("Usage: tokentapctl", await AsAsync(box, "ann", "tokentapctl help"), StringComparison.Ordinal);

        var process = await box.ReadAsync("pgrep -u ann tokentap");
        await AsAsync(box, "ann", "tokentapctl restart; tokentapctl health --wait 20");
        Assert.NotEqual(process, await box.ReadAsync("pgrep -u ann tokentap"));

        // "tokentap down" stops it; the rotation is there as long as it is.
        Assert.Equal("active", await AsAsync(box, "ann", "systemctl --user is-active tokentap-logrotate.timer"));
        await AsAsync(box, "ann", "tokentapctl stop");
        Assert.Equal("3", await AsAsync(box, "ann", "code=0; tokentapctl status >/dev/null || code=$?; echo $code"));
        Assert.Equal("success inactive", await AsAsync(box, "ann", "echo $(systemctl --user show -P Result tokentap) $(systemctl --user is-active tokentap-logrotate.timer)"));
        Assert.Equal("1", await AsAsync(box, "ann", "code=0; tokentapctl health >/dev/null 2>&1 || code=$?; echo $code"));
        await AsAsync(box, "ann", "tokentapctl start; tokentapctl health --wait 20");

        // Disabled for one, it starts for another, whose first login makes what it needs.
        await AsAsync(box, "ann", "tokentapctl disable; tokentapctl stop");
        await box.ReadAsync("systemctl restart user@$(id -u ann)");
        Assert.Equal("masked inactive", await AsAsync(box, "ann", "echo $(systemctl --user is-enabled tokentap) $(systemctl --user is-active tokentap)"));
        await AddUserAsync(box, "bob");
        await box.UntilAsync($"{Health} >/dev/null && pgrep -u bob tokentap >/dev/null && [ -s /home/bob/.tokentap/logs/service.log ]");
        await AsAsync(box, "bob", "tokentapctl stop");
        Assert.DoesNotContain("linger", await AsAsync(box, "ann", "tokentapctl enable; tokentapctl start; tokentapctl health --wait 20"), StringComparison.Ordinal);
        Assert.Equal("enabled", await AsAsync(box, "ann", "systemctl --user is-enabled tokentap"));

        // Required is required.
        await AsAsync(box, "ann", "tokentapctl stop");
        await box.ReadAsync("rm /etc/systemd/user/docker.service");
        await AsAsync(box, "ann", "systemctl --user stop docker; systemctl --user daemon-reload");
        Assert.Contains("Unit docker.service not found", await AsAsync(box, "ann", "tokentapctl start 2>&1 || true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_an_rpm_it_starts_at_a_users_first_login()
    {
        var package = (await packages.SampleAsync("Tokentap")).Rpm;
        await using var box = await RpmWorld.BootWithAsync(package);
        await StartWithDockerAsync(box, "ann");

        Assert.Equal($"tokentap.service is healthy: {Healthy}", await AsAsync(box, "ann", "tokentapctl health --wait 20"));
        Assert.Contains("listens on", await AsAsync(box, "ann", "tokentapctl logs"), StringComparison.Ordinal);
        await box.ReadAsync("echo TOKENTAP_MONGO_URI=mongodb://rpm >/etc/sysconfig/tokentap");
        await AsAsync(box, "ann", "tokentapctl restart; tokentapctl health --wait 20");
        Assert.Contains("mongodb://rpm", await box.ReadAsync("curl -sf http://127.0.0.1:8080/status"), StringComparison.Ordinal);
        await AsAsync(box, "ann", "systemctl --user start tokentap-logrotate.service");
        Assert.Contains("service.log", await box.ReadAsync("cat /home/ann/.tokentap/logrotate.status"), StringComparison.Ordinal);

        await box.RpmEraseAsync("tokentap");
        await box.UntilAsync("! pgrep tokentap >/dev/null");
    }

    // The administrator's file for everybody, a drop-in for one.
    private static async Task AssertOverridesAsync(SystemdBox box)
    {
        await box.ReadAsync("echo TOKENTAP_MONGO_URI=mongodb://administrator >>/etc/default/tokentap");
        await AsAsync(box, "ann", """
            mkdir -p ~/.config/systemd/user/tokentap.service.d
            printf '[Service]\nEnvironment=TOKENTAP_PORT=8081\n' >~/.config/systemd/user/tokentap.service.d/port.conf
            systemctl --user daemon-reload
            systemctl --user restart tokentap
            """);
        await box.UntilAsync("curl -sf http://127.0.0.1:8081/status | grep -q '\"mongodb://administrator\"'");
        await AsAsync(box, "ann", "rm -r ~/.config/systemd/user/tokentap.service.d; systemctl --user daemon-reload; tokentapctl restart; tokentapctl health --wait 20");
    }

    // logrotate's first run takes note of the files; a week later they are full.
    private static async Task AssertRotationAsync(SystemdBox box)
    {
        var process = await box.ReadAsync("pgrep -u ann tokentap");
        await AsAsync(box, "ann", "systemctl --user start tokentap-logrotate.service; sed -i 's/ 20[0-9]*-/ 2020-/' ~/.tokentap/logrotate.status");
        await AsAsync(box, "ann", "systemctl --user start tokentap-logrotate.service; tokentapctl health --wait 20");

        Assert.Equal("service.error.log\nservice.error.log.1.gz\nservice.log\nservice.log.1.gz", await box.ReadAsync($"ls {Logs}"));
        Assert.Contains("Stopped after", await box.ReadAsync($"zcat {Logs}/service.log.1.gz"), StringComparison.Ordinal);
        Assert.Equal("1", await box.ReadAsync($"grep -c 'listens on' {Logs}/service.log"));
        Assert.NotEqual(process, await box.ReadAsync("pgrep -u ann tokentap"));
        Assert.Equal("ann", await box.ReadAsync($"stat -c %U {Logs}/service.log.1.gz"));
    }

    private static async Task<SystemdBox> StartWithDockerAsync(SystemdBox box, string user)
    {
        await box.ReadAsync("printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >/etc/systemd/user/docker.service");
        await AddUserAsync(box, user);
        return box;
    }

    private static Task<string> AddUserAsync(SystemdBox box, string user) =>
        box.ReadAsync($"useradd --create-home --shell /bin/sh {user}; loginctl enable-linger {user}; systemctl start user@$(id -u {user})");

    // As from a shell of that user's who is logged in.
    private static async Task<string> AsAsync(SystemdBox box, string user, string script)
    {
        var run = $"exec runuser -u {user} -- env HOME=/home/{user} USER={user} LOGNAME={user} XDG_RUNTIME_DIR=/run/user/$(id -u {user}) sh -euc \"$0\"";
        var result = await box.ExecAsync("sh", "-c", run, script);
        return result.Succeeded().Text;
    }
}
