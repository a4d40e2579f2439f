using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>A management command as an administrator of Windows types it: found through the search path, which the package extends.</summary>
internal static class CommandInWine
{
    /// <summary>Types a command line.</summary>
    /// <returns>Its exit code modulo 256, and what it printed.</returns>
    public static async Task<(int ExitCode, string Output)> TypeAsync(this WineBox box, string commandLine)
    {
        ProcessResult result = await box.RunAsync(["cmd", "/c", .. commandLine.Split(' ')]);
        return (result.ExitCode, result.Text.ReplaceLineEndings("\n").Trim());
    }

    /// <summary>Windows has curl since version 10.1803; Wine takes the machine's for one of its own.</summary>
    public static Task<string> AddCurlAsync(this WineBox box) => box.ReadAsync("install /usr/bin/curl /wine/drive_c/windows/system32/curl.exe");
}
