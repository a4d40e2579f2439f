using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>dotnet publish into a repository.</summary>
public sealed class RepositoryTests(SdkFeed feed)
{
    private readonly Workspace _workspace = new(feed);

    private string Site => _workspace.File("site");

    [Fact]
    public async Task One_command_per_release_grows_a_signed_repository()
    {
        _workspace.Environment["SIGNING_KEY"] = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys", "throwaway-rsa.asc"), TestContext.Current.CancellationToken);
        var project = _workspace.AddService(properties: "<Company>Acme</Company>");
        string[] arguments =
        [
            project, "-p:ServicePackage=deb+rpm", Workspace.FrameworkDependent, "-o", _workspace.File("out"), $"-p:ServicePackageRepository={Site}",
            "-p:ServicePackageRepositoryUrl=https://packages.acme.example", "-p:ServicePackageRuntimeIdentifiers=linux-x64+linux-arm64",
            "-p:LinuxServicePackageSigningKeyVariable=SIGNING_KEY",
        ];

        var log = (await _workspace.DotnetAsync(["publish", .. arguments, "-p:Version=1.2.3"])).Succeeded().StandardOutput;
        Assert.Contains($"app -> {Site} (", log, StringComparison.Ordinal);
        (await _workspace.DotnetAsync(["publish", .. arguments, "-p:Version=1.3.0"])).Succeeded();

        foreach (var architecture in new[] { "amd64", "arm64" })
        {
            var packages = await File.ReadAllTextAsync(
                Path.Combine(Site, $"deb/dists/stable/main/binary-{architecture}/Packages"), TestContext.Current.CancellationToken);
            Assert.Contains("Version: 1.2.3-1\n", packages, StringComparison.Ordinal);
            Assert.Contains("Version: 1.3.0-1\n", packages, StringComparison.Ordinal);
        }

        Assert.Equal(
            ["acme-release-1-1.noarch.rpm", "app-1.2.3-1.aarch64.rpm", "app-1.2.3-1.x86_64.rpm", "app-1.3.0-1.aarch64.rpm", "app-1.3.0-1.x86_64.rpm"],
            Directory.GetFiles(Path.Combine(Site, "rpm/pool")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        log = (await _workspace.DotnetAsync(["publish", .. arguments, "-p:Version=1.3.0"])).Succeeded().StandardOutput;
        Assert.Contains($"app -> {Site} (0 files changed)", log, StringComparison.Ordinal);

        // Without a key, it fails before any package is written.
        var failed = await _workspace.DotnetAsync(["publish", .. arguments[..^1], "-p:Version=1.4.0"]);
        Assert.Contains("error SVCPKG9007", failed.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_workspace.File("out")), file => file.Contains("1.4.0", StringComparison.Ordinal));
    }
}
