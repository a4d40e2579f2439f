using System.Diagnostics;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Formats.Tests.Archives;

/// <summary>A platform's own tool, asked for its opinion.</summary>
internal static class Tool
{
    /// <summary>Runs a tool and gives its standard output; fails the test when the tool fails, and skips it when there is no such tool.</summary>
    /// <param name="command">The tool's name and arguments, a space between each; paths of temporary directories have none.</param>
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
