using ServicePackaging.Sdk.Tests;
using ServicePackaging.TestSupport;

[assembly: AssemblyFixture(typeof(SdkFeed))]

namespace ServicePackaging.Sdk.Tests;

/// <summary>The SDK, packed once for a run under a version that no cache has seen.</summary>
public sealed class SdkFeed : IAsyncLifetime
{
    public const string PackageId = "ServicePackaging.Sdk";

#if DEBUG
    public const string Configuration = "Debug";
#else
    public const string Configuration = "Release";
#endif

    private string? _compilerServer;

    /// <summary>The directory that projects under test and the feed lie in: no repository above it, and so none of its build settings.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("service-packaging-sdk-").FullName;

    public string Version { get; } = $"0.0.0-t{Guid.NewGuid():N}";

    /// <summary>
    /// The environment of builds that share one compiler server, which this run has for itself: most of a small project's build is the start of
    /// the compiler.
    /// </summary>
    internal IReadOnlyDictionary<string, string?> SharedCompilation =>
        new Dictionary<string, string?> { ["UseSharedCompilation"] = "true", ["SharedCompilationId"] = Version };

    /// <summary>The NuGet package folder of this machine.</summary>
    public static string PackageFolder { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public async ValueTask InitializeAsync()
    {
        // PackageVersion and not Version: the assemblies are those that were built with the tests.
        var packed = (await ProcessRunner.RunAsync(
            "dotnet", "pack", Path.Combine(Repository.Root, "sdk"), "--no-build", "-c", Configuration, "-o", Path.Combine(Root, "feed"),
            $"-p:PackageVersion={Version}", "-p:BuildProjectReferences=false", "-getProperty:RoslynTargetsPath")).Succeeded();
        _compilerServer = Path.Combine(packed.Text, "bincore", "VBCSCompiler.dll");
    }

    public async ValueTask DisposeAsync()
    {
        if (_compilerServer is not null)
        {
            (await ProcessRunner.RunAsync("dotnet", _compilerServer, "-shutdown", $"-pipename:{Version}")).Succeeded();
        }

        Directory.Delete(Root, recursive: true);
        var cached = Path.Combine(PackageFolder, PackageId.ToLowerInvariant(), Version);
        if (Directory.Exists(cached))
        {
            Directory.Delete(cached, recursive: true);
        }
    }
}
