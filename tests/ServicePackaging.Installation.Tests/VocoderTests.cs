using System.Text.Json;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>The sample in a user's own manager: instances with a socket each, signs of life, a sandbox, entries in the journal.</summary>
public sealed class VocoderTests(PackageFactory packages)
{
    private const string Production = "vocoder@production.service";
    private const string Development = "vocoder@development.service";

    // What the guide asks for, in every unit that can be started.
    private static readonly string[] Startable = [Production, Development, "vocoder@production.socket", "vocoder@development.socket"];

    [Fact]
    public async Task Each_instance_answers_at_its_own_socket_and_a_connection_starts_it()
    {
        await using var box = await BootAsync();
        Assert.Equal("600 ann:ann\n600 ann:ann", await box.ReadAsync("stat -c '%a %U:%G' /run/user/1000/vocoder/*/vocoder.sock"));
        Assert.Equal("ok Wait semicolon go.", await AskAsync(box, "production", "transcribe wait semicolon go full stop"));
        Assert.Equal("ok Wait; go.", await AskAsync(box, "development", "transcribe wait semicolon go full stop"));

        await box.AnnReadsAsync($"systemctl --user stop {Production} {Development} 2>/dev/null");
        Assert.Matches("^ok production: 0 texts, 0 words, up [0-9]+ s, socket of systemd$", await AskAsync(box, "production", "status"));

        Assert.Equal("active\ninactive", await box.AnnReadsAsync($"systemctl --user is-active {Production} {Development} || true"));
        Assert.Equal("production: 0 texts, 0 words", await box.AnnsAsync(Production, "StatusText"));
        Assert.Equal("vocoder@production.service is healthy", await box.AnnReadsAsync("vocoderctl health production"));
        await box.AnnReadsAsync("vocoderctl stop production 2>/dev/null; ! vocoderctl status production");
    }

