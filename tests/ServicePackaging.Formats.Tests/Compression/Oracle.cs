using System.Diagnostics;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Formats.Tests.Compression;

/// <summary>A tool of the platform, asked what it makes of our bytes.</summary>
internal static class Oracle
{
    /// <summary>Gives the tool the input, and returns its output; skips the test where the tool is absent.</summary>
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
