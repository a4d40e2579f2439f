using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Rpm;

/// <summary>Every scriptlet under every number that rpm can call it with, in a sandbox. The tables are those of a booted system that has
/// systemd's helper for packages; what older systems and containers do follows from them.</summary>
public sealed class ScriptletTests
{
    private static readonly Dictionary<string, (Service Service, string Table)> Cases = new Dictionary<string, string>
    {
        ["stop before"] = ScriptletTables.StopBefore,
        ["restart after"] = ScriptletTables.RestartAfter,
        ["manual"] = ScriptletTables.Manual,
        ["disabled"] = ScriptletTables.Manual,
        ["instances"] = ScriptletTables.Instances,
        ["socket"] = ScriptletTables.Socket,
        ["on demand"] = ScriptletTables.OnDemand,
        ["timer"] = ScriptletTables.Timer,
        ["timer that is not stopped"] = ScriptletTables.TimerRestartAfter,
        ["user"] = ScriptletTables.User,
        ["root"] = ScriptletTables.Root,
        ["root with a group"] = ScriptletTables.RootWithGroup,
        ["hooks"] = ScriptletTables.Hooks,
        ["owned file"] = ScriptletTables.RestartAfter,
    }.ToDictionary(row => row.Key, row => (KindOf(row.Key), row.Value));

    private static readonly MaintainerScriptSandbox OldSystem = new()
    {
        Stubs = [.. MaintainerScriptSandbox.ActingCommands.Except(["rm"]), "systemd-update-helper"],
        Answers = [new("systemctl is-active", Output: "active"), new("getent", ExitCode: 2)],
    };

