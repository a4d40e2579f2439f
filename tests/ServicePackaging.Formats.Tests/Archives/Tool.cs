using System.Diagnostics;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Formats.Tests.Archives;

/// <summary>A tool of the platform that checks our files.</summary>
internal static class Tool
{
    /// <summary>Runs a tool and returns its standard output. Fails the test if the tool fails, and skips it if the tool is
    /// missing.</summary>
    /// <param name="command">The tool's name and arguments, separated by spaces. Paths of temporary directories do not contain
    /// spaces.</param>
    public static string Run(string command, string? workingDirectory = null)
    {
        var (exitCode, output, error) = Try(command, workingDirectory);
        Assert.True(exitCode == 0, $"{command}: exit code {exitCode}\n{output}\n{error}");
        return output;
    }

    public static (int ExitCode, string Output, string Error) Try(string command, string? workingDirectory = null)
    {
        var words = command.Split(' ');
        Availability.RequireProgram(words[0]);
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
            Environment = { ["LC_ALL"] = "C.UTF-8", ["TZ"] = "UTC" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
