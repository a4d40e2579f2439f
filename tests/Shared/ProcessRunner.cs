using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ServicePackaging.TestSupport;

/// <summary>How a program is run, where that is not the usual way.</summary>
internal sealed record ProcessOptions
{
    /// <summary>Added to the environment; a null value takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether the program sees <see cref="Environment"/> alone, and nothing of ours.</summary>
    public bool ClearEnvironment { get; init; }

    /// <summary>Where the program starts; null is our own directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What the program can read; nothing unless said.</summary>
    public string StandardInput { get; init; } = "";

    /// <summary>After this the program and its descendants are killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>What became of a program.</summary>
internal sealed record ProcessResult(string CommandLine, int ExitCode, string StandardOutput, string StandardError)
{
    /// <summary>Standard output without the line break at its end.</summary>
    public string Text => StandardOutput.TrimEnd('\n', '\r');

    /// <summary>Fails the test with everything that the program said, unless its exit code is 0.</summary>
    public ProcessResult Succeeded()
    {
        Assert.True(ExitCode == 0, ToString());
        return this;
    }

    /// <summary>The command, its exit code and its output, for the reader of a failed test.</summary>
    public override string ToString() => $"{CommandLine}\nexit code {ExitCode}\n{StandardOutput}{StandardError}";
}

/// <summary>Runs programs to their end. A cancelled test kills what it runs.</summary>
internal static class ProcessRunner
{
    // A build inside a test must find its own SDK, not the one that runs the test.
    private static readonly string[] HostVariables =
        ["MSB", "VSTEST", "TESTINGPLATFORM", "DOTNET_HOST_PATH", "DOTNET_CLI_TELEMETRY_SESSIONID"];

    /// <summary>Runs the program with standard options.</summary>
    public static Task<ProcessResult> RunAsync(string program, params IEnumerable<string> arguments) =>
        RunAsync(new ProcessOptions(), program, arguments);

    /// <summary>Runs the program.</summary>
    /// <exception cref="TimeoutException">It ran longer than it may; the message has its output so far.</exception>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessOptions options, string program, params IEnumerable<string> arguments)
    {
        using var process = new Process { StartInfo = Describe(options, program, arguments) };
        var commandLine = string.Join(' ', process.StartInfo.ArgumentList.Prepend(program));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        process.Start();
        deadline.CancelAfter(options.Timeout);
        var output = new StringBuilder();
        var error = new StringBuilder();
        var work = Task.WhenAll(
            FeedAsync(process.StandardInput, options.StandardInput),
            CollectAsync(process.StandardOutput, output),
            CollectAsync(process.StandardError, error),
            process.WaitForExitAsync(deadline.Token));
        try
        {
            await work.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{commandLine}\nstill ran after {options.Timeout}\n{Snapshot(output)}{Snapshot(error)}");
        }

        return new ProcessResult(commandLine, process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>The environment of a child process: ours, without what belongs to the build or the test run that we are part of.</summary>
    public static void CleanEnvironment(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.ToArray())
        {
            if (HostVariables.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                environment.Remove(name);
            }
        }

        // A build server would outlive the test, and hold its files and pipes.
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["UseSharedCompilation"] = "false";
    }

    private static ProcessStartInfo Describe(ProcessOptions options, string program, IEnumerable<string> arguments)
    {
        if (Path.GetFileName(program) == program && program != "dotnet")
        {
            ToolList.PackagesOf(program); // where the program is not listed, the test fails
        }

        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        if (options.ClearEnvironment)
        {
            start.Environment.Clear();
        }
        else
        {
            CleanEnvironment(start.Environment);
        }

        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task FeedAsync(StreamWriter input, string text)
    {
        try
        {
            await input.WriteAsync(text);
            input.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, without reading it all: its right.
        }
    }

    private static async Task CollectAsync(StreamReader reader, StringBuilder text)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is var count and > 0)
        {
            lock (text)
            {
                text.Append(buffer, 0, count);
            }
        }
    }

    private static string Snapshot(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
