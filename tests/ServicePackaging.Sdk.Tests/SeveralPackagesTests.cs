using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ServicePackaging.Sdk.Tests;

/// <summary>One command, the packages of several systems.</summary>
public sealed class SeveralPackagesTests(SdkFeed feed, SharedWorkspace shared) : IClassFixture<SharedWorkspace>
{
    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task All_is_four_packages_from_three_publishes_with_a_line_each()
    {
        var project = _workspace.AddService(
            """
            <Target Name="Count" AfterTargets="Publish">
              <WriteLinesToFile File="$(MSBuildProjectDirectory)/published" Lines="$(RuntimeIdentifier)" />
            </Target>
            """);
        string[] asked = ["-p:ServicePackage=all", "-o", "out"];
        string[] names = ["app_1.2.3-1_amd64.deb", "app-1.2.3-1.x86_64.rpm", "app-1.2.3-1.x64.pkg", "app-1.2.3-1.x64.msi"];
        var log = (await _workspace.DotnetAsync(["publish", project, .. asked])).Succeeded().StandardOutput;

        Assert.Equal(["linux-x64", "osx-x64", "win-x64"], File.ReadAllLines(_workspace.File("app", "published")).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Single(log.Split('\n'), line => line.Contains($"app -> {_workspace.File("out", name)} (", StringComparison.Ordinal)));
        Assert.Equal(Workspace.WithSbom(names).Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(_workspace.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        Assert.Single(log.Split('\n'), line => Regex.IsMatch(line.Trim(), @"^app -> 4 packages, [0-9]+\.[0-9] MB, in [0-9]+\.[0-9] s$"));

        log = (await _workspace.DotnetAsync(["publish", project, .. asked])).Succeeded().StandardOutput;
        Assert.Equal("app -> 4 packages are up to date", log.TrimEnd().Split('\n')[^1].Trim());

        var packages = await _workspace.PublishAsync(project, asked);
        Assert.Equal(
            ["deb linux-x64 1.2.3-1", "rpm linux-x64 1.2.3-1", "pkg osx-x64 1.2.3", "msi win-x64 1.2.3"],
            packages.Select(package => $"{package.Format} {package.RuntimeIdentifier} {package.Version}"));
        Assert.Equal(names.Select(name => _workspace.File("out", name)), packages.Select(package => package.Identity));
        Assert.All(packages, package =>
        {
            var bytes = File.ReadAllBytes(package.Identity);
            Assert.Equal($"{bytes.Length}", package.Size);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), package.Sha256);
        });

        Assert.Contains("libcoreclr.so", Packages.Payload(packages[0].Identity));
        Assert.Contains("libcoreclr.dylib", MacPackages.Payload(packages[2].Identity));
        Assert.Contains("coreclr.dll", Installers.Payload(packages[3].Identity));
    }

    [Theory]
    [InlineData("app-1.2.3-1.x64.msi", "msi", "-r", "win-x64")]
    [InlineData("app-1.2.3-1.arm64.pkg", "all", "-r", "osx-arm64")]
    [InlineData("app-1.2.3-1.x64.pkg app-1.2.3-1.arm64.pkg", "pkg", "-p:ServicePackageRuntimeIdentifiers=osx-x64+linux-x64+osx-arm64")]
    [InlineData("app-1.2.3-1.x64.msi app-1.2.3-1.arm64.pkg", "pkg+msi", "-p:ServicePackageRuntimeIdentifiers=win-x64+osx-arm64")]
    [InlineData("app-1.2.3-1.x64.msi", "all", "-r", "win-x64")]
    [InlineData("app_1.2.3-1_amd64.deb app-1.2.3-1.x86_64.rpm", "all", "-r", "linux-x64")]
    [InlineData("app_1.2.3-1_amd64.deb app-1.2.3-1.x64.msi", "deb+msi", "-p:ServicePackageRuntimeIdentifiers=linux-x64+win-x64")]
    [InlineData("app-1.2.3-1.x64.msi app_1.2.3-1_amd64.deb", "deb+msi", "-p:ServicePackageRuntimeIdentifiers=win-x64+linux-x64")]
    [InlineData("app-1.2.3-1.x64.msi", "msi", "-p:ServicePackageRuntimeIdentifiers=linux-x64+win-x64")]
    [InlineData("app-1.2.3-1.x64.msi", "deb+msi", "-p:ServicePackageRuntimeIdentifiers=win-x64")]
    public async Task Of_the_formats_and_the_runtime_identifiers_those_that_fit_together_are_made(string made, string asked, params string[] arguments)
    {
        var workspace = shared.Workspace;
        var packages = await workspace.PublishAsync(workspace.AddService(), [$"-p:ServicePackage={asked}", Workspace.FrameworkDependent, .. arguments]);
        Assert.Equal(made.Split(' '), packages.Select(package => package.FileName));
    }

    [Fact]
    public async Task A_compression_that_one_format_has_alone_leaves_the_others_at_theirs_and_says_so()
    {
        var output = (await _workspace.DotnetAsync(
            "publish", _workspace.AddService(), "-p:ServicePackage=deb+pkg+msi", "-p:ServicePackageCompression=Xz", Workspace.FrameworkDependent,
            "-o", "out")).Succeeded().StandardOutput;
        Assert.Contains("warning SVCPKG2011: ServicePackageCompression is 'Xz', which the macOS Installer does not support", output, StringComparison.Ordinal);
        Assert.Contains("warning SVCPKG2011: ServicePackageCompression is 'Xz', which Windows Installer does not support", output, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_workspace.File("out")).Count(file => !file.EndsWith(".json", StringComparison.Ordinal)));
    }
}
