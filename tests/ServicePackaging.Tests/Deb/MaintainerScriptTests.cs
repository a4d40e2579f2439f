using ServicePackaging.Formats.Deb;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Deb;

/// <summary>Every maintainer script under every form of call that dpkg has, in a sandbox. The tables are debhelper 13.24's semantics.</summary>
public sealed class MaintainerScriptTests
{
    private static readonly Service Minimal = new();

    /// <summary>What the scripts of each kind of service do.</summary>
    private static readonly Dictionary<string, (Service Service, string Table)> Cases = new Dictionary<string, string>
    {
        ["stop before"] = ScriptTables.StopBefore,
        ["restart after"] = ScriptTables.RestartAfter,
        ["manual"] = ScriptTables.Manual,
        ["disabled"] = ScriptTables.Manual,
        ["instances"] = ScriptTables.Instances,
        ["socket"] = ScriptTables.Socket,
        ["timer"] = ScriptTables.Timer,
        ["user"] = ScriptTables.User,
        ["root"] = ScriptTables.Root,
        ["hooks"] = ScriptTables.Hooks,
        ["owned file"] = ScriptTables.OwnedFile,
    }.ToDictionary(row => row.Key, row => (Services.Kinds[row.Key], row.Value));

    // The owned file exists, belongs to root as dpkg unpacks it, and no administrator has overridden it; also on the target of DPKG_ROOT.
    private static readonly MaintainerScriptSandbox Booted = new()
    {
        Files = new Dictionary<string, string> { ["/etc/acme/acme.conf"] = "", ["/target/etc/acme/acme.conf"] = "" },
        Answers = [new("dpkg-statoverride --list", ExitCode: 1)],
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    /// <summary>The units of the earlier version, and those that are stopped because the new version has no unit of that name.</summary>
    public static TheoryData<string, string, string> Successions => new()
    {
        { "stop before", "acme@.service acme@dev.service acme@live.service", "acme@dev.service acme@live.service" },
        { "restart after", "acme.service acme.socket", "acme.socket" },
        { "instances", "acme.service acme.timer", "acme.service acme.timer" },
        { "instances", "acme@.service acme@east.service acme@gone-from-the-project.service", "acme@gone-from-the-project.service" },
        { "user", "acme.service", "acme.service" },
    };

    [Theory]
    [MemberData(nameof(Successions))]
    public async Task A_service_without_a_unit_in_the_new_version_does_not_keep_running(string name, string before, string stopped)
    {
        var files = string.Concat(before.Split(' ').Select(unit => $"echo /usr/lib/systemd/system/{unit}\n"));
        var sandbox = Booted with { Files = new Dictionary<string, string> { ["/sandbox/bin/dpkg-query"] = $"#!/bin/sh\necho /usr/libexec/acme/Acme\n{files}" } };
        var own = Services.Kinds[name].Plan();
        var table = await ScriptTable.RunAsync(own, sandbox, "preinst upgrade 1.0 2.0");

        Assert.Equal(
            stopped.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(unit => $"deb-systemd-invoke stop {unit}"),
            table.Rows[0].Calls.Where(call => !call.StartsWith("deb-systemd-helper", StringComparison.Ordinal)).Except(ScriptTable.Parse(Expected(name)).Rows.FirstOrDefault(row => row.Form == "preinst upgrade 1.0 2.0").Calls ?? []));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task On_a_booted_system_scripts_do_what_debhelpers_do(string name) =>
        Assert.Equal(Expected(name), (await RunAsync(name, Booted)).ToString());

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Where_systemd_does_not_run_nothing_is_started_or_stopped_and_all_else_is_done(string name) => Assert.Equal(
        ScriptTable.Parse(Expected(name)).Without("systemctl", "deb-systemd-invoke").ToString(),
        (await RunAsync(name, Booted with { SystemdRuns = false })).ToString());

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task For_another_root_nothing_here_is_touched(string name)
    {
        // On an empty target there is no deb-systemd-helper that purge could call.
        var expected = ScriptTable.Parse(Expected(name)).Without("systemctl", "deb-systemd-invoke", "deb-systemd-helper purge", "deb-systemd-helper --user purge").Select(call =>
            call.StartsWith("systemd-", StringComparison.Ordinal) ? string.Join(' ', call.Split(' ', 2) is [var tool, var rest] ? [tool, "--root=/target", rest] : [call])
            : call.StartsWith("rm -rf ", StringComparison.Ordinal) ? call.Replace(" /", " /target/", StringComparison.Ordinal)
            : call);

        var table = await RunAsync(name, Booted with { Environment = new Dictionary<string, string?> { ["DPKG_ROOT"] = "/target" } });

        Assert.Equal(expected.ToString(), table.ToString());
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task A_unit_that_the_administrator_disabled_is_left_disabled(string name)
    {
        var isManual = name is "manual" or "disabled";
        var expected = ScriptTable.Parse(Expected(name)).Select(call =>
            call.StartsWith("deb-systemd-helper enable ", StringComparison.Ordinal) || call.StartsWith("deb-systemd-helper --user enable ", StringComparison.Ordinal)
                ? isManual ? null : call.Replace(" enable ", " update-state ", StringComparison.Ordinal)
                : call);

        var table = await RunAsync(name, Booted with
        {
            Answers = [.. Booted.Answers, new("deb-systemd-helper --quiet was-enabled", ExitCode: 1), new("deb-systemd-helper --user --quiet was-enabled", ExitCode: 1)],
        });

        Assert.Equal(expected.ToString(), table.ToString());
    }

    [Fact]
    public async Task A_service_that_ships_disabled_is_only_recorded_at_its_first_installation()
    {
        var table = await RunAsync("manual", Booted with { Answers = [new("deb-systemd-helper debian-installed", ExitCode: 1)] });

        Assert.Equal(
            ["systemd-sysusers acme.conf", "systemd-tmpfiles --create acme.conf", "deb-systemd-helper debian-installed acme.service",
                "deb-systemd-helper update-state acme.service", "systemctl --system daemon-reload"],
            table["postinst configure"]);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task No_script_fails_when_the_commands_around_the_service_do(string name)
    {
        // Creating the account is the only step without which the service cannot run.
        string[] fallible = ["systemctl", "deb-systemd-invoke", "deb-systemd-helper enable", "deb-systemd-helper update-state", "deb-systemd-helper unmask", "deb-systemd-helper purge"];

        var table = await RunAsync(name, Booted with { Answers = [.. Booted.Answers, .. fallible.Select(call => new StubAnswer(call, ExitCode: 1))] });

        Assert.Equal(Expected(name), table.Without("systemctl --quiet is-enabled").ToString());
    }

    [Fact]
    public async Task An_account_that_cannot_be_created_fails_the_installation()
    {
        var table = await RunAsync("stop before", Booted with { Answers = [new("systemd-sysusers", ExitCode: 1)] });

        Assert.Equal(["systemd-sysusers acme.conf", "exit code 1"], table["postinst configure"]);
    }

    [Fact]
    public async Task Without_systemd_tmpfiles_the_directories_are_left_to_the_first_start()
    {
        var table = await RunAsync("stop before", Booted with { Absent = ["systemd-tmpfiles"] });

        Assert.Equal(
            ScriptTable.Parse(Expected("stop before")).Without("systemd-tmpfiles").ToString(),
            table.ToString());
    }

    [Fact]
    public async Task A_file_with_another_owner_or_an_override_is_not_changed()
    {
        var overridden = await RunAsync("owned file", Booted with { Answers = [] });
        var deleted = await RunAsync("owned file", Booted with { Files = new Dictionary<string, string>() });

        Assert.Contains("dpkg-statoverride --list /etc/acme/acme.conf", overridden["postinst configure"]);
        Assert.DoesNotContain("systemd-tmpfiles --create -", overridden["postinst configure"]);
        Assert.DoesNotContain("dpkg-statoverride --list /etc/acme/acme.conf", deleted["postinst configure"]);
        Assert.DoesNotContain("systemd-tmpfiles --create -", deleted["postinst configure"]);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Run_twice_every_form_does_the_same_again(string name)
    {
        string[] forms = [.. ScriptTable.DebForms.Where(form => Cases[name].Service.Plan().Plan.Package.Scripts.Keys.Any(script =>
            form.StartsWith(script + " ", StringComparison.OrdinalIgnoreCase)))];

        var twice = await ScriptTable.RunAsync(Cases[name].Service.Plan(), Booted, [.. forms, .. forms]);

        Assert.Equal(Describe(twice.Rows.Take(forms.Length)), Describe(twice.Rows.Skip(forms.Length)));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task The_shell_and_shellcheck_find_nothing_in_the_scripts(string name)
    {
        Availability.RequireProgram("shellcheck");
        using var directory = new TemporaryTree();
        foreach (var (script, text) in Cases[name].Service.Plan().Plan.Package.Scripts)
        {
            Assert.StartsWith("#!/bin/sh\nset -e\n", text, StringComparison.Ordinal);
            var file = directory.Write($"/{script}", text);
            Assert.Equal("", (await ProcessRunner.RunAsync("sh", "-n", file)).Succeeded().StandardError);
        }

        Assert.Equal("", (await ProcessRunner.RunAsync("shellcheck", ["-s", "sh", "--norc", .. directory.Files])).StandardOutput);
    }

    // dpkg compares three texts: the one that it installed, the one that is there, and the new default (dpkg, src/main/configure.c).
    [Theory]
    [InlineData("old", "old", false)]
    [InlineData("old", "edited", true)]
    [InlineData("old", "new", false)]
    [InlineData("old", null, true)]
    [InlineData("new", "edited", false)]
    [InlineData("new", null, false)]
    [InlineData(null, "edited", true)]
    [InlineData(null, "new", false)]
    [InlineData(null, null, false)]
    public async Task What_dpkg_would_ask_without_a_terminal_is_refused(string? recorded, string? present, bool isRefused)
    {
        await MaintainerScriptSandbox.RequireAsync();
        var script = Minimal.Source("acme.conf", "new").Item("ServiceConfigFile", "acme.conf").Plan().Script(MaintainerScript.Preinst);
        var files = new Dictionary<string, string>
        {
            ["/sandbox/bin/dpkg-query"] = recorded is null ? "#!/bin/sh\n" : $"#!/bin/sh\necho \" /etc/acme/acme.conf $(printf {recorded} | md5sum | cut -d' ' -f1)\"\n",
        };
        if (present is not null)
        {
            files["/etc/acme/acme.conf"] = present;
        }

        var sandbox = new MaintainerScriptSandbox { Files = files };
        var run = await sandbox.RunAsync(script, "upgrade", "1.0", "2.0");
        var forced = await (sandbox with { Environment = new Dictionary<string, string?> { ["DPKG_FORCE"] = "security-mac,confold" } }).RunAsync(script, "upgrade", "1.0", "2.0");

        Assert.Equal(isRefused ? 1 : 0, run.ExitCode);
        Assert.Equal(isRefused, run.StandardError.StartsWith("acme: /etc/acme/acme.conf was changed or deleted", StringComparison.Ordinal));
        Assert.Equal((0, ""), (forced.ExitCode, forced.StandardError));
    }

    [Theory]
    [InlineData("BeforeInstall", "preinst install")]
    [InlineData("AfterInstall", "postinst configure")]
    [InlineData("AfterUpgrade", "postinst configure 1.0")]
    [InlineData("BeforeRemove", "prerm remove")]
    [InlineData("AfterRemove", "postrm remove")]
    [InlineData("Purge", "postrm purge")]
    public async Task A_hook_that_fails_fails_its_stage_and_one_that_exits_ends_only_itself(string stage, string form)
    {
        var failing = await ScriptTable.RunAsync(Minimal.Hook(stage, "usermod first\nfalse\nusermod second").Plan(), Booted, form);
        var exiting = await ScriptTable.RunAsync(Minimal.Hook(stage, "#!/bin/sh\nusermod first\nexit 0\n").Plan(), Booted, form);
        var without = await ScriptTable.RunAsync(Minimal.Plan(), Booted, form);

        Assert.Equal(["usermod first", "exit code 1"], failing[form].SkipWhile(call => call != "usermod first"));
        Assert.Equal(without.Rows.SelectMany(row => row.Calls), exiting[form].Where(call => call != "usermod first"));
    }

    [Fact]
    public async Task Hooks_of_one_stage_run_in_the_order_declared_and_cannot_reach_each_other()
    {
        var service = Minimal.Source("b.sh", "cd /; leaked=yes; usermod b \"$#\"\r\n").Source("a.sh", "usermod a \"$leaked\" \"$1\"\n# no end of line")
            .Item("ServicePackageScript", "b.sh", ("Stage", "AfterInstall;AfterUpgrade")).Item("ServicePackageScript", "a.sh", ("Stage", "AfterInstall"));

        var table = await ScriptTable.RunAsync(service.Plan(), Booted, "postinst configure", "postinst configure 1.0");

        Assert.Equal(["usermod b 1", "usermod a '' configure"], table["postinst configure"].Where(call => call.StartsWith("usermod", StringComparison.Ordinal)));
        Assert.Equal(["usermod b 2"], table["postinst configure 1.0"].Where(call => call.StartsWith("usermod", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_script_that_would_do_nothing_is_not_shipped() =>
        Assert.DoesNotContain(
            MaintainerScript.Preinst, Minimal.Source("empty", "#!/bin/sh\nset -e\n").Item("ServicePackageTemplate", "empty", ("Replaces", "deb/preinst")).Plan().Plan.Package.Scripts.Keys);

    private static IEnumerable<string> Describe(IEnumerable<(string Form, IReadOnlyList<string> Calls)> rows) =>
        rows.Select(row => $"{row.Form}: {string.Join("; ", row.Calls)}");

    private static string Expected(string name) => ScriptTable.Parse(Cases[name].Table).ToString();

    private static Task<ScriptTable> RunAsync(string name, MaintainerScriptSandbox sandbox) => ScriptTable.RunAsync(Cases[name].Service.Plan(), sandbox);
}
