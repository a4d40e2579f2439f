using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Packages;

public sealed partial class PackageFactory
{
    /// <summary>A service without .NET, of those that the tests share; version 2.0.0 greets otherwise.</summary>
    internal Task<LinuxPackages> ProgramAsync(string name, string version = "1.0.0") =>
        OnceAsync($"program {name} {version}", output => PublishProgramAsync(output, name, version));

    private async Task<LinuxPackages> PublishProgramAsync(string output, string name, string version)
    {
        var project = CopyProject(Path.Combine(Repository.Root, "tests", "Shared", "Programs", name));
        if (version == "2.0.0")
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(project, "payload"), "*", SearchOption.AllDirectories))
            {
                var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(file, text.Replace("hello", "welcome", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            }
        }

        return await _sdk.PublishAsync(project, output, $"-p:Version={version}");
    }
}