    private static readonly MaintainerScriptSandbox Booted = OldSystem with
    {
        Files = new Dictionary<string, string> { ["/usr/lib/systemd/systemd-update-helper"] = "#!/bin/sh\nexec /sandbox/bin/systemd-update-helper \"$@\"\n" },
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task On_a_booted_system_scriptlets_do_what_systemds_macros_do(string name) =>
        Assert.Equal(Expected(name).ToString(), (await RunAsync(name, Booted)).ToString());

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Where_systemd_has_no_helper_its_commands_are_called(string name) =>
        Assert.Equal(Expected(name).Select(WithoutHelper).ToString(), (await RunAsync(name, OldSystem)).ToString());

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Without_a_running_systemd_only_accounts_directories_and_presets_are_created(string name) =>
        Assert.Equal(Expected(name).Without("systemctl").ToString(), (await RunAsync(name, Booted with { SystemdRuns = false })).ToString());

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task The_same_applies_without_the_helper_of_systemd(string name) => Assert.Equal(
        Expected(name).Without("systemctl").Select(WithoutHelper).ToString(), (await RunAsync(name, OldSystem with { SystemdRuns = false })).ToString());

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Without_systemctl_nothing_calls_it(string name) => Assert.Equal(
        Expected(name).Without("systemctl", "systemd-update-helper", "systemd-tmpfiles").ToString(),
        (await RunAsync(name, OldSystem with { SystemdRuns = false, Absent = ["systemctl", "systemd-tmpfiles"] })).ToString());

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task A_unit_that_does_not_run_is_not_started_by_an_upgrade(string name) => Assert.Equal(
        Expected(name).Select(call => call.StartsWith("systemctl restart", StringComparison.Ordinal) ? null : call).Without("systemctl --quiet is-active").Rows.Select(Describe),
        (await RunAsync(name, Booted with { Answers = [new("systemctl is-active", ExitCode: 3, Output: "inactive"), new("getent", ExitCode: 2)] }))
            .Without("systemctl --quiet is-active", "systemctl show").Rows.Select(Describe));

    [Theory]
    [InlineData("active", true)]
    [InlineData("activating", true)]
    [InlineData("reloading", true)]
    [InlineData("deactivating", false)]
    [InlineData("inactive", false)]
    [InlineData("failed", false)]
    [InlineData("unknown", false)]
    public async Task A_unit_that_is_about_to_be_restarted_counts_as_running(string state, bool isNoted)
    {
        var table = await ScriptTable.RunAsync(
            Cases["stop before"].Service.PlanRpm(), Booted with { Answers = [new("systemctl is-active", ExitCode: state == "active" ? 0 : 3, Output: state)] }, "posttrans 1 noted");

        Assert.Equal(isNoted ? ["systemctl restart acme.service"] : [], table["posttrans 1 noted"].Where(call => call.StartsWith("systemctl restart", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task A_unit_that_the_presets_do_not_enable_is_not_started(string name) => Assert.Equal(
        Expected(name).Without("systemctl start", "systemctl --quiet is-active")["post 1"],
        (await RunAsync(name, Booted with { Answers = [new("systemctl --quiet is-enabled", ExitCode: 1), .. Booted.Answers] }))["post 1"]);

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task No_scriptlet_fails_when_the_commands_around_the_service_do(string name)
    {
        string[] fallible = ["systemctl start", "systemctl stop", "systemctl restart", "systemctl daemon-reload", "systemctl --no-reload", "systemd-update-helper", "systemd-tmpfiles"];

        var table = await RunAsync(name, Booted with { Answers = [.. fallible.Select(call => new StubAnswer(call, ExitCode: 1)), .. Booted.Answers] });

        Assert.Equal(Expected(name).ToString(), table.ToString());
    }

    [Fact]
    public async Task An_account_that_rpm_created_needs_no_program_to_create_it()
    {
        var table = await RunAsync("stop before", Booted with { Answers = [new("systemctl is-active", Output: "active")], Absent = ["useradd", "groupadd"] });

        Assert.Equal(Expected("stop before").Without("useradd", "groupadd")["pre 1"], table["pre 1"]);
        Assert.Equal(["getent passwd acme", "getent group acme"], table["posttrans 1"]);
    }

    [Theory]
    [InlineData("groupadd")]
    [InlineData("useradd")]
    public async Task An_account_that_cannot_be_created_cancels_the_installation(string program)
    {
        var table = await RunAsync("stop before", Booted with { Answers = [new(program, ExitCode: 9), .. Booted.Answers] });

        Assert.Equal([program, "exit code 1"], table["pre 1"].TakeLast(2).Select(call => call.StartsWith("exit", StringComparison.Ordinal) ? call : call.Split(' ')[0]));
        Assert.Equal(table["pre 1"], table["pre 2"]);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Run_twice_every_form_does_the_same_again(string name)
    {
        string[] forms = [.. Expected(name).Rows.Select(row => row.Form)];

        var twice = await ScriptTable.RunAsync(Cases[name].Service.PlanRpm(), Booted, [.. forms, .. forms]);

        Assert.Equal(twice.Rows.Take(forms.Length).Select(Describe), twice.Rows.Skip(forms.Length).Select(Describe));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task The_shell_and_shellcheck_find_nothing_in_the_scriptlets(string name)
    {
        Availability.RequireProgram("shellcheck");
        using var directory = new TemporaryTree();
        foreach (var (scriptlet, text) in Cases[name].Service.PlanRpm().Plan.Metadata.Where(text => text.Key != "header"))
        {
            if (scriptlet == "pretrans")
            {
                // rpm contains the interpreter.
                Availability.RequireProgram("rpm");
                var script = $"%{{lua: assert(loadfile('{directory.Write("/pretrans.lua", text)}'))}}";
                Assert.Equal("", (await ProcessRunner.RunAsync("rpm", "--eval", script)).Succeeded().Text);
                continue;
            }

            // rpm has no #! line in its scriptlets.
            Assert.False(text.StartsWith("#!", StringComparison.Ordinal), scriptlet);
            var file = directory.Write($"/{scriptlet}", text);
            Assert.Equal("", (await ProcessRunner.RunAsync("sh", "-n", file)).Succeeded().StandardError);
        }

        Assert.Equal("", (await ProcessRunner.RunAsync("shellcheck", ["-s", "sh", "--norc", .. directory.Files.Where(file => !file.EndsWith(".lua", StringComparison.Ordinal))])).StandardOutput);
    }

    [Theory]
    [InlineData("AfterInstall", "post 1")]
    [InlineData("AfterUpgrade", "post 2")]
    [InlineData("BeforeRemove", "preun 0")]
    [InlineData("AfterRemove", "postun 0")]
    public async Task A_hook_that_fails_or_exits_ends_only_itself(string stage, string form)
    {
        var failing = await ScriptTable.RunAsync(Services.Minimal.Hook(stage, "usermod first\nfalse\nusermod second").PlanRpm(), Booted, form);
        var exiting = await ScriptTable.RunAsync(Services.Minimal.Hook(stage, "#!/bin/sh\nusermod first\nexit 3\n").PlanRpm(), Booted, form);
        var without = await ScriptTable.RunAsync(Services.Minimal.PlanRpm(), Booted, form);

        Assert.Equal(failing[form], exiting[form]);
        Assert.Contains("usermod first", failing[form]);
        Assert.Equal(without.Rows.SelectMany(row => row.Calls), exiting[form].Where(call => call != "usermod first"));
    }

    [Theory]
    [InlineData("usermod first\nfalse\nusermod second", "exit code 1")]
    [InlineData("usermod first\nexit 3", "exit code 3")]
    public async Task A_hook_that_fails_before_the_installation_cancels_it(string text, string expected)
    {
        var table = await ScriptTable.RunAsync(Services.Minimal.Hook("BeforeInstall", text).PlanRpm(), Booted, "pre 1", "pre 2");

        Assert.Equal(["usermod first", expected], table["pre 1"].SkipWhile(call => call != "usermod first"));
        Assert.DoesNotContain("usermod first", table["pre 2"]);
    }

    [Fact]
    public async Task Hooks_of_one_stage_run_in_the_order_declared_and_cannot_reach_each_other()
    {
        var service = Services.Minimal.Source("b.sh", "cd /; leaked=yes; usermod b \"$1\"\r\n").Source("a.sh", "usermod a \"$leaked\" \"$1\"\n# no end of line")
            .Item("ServicePackageScript", "b.sh", ("Stage", "AfterInstall;AfterUpgrade")).Item("ServicePackageScript", "a.sh", ("Stage", "AfterInstall"));

        var table = await ScriptTable.RunAsync(service.PlanRpm(), Booted, "post 1", "post 2");

        Assert.Equal(["usermod b 1", "usermod a '' 1"], table["post 1"].Where(call => call.StartsWith("usermod", StringComparison.Ordinal)));
        Assert.Equal(["usermod b 2"], table["post 2"].Where(call => call.StartsWith("usermod", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Acme's \"Collector\" $HOME `id`", "Acme's \"Collector\" $HOME `id`")]
    [InlineData("Acme: Collector", "Acme  Collector")]
    public async Task A_display_name_is_a_comment_whatever_it_contains(string name, string comment)
    {
        var table = await ScriptTable.RunAsync(Services.Minimal.With("ServiceDisplayName", name).PlanRpm(), Booted, "pre 1");

        Assert.Equal($"useradd --system --gid acme --home-dir /var/lib/acme --no-create-home --shell /sbin/nologin --comment '{comment}' acme", table["pre 1"].Single(call => call.StartsWith("useradd", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_scriptlet_that_would_do_nothing_is_not_shipped()
    {
        Assert.Equal(["header", "pretrans", "post", "preun", "postun"], Services.User.PlanRpm().Plan.Metadata.Select(text => text.Key));
        Assert.Equal(["header", "pretrans", "pre", "post", "preun", "postun", "posttrans"], Services.Minimal.PlanRpm().Plan.Metadata.Select(text => text.Key));
    }

    [Fact]
    public void A_hook_for_purging_is_reported_never_to_run() => Assert.Equal(
        "Warning SVCPKG2011: ServicePackageScript 'Purge.sh' has the stage Purge, which rpm does not have, so it never runs. Set Formats=\"deb\".",
        Assert.Single(Services.Minimal.Hook("Purge", "true").PlanRpm().Findings).ToString());

    private static Service KindOf(string name) => name switch
    {
        "on demand" => Services.Minimal.With("ServiceStartMode", "Manual").Item("ServiceSocket", "8080"),
        "timer that is not stopped" => Services.Kinds["timer"].With("ServiceUpgradeMode", "RestartAfter"),
        "root with a group" => Services.Kinds["root"].With("ServiceGroup", "collectors"),
        _ => Services.Kinds[name],
    };

    private static string? WithoutHelper(string call) => call.Split(' ', 3) switch
    {
        ["systemd-update-helper", "install-system-units", var units] => $"systemctl --no-reload preset {units}",
        ["systemd-update-helper", "remove-system-units", var units] => $"systemctl --no-reload disable {units}",
        ["systemd-update-helper", "install-user-units", var units] => $"systemctl --no-reload --global preset {units}",
        ["systemd-update-helper", "remove-user-units", var units] => $"systemctl --no-reload --global disable {units}",
        ["systemd-update-helper", "mark-restart-user-units", _] => null,
        _ => call,
    };

    private static string Describe((string Form, IReadOnlyList<string> Calls) row) => $"{row.Form}: {string.Join("; ", row.Calls)}";

    private static ScriptTable Expected(string name) => ScriptTable.Parse(Cases[name].Table);

    // It only asks; UpgradeTests tests what follows from the answer.
    private static async Task<ScriptTable> RunAsync(string name, MaintainerScriptSandbox sandbox) =>
        (await ScriptTable.RunAsync(Cases[name].Service.PlanRpm(), sandbox)).Without("systemctl cat", "systemctl is-enabled");
}
