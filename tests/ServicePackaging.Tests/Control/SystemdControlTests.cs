using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Control;

/// <summary>What the management command does on Linux.</summary>
public sealed class SystemdControlTests
{
    private const string Both = "acme@east.service acme@west.service";

    private static readonly Service One = ControlServices.Command(new Service());
    private static readonly Service Asked = One.With("ServiceHealthUrl", ControlServices.Url);
    private static readonly Service Mixed = One.Item("ServiceInstance", "east", ("StandardOutput", "/var/log/acme-output/a.log")).Item("ServiceInstance", "west");
    private static readonly Service Instances = One.Item("ServiceInstance", "east").Item("ServiceInstance", "west").With("ServiceHealthUrl", "http://127.0.0.1/{Instance}");

    [Theory]
    [InlineData("start", "systemctl start acme.service")]
    [InlineData("stop", "systemctl stop acme.service")]
    [InlineData("restart", "systemctl restart acme.service")]
    [InlineData("enable", "systemctl enable acme.service")]
    [InlineData("disable", "systemctl disable acme.service")]
    [InlineData("status", "systemctl --no-pager --lines=0 status acme.service")]
    [InlineData("logs", "journalctl --no-pager -n 50 -u acme.service")]
    [InlineData("logs -n 5", "journalctl --no-pager -n 5 -u acme.service")]
    [InlineData("logs -f", "journalctl --no-pager -n 50 -f -u acme.service")]
    [InlineData("logs -f -n 0", "journalctl --no-pager -n 0 -f -u acme.service")]
    [InlineData("health", "systemctl is-active acme.service")]
    [InlineData("version", "")]
    [InlineData("help", "")]
    [InlineData("", "")]
    public Task A_subcommand_for_one_service(string words, string calls) => CallsAsync(One, words, calls);

    [Theory]
    [InlineData("start", $"systemctl start {Both}")]
    [InlineData("stop east", "systemctl stop acme@east.service")]
    [InlineData("restart west", "systemctl restart acme@west.service")]
    [InlineData("enable", $"systemctl enable {Both}")]
    [InlineData("disable east", "systemctl disable acme@east.service")]
    [InlineData("status", $"systemctl --no-pager --lines=0 status {Both}")]
    [InlineData("logs", "journalctl --no-pager -n 50 -u acme@east.service -u acme@west.service")]
    [InlineData("logs -n 7 west -f", "journalctl --no-pager -n 7 -f -u acme@west.service")]
    [InlineData("health west", "systemctl is-active acme@west.service|curl --globoff --fail --silent --show-error --max-time 5 http://127.0.0.1/west")]
    public Task A_subcommand_for_instances(string words, string calls) => CallsAsync(Instances, words, calls);

    [Theory]
    [InlineData("socket", "stop", "systemctl stop acme.socket acme.service")]
    [InlineData("socket", "disable", "systemctl disable acme.socket acme.service")]
    [InlineData("socket", "status", "systemctl --no-pager --lines=0 status acme.service")]
    [InlineData("on demand", "start", "systemctl start acme.socket acme.service")]
    [InlineData("on demand", "enable", "systemctl enable acme.socket")]
    [InlineData("timer", "disable", "systemctl disable acme.timer")]
    [InlineData("timer", "stop", "systemctl stop acme.service")]
    [InlineData("socket instances", "restart 7001", "systemctl restart acme@7001.socket acme@7001.service")]
    [InlineData("socket instances", "disable", "systemctl disable acme@7001.socket acme@7001.service acme@7002.socket acme@7002.service")]
    [InlineData("socket of a user", "disable", "systemctl --user disable acme.socket acme.service|systemctl --user is-enabled acme.socket|systemctl --user mask acme.socket|systemctl --user is-enabled acme.service|systemctl --user mask acme.service")]
    public Task Its_triggers_are_managed_with_it(string kind, string words, string calls) => CallsAsync(ControlServices.Kinds[kind](new Service()), words, calls);

    [Theory]
    [InlineData("start", "systemctl --user start acme.service")]
    [InlineData("status", "systemctl --user --no-pager --lines=0 status acme.service")]
    [InlineData("logs", "journalctl --user --no-pager -n 50 -u acme.service")]
    [InlineData("health", "systemctl --user is-active acme.service")]
    public Task A_subcommand_for_a_users_manager(string words, string calls) => CallsAsync(One.With("ServiceScope", "User"), words, calls);

