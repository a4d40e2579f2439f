using ServicePackaging.Sdk.Tests;
using ServicePackaging.TestSupport;

[assembly: AssemblyFixture(typeof(SdkFeed))]

namespace ServicePackaging.Sdk.Tests;

/// <summary>The SDK, packed once for a run under a version that no cache has seen.</summary>
public sealed class SdkFeed : IAsyncLifetime
{
    public const string PackageId = "ServicePackaging.Sdk";

    /// <summary>The directory that projects under test and the feed lie in: no repository above it, and so none of its build settings.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("service-packaging-sdk-").FullName;

    public string Version { get; } = $"0.0.0-t{Guid.NewGuid():N}";

    /// <summary>The servers that most builds of a run share.</summary>
    internal BuildServers Servers { get; } = new();

    /// <summary>The NuGet package folder of this machine.</summary>
    public static string PackageFolder { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public async ValueTask InitializeAsync() => await Servers.PackSdkAsync(Path.Combine(Root, "feed"), Version);

    public async ValueTask DisposeAsync()
    {
        await Servers.DisposeAsync();
        Directory.Delete(Root, recursive: true);
        var cached = Path.Combine(PackageFolder, PackageId.ToLowerInvariant(), Version);
        if (Directory.Exists(cached))
        {
            Directory.Delete(cached, recursive: true);
        }
    }
}
