using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

public sealed class MaintainerScriptSandboxTests
{
    [Fact]
    public async Task Calls_are_logged_in_order_with_white_space_quoted()
    {
        var run = await RunAsync(new(), """
            chown root:root "/a b"
            systemctl daemon-reload
            chmod '' "tab	here"
            """);

        Assert.Equal(["chown root:root '/a b'", "systemctl daemon-reload", "chmod '' 'tab	here'"], run.Calls);
    }

    [Fact]
    public async Task Stubs_answer_as_the_test_says()
    {
        var sandbox = new MaintainerScriptSandbox
        {
            Answers =
            [
                new("deb-systemd-helper --quiet was-enabled", ExitCode: 1),
                new("getent passwd acme", Output: "acme:x:999:999:it's me:/:/bin/false"),
                new("getent passwd", ExitCode: 2),
            ],
        };

        var run = await RunAsync(sandbox, """
            if deb-systemd-helper --quiet was-enabled acme.service; then echo enabled; else echo disabled; fi
            getent passwd acme
            getent passwd acme-other || echo "none: $?"
            """);

        Assert.Equal("disabled\nacme:x:999:999:it's me:/:/bin/false\nnone: 2\n", run.StandardOutput);
    }

    [Fact]
    public async Task A_script_has_its_arguments_environment_exit_code_and_error_output()
    {
        var environment = new Dictionary<string, string?> { ["DPKG_MAINTSCRIPT_NAME"] = "postinst" };
        var sandbox = new MaintainerScriptSandbox { Environment = environment };

        var run = await RunAsync(sandbox, "echo \"$DPKG_MAINTSCRIPT_NAME $# $1 <$2> ${HOME-no home}\" >&2; exit 3", "configure", "");

        Assert.Equal((3, "postinst 2 configure <> no home\n"), (run.ExitCode, run.StandardError));
    }

    [Theory]
    [InlineData(true, "runs")]
    [InlineData(false, "absent")]
    public async Task Systemd_runs_or_does_not(bool runs, string said)
    {
        var run = await RunAsync(
            new() { SystemdRuns = runs }, "if [ -d /run/systemd/system ]; then echo runs; else echo absent; fi");

        Assert.Equal($"{said}\n", run.StandardOutput);
    }

    [Fact]
    public async Task Commands_and_files_are_there_or_not_as_the_test_says()
    {
        var sandbox = new MaintainerScriptSandbox
        {
            Absent = ["systemctl", "tar"],
            Files = new Dictionary<string, string> { ["/etc/acme/acme.conf"] = "edited\n", ["/var/lib/acme/"] = "" },
        };

        var run = await RunAsync(sandbox, """
            command -v systemctl tar || echo neither
            cat /etc/acme/acme.conf
            [ -d /var/lib/acme ] && echo state
            """);

        Assert.Equal("neither\nedited\nstate\n", run.StandardOutput);
    }

    [Fact]
    public async Task What_a_script_does_to_files_is_undone()
    {
        var path = $"/usr/sandbox-{Guid.NewGuid():N}";

        var run = await RunAsync(new() { Stubs = [] }, $"echo harm >{path}; cat {path}; rm /etc/passwd; ls /etc/passwd");

        Assert.Equal("harm\n", run.StandardOutput);
        Assert.False(File.Exists(path));
        Assert.True(File.Exists("/etc/passwd"));
    }

    [Fact]
    public async Task The_shell_is_dash()
    {
        var run = await RunAsync(new(), "[[ a = a ]] && echo bash");

        Assert.Contains("[[: not found", run.StandardError, StringComparison.Ordinal);
    }

    private static async Task<ScriptRun> RunAsync(MaintainerScriptSandbox sandbox, string script, params string[] arguments)
    {
        await MaintainerScriptSandbox.RequireAsync();
        return await sandbox.RunAsync($"#!/bin/sh\n{script}\n", arguments);
    }
}