    [Theory]
    [InlineData("Journal", "Journal", "logs", "journalctl --no-pager -n 50 -u acme.service")]
    [InlineData("/var/log/acme-output/a b.log", "", "logs", "tail -n 50 /var/log/acme-output/a b.log")]
    [InlineData("/var/log/acme-output/out.log", "/srv/err.log", "logs -f -n 3", "tail -n 3 -F /var/log/acme-output/out.log /srv/err.log")]
    [InlineData("Journal", "/var/log/acme-output/err.log", "logs", "tail -n 50 /var/log/acme-output/err.log")]
    public Task Logs_are_read_from_where_the_service_prints(string output, string error, string words, string calls) =>
        CallsAsync(One.With("ServiceStandardOutput", output).With("ServiceStandardError", error), words, calls);

    [Fact]
    public Task Each_instance_prints_to_its_own_files() => CallsAsync(
        Instances.With("ServiceStandardOutput", "/var/log/acme-output/{Instance}.log"), "logs", "tail -n 50 /var/log/acme-output/east.log /var/log/acme-output/west.log");

    [Theory]
    [InlineData("logs west -f", "journalctl --no-pager -n 50 -f -u acme@west.service")]
    [InlineData("logs east", "tail -n 50 /var/log/acme-output/a.log")]
    [InlineData("logs -n 5", "journalctl --no-pager -n 5 -u acme@west.service|tail -n 5 /var/log/acme-output/a.log")]
    public Task Some_instances_print_to_the_journal_and_some_to_files(string words, string calls) => CallsAsync(Mixed, words, calls);

    [Fact]
    public async Task Journal_and_files_are_not_followed_together()
    {
        using var machine = new SystemdMachine(Mixed, "curl");

        Assert.Equal((64, "", "acmectl: some print to the journal and some to files; one instance at a time"), await machine.TypeAsync("logs -f"));
        Assert.Empty(machine.Calls);
    }

    [Theory]
    [InlineData("~/.acme/logs", "", "/home/an n/.acme/logs/out.log")]
    [InlineData("", "/home/an n/.local/state/log/acme", "/home/an n/.local/state/log/acme/out.log")]
    [InlineData("", "/home/an n/.local/state/acme", "/home/an n/.local/state/log/acme/out.log")]
    [InlineData("", "", "/home/an n/.config/log/acme/out.log")] // systemd before 254
    public async Task Logs_of_a_users_service_are_read_from_that_users_home(string directory, string exists, string expected)
    {
        var service = One.With("ServiceScope", "User").With("ServiceLogDirectory", directory).With("ServiceStandardOutput", "{LogDirectory}/out.log");
        using var machine = new SystemdMachine(service, "curl").With(exists);

        Assert.Equal((0, "", ""), await machine.TypeAsync("logs"));
        Assert.Equal([$"tail -n 50 {expected}"], machine.CallsHere);
    }

    [Theory]
    [InlineData("enabled", "systemctl --user disable acme.service|systemctl --user is-enabled acme.service|systemctl --user mask acme.service")]
    [InlineData("disabled", "systemctl --user disable acme.service|systemctl --user is-enabled acme.service")]
    public async Task A_user_disables_what_is_enabled_for_all(string state, string calls)
    {
        using var machine = new SystemdMachine(One.With("ServiceScope", "User"), "curl").Enabled(state);

        Assert.Equal((0, "", ""), await machine.TypeAsync("disable"));
        Assert.Equal(calls.Split('|'), machine.Calls);
    }

    [Fact]
    public async Task A_user_who_enables_is_told_of_lingering()
    {
        using var machine = new SystemdMachine(One.With("ServiceScope", "User"), "curl");
        var run = await machine.TypeAsync("enable");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith(": loginctl enable-linger", run.Output, StringComparison.Ordinal);
        Assert.Equal(["systemctl --user unmask acme.service", "systemctl --user enable acme.service"], machine.Calls);
    }

    [Theory]
    [InlineData("start east", "there are no instances")]
    [InlineData("logs -n x", "'x' is no number")]
    [InlineData("logs -n", "'' is no number")]
    [InlineData("health --wait -1", "'-1' is no number")]
    [InlineData("health --wait 08", "'08' is no number")]
    [InlineData("status --all", "unknown option '--all'; see acmectl help")]
    [InlineData("status a b", "one instance at a time")]
    public async Task What_it_does_not_understand_it_does_not_do(string words, string said)
    {
        using var machine = new SystemdMachine(One, "curl");

        Assert.Equal((64, "", $"acmectl: {said}"), await machine.TypeAsync(words));
        Assert.Empty(machine.Calls);
    }

    [Fact]
    public async Task An_unknown_instance_lists_the_known_ones()
    {
        using var machine = new SystemdMachine(Instances);

        Assert.Equal((64, "", "acmectl: no instance 'north'; there are: east west"), await machine.TypeAsync("restart north"));
    }

