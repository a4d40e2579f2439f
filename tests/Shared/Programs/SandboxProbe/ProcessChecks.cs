using System.Diagnostics;

namespace SandboxProbe;

/// <summary>What services do with processes.</summary>
internal static class ProcessChecks
{
    public static IEnumerable<(string Name, Func<Task> Run)> All =>
    [
        ("process-start", () => RuntimeChecks.Expect("hello", Output("sh", "-c", "echo hello"))),
        ("process-list", () => RuntimeChecks.Expect("True", Output("ps", "-e").Contains("PID").ToString())),
        ("file-owner", () => RuntimeChecks.Expect("ann", Output("stat", "--format=%U", "/srv/probe-owned"))),
        ("priority", () => RuntimeChecks.Run(() => Process.GetCurrentProcess().PriorityClass = ProcessPriorityClass.BelowNormal)),
        ("real-time", () => RuntimeChecks.Run(Native.BecomeRealTime)),
        ("user-namespace", () => RuntimeChecks.Run(() => Output("unshare", "--user", "true"))),
        ("debugger", Debugger),
        ("setuid-program", () => RuntimeChecks.Expect("0", Output("/usr/local/bin/probe-id", "-u"))),
        ("personality", () => RuntimeChecks.Run(Native.ChangePersonality)),
    ];

    private static string Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(error.Result.Trim());
    }

    private static Task Debugger()
    {
        using var child = Process.Start("sleep", "60");
        try
        {
            Native.Attach(child.Id);
        }
        finally
        {
            child.Kill();
        }

        return Task.CompletedTask;
    }
}
