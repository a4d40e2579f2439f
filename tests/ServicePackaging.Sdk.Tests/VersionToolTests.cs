using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Tools that compute the version from the git repository in a target: every package of a publish has that version.</summary>
public sealed partial class VersionToolTests(SdkFeed feed)
{
    private readonly Workspace _workspace = new(feed);

    [Theory]
    [InlineData("MinVer", "8.0.0", "", "2.3.4")]
    [InlineData("Nerdbank.GitVersioning", "3.10.94", """{ "version": "2.3", "publicReleaseRefSpec": [ ".*" ] }""", "2.3.1")]
    public async Task Four_formats_and_two_architectures_have_the_version_of_the_repository(string tool, string toolVersion, string versionFile, string version)
    {
        Availability.RequireProgram("git");
        var project = _workspace.AddService(
            $"""<ItemGroup><PackageReference Include="{tool}" Version="{toolVersion}" PrivateAssets="all" /></ItemGroup>""",
            properties: "<MinVerTagPrefix>v</MinVerTagPrefix>");
        File.WriteAllText(project, File.ReadAllText(project).Replace("<Version>1.2.3</Version>", "", StringComparison.Ordinal));
        if (versionFile.Length > 0)
        {
            _workspace.Write("version.json", versionFile);
        }

        _workspace.Write(".gitignore", "bin/\nobj/\n");
        await GitAsync("init", "--quiet");
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "first");
        await GitAsync("tag", "v2.3.4");

        string[] request =
        [
            "-p:ServicePackage=all", Workspace.FrameworkDependent, "-p:MacOSUseAppHost=false",
            "-p:ServicePackageRuntimeIdentifiers=linux-x64+linux-arm64+osx-arm64+win-x64",
        ];
        var packages = await _workspace.PublishAsync(project, request);
        Assert.Equal(6, packages.Count);
        Assert.All(packages, package => Assert.Equal(version, Number().Match(package.Version).Value));

        // What was built is packaged without building it again.
        Directory.Delete(_workspace.File("app", "bin", "Release", "packages"), recursive: true);
        var again = await _workspace.PublishAsync(project, [.. request, "--no-build"]);
        Assert.Equal(packages.Select(package => package.Version), again.Select(package => package.Version));
    }

    private async Task GitAsync(params string[] arguments) =>
        (await ProcessRunner.RunAsync("git", ["-C", _workspace.Root, .. arguments])).Succeeded();

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex Number();
}
