using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

/// <summary>The programs of the folder Browser, with the npm packages that they need. They are installed once for each lock file.</summary>
internal static class NodeProject
{
    private const string Stamp = "installed";

    private static readonly string Source =
        Path.Combine(Repository.Root, "tests", "ServicePackaging.Repositories.Tests", "Bootstrap", "Browser");
    private static readonly string Target = Path.Combine(Repository.Root, "artifacts", "browser");
    private static readonly SemaphoreSlim Lock = new(1);

    /// <summary>Runs one of the programs.</summary>
    public static async Task<ProcessResult> RunAsync(string program, params string[] arguments)
    {
        Availability.RequireProgram("node");
        Availability.RequireProgram("npm");
        await InstallAsync();
        return await ProcessRunner.RunAsync("node", [Path.Combine(Target, program), .. arguments]);
    }

    private static async Task InstallAsync()
    {
        await Lock.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            Repository.CopyProject(Source, Target);
            var stamp = Path.Combine(Target, Stamp);
            var wanted = await File.ReadAllTextAsync(Path.Combine(Target, "package-lock.json"), TestContext.Current.CancellationToken);
            if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp, TestContext.Current.CancellationToken) != wanted)
            {
                var options = new ProcessOptions { WorkingDirectory = Target };
                (await ProcessRunner.RunAsync(
                    options, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")).Succeeded();
                await File.WriteAllTextAsync(stamp, wanted, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            Lock.Release();
        }
    }
}