    [Fact]
    public async Task An_unknown_subcommand_lists_the_known_ones()
    {
        using var machine = new SystemdMachine(Instances);
        var help = (await machine.TypeAsync("help")).Output;

        Assert.Equal((64, "", help), await machine.TypeAsync("reboot"));
        Assert.Equal(
            """
            Usage: acmectl start|stop|restart|status|enable|disable [INSTANCE]
                   acmectl logs [-f] [-n LINES] [INSTANCE]
                   acmectl health [--wait SECONDS] [INSTANCE]
                   acmectl version|help
            Instances: east west; without one, all of them.
            """,
            help);
        Assert.Equal((0, "acmectl 1.2.3", ""), await machine.TypeAsync("version"));
    }

    [Fact]
    public async Task Its_status_is_that_of_systemctl_of_all_units()
    {
        using var machine = new SystemdMachine(Instances).WithDead("acme@west.service");

        Assert.Equal((3, 0, 3), ((await machine.TypeAsync("status")).ExitCode, (await machine.TypeAsync("status east")).ExitCode, (await machine.TypeAsync("status west")).ExitCode));
    }

    [Theory]
    [InlineData("dash", "curl")]
    [InlineData("bash", "curl")]
    [InlineData("busybox", "curl")]
    [InlineData("dash", "wget")]
    [InlineData("busybox", "wget")]
    public async Task It_is_healthy_when_it_answers_which_may_be_waited_for(string shell, string browser)
    {
        using var machine = new SystemdMachine(Asked, browser).AnswersAt(12);

        var (code, output, error) = await machine.TypeAsync("health", shell);
        Assert.Equal((1, "", 0), (code, output, machine.Slept));
        Assert.StartsWith("acmectl: acme.service is not healthy: ", error, StringComparison.Ordinal);
        Assert.Equal(1, (await machine.TypeAsync("health --wait 10", shell)).ExitCode);
        Assert.Equal(10, machine.Slept);
        Assert.Equal((0, """acme.service is healthy: {"status":"ok"}""", ""), await machine.TypeAsync("health --wait 10", shell));
        Assert.Equal(12, machine.Slept);
        Assert.EndsWith(" " + ControlServices.Url, machine.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reason_is_told()
    {
        using var machine = new SystemdMachine(Asked, "curl").AnswersAt(5);
        Assert.Equal((1, "", "acmectl: acme.service is not healthy: curl: (7) Failed to connect"), await machine.TypeAsync("health"));
        Assert.Equal("127.0.0.1,localhost,::1", machine.NoProxy);

        machine.WithDead("acme.service");
        Assert.Equal((1, "", "acmectl: acme.service is not healthy: inactive"), await machine.TypeAsync("health"));
    }

    [Theory]
    [InlineData("a\u001b]0;owned\u0007b\u009b2Jc\\033d\\ce é", "a]0;ownedb2Jc\\033d\\ce é")]
    [InlineData("one\ntwo\tthree\r\n", "one\ntwo\tthree")]
    public async Task An_answer_cannot_send_the_terminal_commands(string answer, string shown)
    {
        using var machine = new SystemdMachine(Asked, "curl").Answers(answer);

        Assert.Equal((0, $"acme.service is healthy: {shown}", ""), await machine.TypeAsync("health"));
    }

    [Fact]
    public async Task A_long_answer_is_cut()
    {
        using var machine = new SystemdMachine(Asked, "curl").Answers(new string('x', 3_000_000));

        Assert.Equal((0, "acme.service is healthy: " + new string('x', 2000), ""), await machine.TypeAsync("health"));
    }

    [Fact]
    public async Task Without_a_program_for_requests_it_reports_that_and_does_not_wait()
    {
        using var machine = new SystemdMachine(Asked);
        Assert.Equal((69, "", "acmectl: needs curl or wget"), await machine.TypeAsync("health --wait 30"));
        Assert.Equal(0, machine.Slept);
    }

    [Fact]
    public async Task Without_an_address_it_is_healthy_when_it_runs()
    {
        using var machine = new SystemdMachine(One);
        Assert.Equal((0, "acme.service is healthy", ""), await machine.TypeAsync("health"));
    }

    [Fact]
    public async Task Instances_are_waited_for_together_and_each_is_told_of()
    {
        using var machine = new SystemdMachine(Instances, "curl").WithDead("acme@east.service");

        Assert.Equal(
            (1, """acme@west.service is healthy: {"status":"ok"}""", "acmectl: acme@east.service is not healthy: inactive"), await machine.TypeAsync("health --wait 4"));
        Assert.Equal(4, machine.Slept);
    }

    private static async Task CallsAsync(Service service, string words, string calls)
    {
        using var machine = new SystemdMachine(service, "curl");
        var run = await machine.TypeAsync(words);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(calls.Split('|', StringSplitOptions.RemoveEmptyEntries), machine.Calls);
    }
}
