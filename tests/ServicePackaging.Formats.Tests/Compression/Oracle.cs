using System.Diagnostics;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Formats.Tests.Compression;

/// <summary>A tool of the platform that checks our bytes.</summary>
internal static class Oracle
{
    /// <summary>Passes the input to the tool and returns its output. Skips the test if the tool is missing.</summary>
    public static byte[] Run(string tool, string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Availability.RequireProgram(tool);
        using (var process = Process.Start(start)!)
        {
            var feed = Task.Run(() =>
            {
                process.StandardInput.BaseStream.Write(input);
                process.StandardInput.Close();
            });
            var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            feed.GetAwaiter().GetResult();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output.ToArray();
        }
    }
}
