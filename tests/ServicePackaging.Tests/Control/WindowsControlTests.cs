using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Control;

/// <summary>What the management command does on Windows, as far as Wine's cmd knows.</summary>
public sealed class WindowsControlTests(WineMachine machine) : IClassFixture<WineMachine>
{
    private const string Running = "4  RUNNING";
    private const string Stopped = "1  STOPPED";
    private const string Query = "sc query \"Acme Collector\"";

    private static readonly Service One = ControlServices.Command(new Service().OnWindows()).With("ServiceName", "Acme Collector");
    private static readonly Service Instances = One.Item("ServiceInstance", "east").Item("ServiceInstance", "west");

    [Theory]
    [InlineData(Running, "status", 0, "Acme Collector is running", Query)]
    [InlineData(Stopped, "status", 3, "Acme Collector is not running", Query)]
    [InlineData(Running, "health", 0, "Acme Collector is healthy", Query)]
    [InlineData(Running, "start", 0, "", Query)]
    [InlineData(Stopped, "start", 0, "", $"{Query}|net start \"Acme Collector\"")]
    [InlineData(Stopped, "stop", 0, "", Query)]
    [InlineData(Stopped, "restart", 0, "", $"{Query}|{Query}|net start \"Acme Collector\"")]
    [InlineData(Running, "version", 0, "acmectl 1.2.3", "")]
    public async Task A_subcommand_for_one_service(string state, string words, int code, string said, string calls)
    {
        machine.IsInState(state);

        Assert.Equal((code, said, ""), await machine.TypeAsync(WindowsCommands.Text(One), words));
        Assert.Equal(calls.Split('|', StringSplitOptions.RemoveEmptyEntries), machine.Calls);
    }

    [Theory]
    [InlineData("enable", "Automatic", "auto")]
    [InlineData("enable", "Delayed", "delayed-auto")]
    [InlineData("disable", "Automatic", "disabled")]
    public async Task What_is_enabled_starts_as_the_package_has_it(string word, string mode, string start)
    {
        machine.Says("sc", 0);
        Assert.Equal(0, (await machine.TypeAsync(WindowsCommands.Text(One.With("ServiceStartMode", mode)), word)).ExitCode);
        Assert.Equal([$"sc config \"Acme Collector\" start= {start}"], machine.Calls);

        machine.Says("sc", 5);
        Assert.Equal(1, (await machine.TypeAsync(WindowsCommands.Text(One), word)).ExitCode);
    }

    // Wine has no PowerShell, so that only Windows can show what PowerShell does with its line.
    [Theory]
    [InlineData("logs", 50, "")]
    [InlineData("logs -n 5", 5, "")]
    [InlineData("logs -f", 50, "1")]
    [InlineData("logs -n 0 -f", 0, "1")]
    public async Task Its_events_are_shown_in_order_and_followed_on_request(string words, int lines, string follow)
    {
        var source = One.With("ServiceLogIdentifier", "it's 100% <Acme> & co");

        Assert.Equal((0, "", ""), await machine.TypeAsync(WindowsCommands.Text(source), words));
        Assert.Equal(
            "powershell -NoProfile -NonInteractive -Command \"$source=''+[char]34+'it'+[char]39+'s 100'+[char]37+' '+[char]60+'Acme'+[char]62+' '+[char]38+' co'+[char]34; "
            + $"$most=@{{MaxEvents=[Math]::Max(1,{lines})}}; $seen=0; do {{ "
            + "$new=@(Get-WinEvent -LogName Application -FilterXPath ('*[System[Provider[@Name='+$source+'] and EventRecordID>'+$seen+']]') @most -ErrorAction SilentlyContinue "
            + "| Sort-Object RecordId); foreach ($one in $new) { $one.TimeCreated.ToString('s')+' '+$one.Message; $seen=$one.RecordId }; $most=@{}; "
            + $"if ('{follow}') {{ Start-Sleep 2 }} }} while ('{follow}'); exit 0\"",
            Assert.Single(machine.Calls));
    }