    [Fact]
    public async Task A_hung_loop_is_noticed_by_the_watchdog_and_the_service_started_again()
    {
        await using var box = await BootAsync();
        Assert.Equal(("30s", "10s", "5s"), (await box.AnnsAsync(Development, "WatchdogUSec"), await box.AnnsAsync(Development, "TimeoutAbortUSec"), await box.AnnsAsync(Development, "RestartUSec")));

        await box.AnnEditsAsync("vocoder@development", "WatchdogSec=2s\\nTimeoutAbortSec=100ms\\nRestartSec=100ms"); // nobody waits half a minute
        await box.AnnReadsAsync($"systemctl --user restart {Development}; sleep 5");
        Assert.Equal("0", await box.AnnsAsync(Development, "NRestarts"));

        Assert.Equal("", await AskAsync(box, "development", "hang"));
        await box.AnnWaitsAsync($"[ $(systemctl --user show -P NRestarts {Development}) = 1 ] && systemctl --user --quiet is-active {Development}");
        Assert.Contains("Failed with result 'watchdog'", await box.AnnReadsAsync($"journalctl --user --output=cat --unit={Development}"), StringComparison.Ordinal);
        Assert.StartsWith("error unknown command 'hang'", await AskAsync(box, "production", "hang"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_cannot_start_is_given_up_after_three_starts_in_a_minute()
    {
        await using var box = await BootAsync();
        Assert.Equal("1min", await box.AnnsAsync(Production, "StartLimitIntervalUSec"));

        // Only the pause between starts is shortened; the limit is the package's.
        await box.AnnEditsAsync("vocoder@production", "RestartSec=100ms");
        await box.AnnReadsAsync($"mkdir -p ~/.config/vocoder; echo nonsense >~/.config/vocoder/production.conf; systemctl --user stop {Production} 2>/dev/null; systemctl --user reset-failed; ! systemctl --user start {Production} 2>&1");
        await box.AnnWaitsAsync($"[ $(systemctl --user is-failed {Production}) = failed ]");

        Assert.Equal("78", await box.AnnsAsync(Production, "ExecMainStatus"));
        Assert.Equal("3", await box.AnnReadsAsync($"journalctl --user --output=cat --unit={Production} | grep -c 'status=78/CONFIG'"));
        Assert.Contains("Start request repeated too quickly", await box.AnnReadsAsync($"journalctl --user --output=cat --unit={Production}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandbox_and_the_limits_of_the_guide_hold()
    {
        await using var box = await BootAsync();
        var process = await box.AnnsAsync(Production, "MainPID");
        var status = await box.ReadAsync($"cat /proc/{process}/status");

        Assert.Contains("NoNewPrivs:\t1\n", status, StringComparison.Ordinal);
        Assert.Contains("Seccomp:\t2\n", status, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000000000\n", status, StringComparison.Ordinal);
        Assert.Equal("1000 1000 1", await box.ReadAsync($"xargs </proc/{process}/uid_map"));
        Assert.Equal(
            ["/ ro", "/dev ro", "/home/ann/.config/vocoder/production rw", "/proc/sys ro", "/run/user ro", "/run/user/1000 rw", "/sys/fs/cgroup ro", "/tmp rw"],
            (await box.ReadAsync($"awk '{{ last[$5] = $6 }} END {{ for (m in last) print m, substr(last[m], 1, 2) }}' /proc/{process}/mountinfo | sort"))
                .Split('\n').Where(line => line.Split(' ')[0] is "/" or "/dev" or "/home/ann/.config/vocoder/production" or "/proc/sys" or "/run/user" or "/run/user/1000" or "/sys/fs/cgroup" or "/tmp"));
        Assert.Contains("systemd-private-", await box.ReadAsync($"awk '$5 == \"/tmp\" {{ print $4 }}' /proc/{process}/mountinfo"), StringComparison.Ordinal);
        Assert.Equal("/run/user/1000", await box.ReadAsync($"tr '\\0' '\\n' </proc/{process}/environ | sed -n 's/^XDG_RUNTIME_DIR=//p'"));

        // Control groups of version 1 are not handed down to users' managers (user@.service, Delegate=): here they are known, and not enforced.
        Assert.Equal(
            ["524288000", "0", "500ms", "100", "100", "64", "/dev/sda 10000000", "/dev/sda 5000000"],
            await Task.WhenAll(new[] { "MemoryMax", "MemorySwapMax", "CPUQuotaPerSecUSec", "CPUWeight", "IOWeight", "TasksMax", "IOReadBandwidthMax", "IOWriteBandwidthMax" }
                .Select(property => box.AnnsAsync(Production, property))));
    }

    [Fact]
    public async Task Entries_in_the_journal_have_fields_and_a_reload_is_one_of_them()
    {
        await using var box = await BootAsync();
        var process = await box.AnnsAsync(Production, "MainPID");
        await box.AnnReadsAsync("mkdir -p ~/.config/vocoder; echo 'hash = #' >~/.config/vocoder/production.conf; systemctl --user reload vocoder@production");

        await box.AnnWaitsAsync("journalctl --user --quiet MESSAGE='Configuration read again' --output=cat | grep -q .");
        Assert.Equal("ok A# comma", await AskAsync(box, "production", "transcribe a hash comma"));
        Assert.Equal("error Could not find file '/nowhere'.", await AskAsync(box, "production", "listen /nowhere"));
        Assert.Equal(process, await box.AnnsAsync(Production, "MainPID"));

        using var entry = JsonDocument.Parse(await box.AnnReadsAsync("journalctl --user --unit=vocoder@production --output=json VOCODER_WORDS=3"));
        Assert.Equal(
            ["6", "Transcribed", "./Daemon.cs", "Transcribe", "production", "vocoder", Production, "journal"],
            new[] { "PRIORITY", "MESSAGE", "CODE_FILE", "CODE_FUNC", "VOCODER_CONFIG", "SYSLOG_IDENTIFIER", "_SYSTEMD_USER_UNIT", "_TRANSPORT" }
                .Select(field => entry.RootElement.GetProperty(field).GetString()));
        Assert.Equal("Connection failed: Could not find file '/nowhere'.", await box.AnnReadsAsync("journalctl --user --unit=vocoder@production --output=cat --priority=err"));
    }

    [Fact]
    public async Task Systemd_has_nothing_to_say_against_the_units_and_an_upgrade_and_a_removal_leave_nothing_behind()
    {
        await using var box = await BootAsync();
        await VerifyAsync(box);
        var process = await box.AnnsAsync(Production, "MainPID");
        await box.ReadAsync("echo Documentation=man:old >>/usr/lib/systemd/user/vocoder@.service"); // as if the old version had been another one
        await box.AnnReadsAsync("systemctl --user daemon-reload");

        await box.InstallAsync((await packages.SampleAsync("Vocoder", "0.5.0")).Deb);
        await box.AnnWaitsAsync($"systemctl --user --quiet is-active {Production} && systemctl --user --quiet is-active {Development}");
        Assert.NotEqual(process, await box.AnnsAsync(Production, "MainPID"));
        Assert.Equal(("no", "enabled"), (await box.AnnsAsync(Production, "NeedDaemonReload"), await box.AnnsAsync(Production, "UnitFileState")));
        Assert.StartsWith("ok development", await AskAsync(box, "development", "status"), StringComparison.Ordinal);

        (await box.AptAsync("remove", "vocoder")).Succeeded();
        Assert.Equal("", await box.ReadAsync("pgrep vocoder || true; find /run/user/1000/vocoder -type s"));
        (await box.AptAsync("purge", "vocoder")).Succeeded();
        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib -name '*vocoder*'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_bus_of_the_user_it_is_started_upgraded_and_stopped_too(bool isRpm)
    {
        await using var box = isRpm ? await RpmWorld.BootAsync() : await SystemdBox.StartAsync();
        await box.ReadAsync("systemctl --quiet --global mask dbus.socket dbus.service");
        await box.AddAnnAsync();
        await box.ReadAsync("test ! -e /run/user/1000/bus");
        var package = await packages.SampleAsync("Vocoder");

        await InstallAsync();
        await box.AnnWaitsAsync($"systemctl --user --quiet is-active {Production}");
        var process = await box.AnnsAsync(Production, "MainPID");

        await InstallAsync();
        await box.AnnWaitsAsync($"systemctl --user --quiet is-active {Production} && [ $(systemctl --user show -P MainPID {Production}) != {process} ]");

        (isRpm ? await box.RpmAsync("--erase", "vocoder") : await box.AptAsync("purge", "vocoder")).Succeeded();
        await box.UntilAsync("! pgrep vocoder");

        async Task InstallAsync() => (isRpm
            ? await box.RpmAsync("--upgrade", "--replacepkgs", box.Share(package.Rpm))
            : await box.ExecAsync("dpkg", "--install", box.Share(package.Deb))).Succeeded();
    }

    [Fact]
    public async Task By_rpm_it_is_the_same()
    {
        await using var box = await RpmWorld.BootAsync();
        await box.RpmInstallAsync((await packages.SampleAsync("Vocoder")).Rpm);
        await box.AddAnnAsync();

        await box.AnnWaitsAsync($"systemctl --user --quiet is-active {Production} && systemctl --user --quiet is-active {Development}");
        await VerifyAsync(box);
        Assert.Equal("ok Hello, world.", await AskAsync(box, "production", "transcribe hello comma world period"));

        Assert.Equal("", await box.RpmEraseAsync("vocoder"));
        await box.UntilAsync("! pgrep vocoder");
        Assert.Equal("", await box.ReadAsync("find /etc /usr /var/lib -name '*vocoder*'; find /run/user/1000/vocoder -type s"));
    }

    [Fact]
    public async Task Where_users_may_make_no_namespaces_a_service_runs_and_a_strict_one_fails_closed()
    {
        await using var box = await SystemdBox.StartAsync();
        await box.ReadAsync("""
            mkdir /etc/systemd/system/user@.service.d
            printf '[Service]\nRestrictNamespaces=cgroup ipc net mnt pid uts\n' >/etc/systemd/system/user@.service.d/no-users.conf
            systemctl daemon-reload
            """);
        await box.AddAnnAsync();
        await box.InstallAsync(await packages.AcmeAsync("1.0.0", AcmeProject.UserScope));
        await box.InstallAsync((await packages.SampleAsync("Vocoder")).Deb);

        await box.AnnWaitsAsync("systemctl --user --quiet is-active acme");
        await box.AnnWaitsAsync($"[ $(systemctl --user show -P ExecMainStatus {Production}) = 217 ]");
    }

    private static async Task<string> AskAsync(SystemdBox box, string instance, string line)
    {
        const string Ask = """
            use IO::Socket::UNIX;
            my $daemon = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$!\n";
            print $daemon "$ARGV[1]\n"; $daemon->shutdown(1); print <$daemon>;
            """;
        return await box.AnnReadsAsync($"timeout 20 perl -e '{Ask}' $XDG_RUNTIME_DIR/vocoder/{instance}/vocoder.sock \"{line}\"");
    }

    private static async Task VerifyAsync(SystemdBox box) =>
        Assert.Equal("", await box.AnnReadsAsync($"systemd-analyze --user --man=no verify vocoder@.service vocoder@.socket {string.Join(' ', Startable)} 2>&1"));

    private async Task<SystemdBox> BootAsync()
    {
        var box = await SystemdBox.StartAsync();
        await box.AddAnnAsync();
        await box.InstallAsync((await packages.SampleAsync("Vocoder")).Deb);
        await box.AnnWaitsAsync($"systemctl --user --quiet is-active {Production} && systemctl --user --quiet is-active {Development}");
        return box;
    }
}