    [Fact]
    public async Task A_stop_that_net_does_not_support_is_requested_from_sc()
    {
        machine.IsInState(Running);
        machine.Says("net", 1);

        Assert.Equal(1, (await machine.TypeAsync(WindowsCommands.Text(One), "stop")).ExitCode);
        Assert.Equal(["net stop \"Acme Collector\" /y", "sc stop \"Acme Collector\""], machine.Calls.Where(call => call.Contains(" stop ", StringComparison.Ordinal)));
        machine.Says("net", 0);
    }

    [Fact]
    public async Task A_service_that_does_not_stop_is_not_started()
    {
        machine.IsInState(Running);

        Assert.Equal(1, (await machine.TypeAsync(WindowsCommands.Text(One), "restart")).ExitCode);
        Assert.DoesNotContain("net start \"Acme Collector\"", machine.Calls);
        Assert.Contains("net stop \"Acme Collector\" /y", machine.Calls);
    }

    [Theory]
    [InlineData("start east", "there are no instances")]
    [InlineData("logs -n x", "\"x\" is no number")]
    [InlineData("logs -n", "a number is missing")]
    [InlineData("status --all", "unknown option \"--all\"; see acmectl help")]
    [InlineData("status a b", "one instance at a time")]
    public async Task What_it_does_not_understand_it_does_not_do(string words, string said)
    {
        Assert.Equal((64, "", $"acmectl: {said}"), await machine.TypeAsync(WindowsCommands.Text(One), words));
        Assert.Empty(machine.Calls);
    }

    [Fact]
    public async Task An_unknown_subcommand_lists_the_known_ones()
    {
        var help = await machine.TypeAsync(WindowsCommands.Text(Instances), "help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Equal((64, "", help.Output), await machine.TypeAsync(WindowsCommands.Text(Instances), "reboot"));
        Assert.Contains("logs [-f] [-n LINES] [INSTANCE]", help.Output, StringComparison.Ordinal);
        Assert.EndsWith("Instances: east west; without one, all of them.", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_are_managed_together_or_individually()
    {
        machine.IsInState(Stopped);

        Assert.Equal((3, "Acme Collector-east is not running\nAcme Collector-west is not running", ""), await machine.TypeAsync(WindowsCommands.Text(Instances), "status"));
        Assert.Equal(0, (await machine.TypeAsync(WindowsCommands.Text(Instances), "start WEST")).ExitCode);
        Assert.Equal(["sc query \"Acme Collector-west\"", "net start \"Acme Collector-west\""], machine.Calls);
        Assert.Equal((64, "", "acmectl: no instance \"north\"; there are: east west"), await machine.TypeAsync(WindowsCommands.Text(Instances), "start north"));
    }

    // Wine's cmd replaces two percent signs by one, and does so twice.
    [Fact]
    public void A_percent_sign_of_an_address_is_escaped() => Assert.Contains(
        "\r\nif /i %1==\"Acme Collector\" set url=\"http://127.0.0.1:8765/health?of=me&in=50%%25\"\r\n", WindowsCommands.Text(One.With("ServiceHealthUrl", ControlServices.Url)), StringComparison.Ordinal);

    [Fact]
    public async Task An_address_is_requested_until_it_answers_or_the_time_is_over()
    {
        const string Url = "http://127.0.0.1:8765/health?of=me&in=50";
        var asked = WindowsCommands.Text(One.With("ServiceHealthUrl", Url));
        machine.IsInState(Running);
        machine.Says("curl", 0);
        Assert.Equal((0, "Acme Collector is healthy", ""), await machine.TypeAsync(asked, "health"));
        Assert.EndsWith($" \"{Url}\"", machine.Calls[^1], StringComparison.Ordinal);

        machine.Says("curl", 7);
        Assert.Equal((1, "", "acmectl: Acme Collector is not healthy"), await machine.TypeAsync(asked, "health --wait 2"));
        Assert.InRange(machine.Calls.Count(call => call.StartsWith("curl ", StringComparison.Ordinal)), 2, 1000);

        machine.Has("curl", isThere: false);
        Assert.Equal((69, "", "acmectl: needs curl\nacmectl: Acme Collector is not healthy"), await machine.TypeAsync(asked, "health --wait 30"));
        machine.Has("curl", isThere: true);
    }
}
