namespace ServicePackaging.Sdk.Tests;

/// <summary>All formats of a publish are made from what the instance that published knew, and a publish without a build from what was built.</summary>
public sealed class OnePublishTests(SdkFeed feed)
{
    // A version tool, and a target that adds to the service what only a build knows.
    private const string ComputedByTargets =
        """
        <PropertyGroup>
          <GetPackageVersionDependsOn Condition="'$(Hook)' == 'pack'">$(GetPackageVersionDependsOn);ComputeVersion</GetPackageVersionDependsOn>
        </PropertyGroup>
        <Target Name="ComputeVersion" BeforeTargets="BeforeCompile;GetAssemblyVersion;CoreCompile">
          <PropertyGroup>
            <Version>2.3.4</Version>
            <Description>Computed by a target</Description>
          </PropertyGroup>
        </Target>
        <Target Name="Generate" AfterTargets="CoreCompile">
          <WriteLinesToFile File="$(IntermediateOutputPath)forge.conf" Lines="heat = 1" Overwrite="true" />
          <ItemGroup>
            <ServiceConfigFile Include="$(IntermediateOutputPath)forge.conf" TargetPath="forge.conf" />
            <ServiceEnvironment Remove="DECLARED" />
            <ServiceEnvironment Include="BUILD_NUMBER" Value="42" />
          </ItemGroup>
          <PropertyGroup>
            <ServiceArguments>--from-target</ServiceArguments>
          </PropertyGroup>
        </Target>
        <ItemGroup>
          <ServiceEnvironment Include="DECLARED" Value="1" />
        </ItemGroup>
        """;

    private readonly Workspace _workspace = new(feed);

    [Theory]
    [InlineData("")]
    [InlineData("pack")]
    public async Task What_targets_compute_is_in_every_format_also_without_a_build(string hook)
    {
        var project = _workspace.AddService(ComputedByTargets);
        string[] asked = ["-p:ServicePackage=deb+rpm", "-p:ServicePackageEmitSource=true", Workspace.FrameworkDependent, $"-p:Hook={hook}"];

        var published = await _workspace.PublishAsync(project, asked);
        AssertComputed(published);

        Directory.Delete(_workspace.File("app", "bin", "Release", "packages"), recursive: true);
        var again = await _workspace.PublishAsync(project, [.. asked, "--no-build"]);
        AssertComputed(again);
        Assert.Equal(published.Select(package => package.Sha256), again.Select(package => package.Sha256));
    }

    [Fact]
    public async Task What_was_built_by_a_build_is_published_without_another()
    {
        var project = _workspace.AddService(ComputedByTargets);
        string[] asked = ["-c", "Release", "-p:ServicePackage=deb", Workspace.FrameworkDependent];
        (await _workspace.DotnetAsync(["build", project, .. asked])).Succeeded();

        Assert.Equal("2.3.4-1", Assert.Single(await _workspace.PublishAsync(project, [.. asked, "--no-build"])).Version);
        Assert.Equal("9.0.0-1", Assert.Single(await _workspace.PublishAsync(project, [.. asked, "--no-build", "-p:ServicePackageVersion=9.0.0"])).Version);
    }

    [Theory]
    [InlineData("deb+rpm")]
    [InlineData("rpm+deb")]
    public async Task Every_format_depends_on_the_runtime_that_the_program_asks_for(string formats)
    {
        var packages = await _workspace.PublishAsync(
            _workspace.AddService(), $"-p:ServicePackage={formats}", "-p:ServicePackageEmitSource=true", Workspace.FrameworkDependent);
        foreach (var package in packages)
        {
            var sources = Sources(package);
            Assert.Contains("dotnet-runtime-10.0", sources, StringComparison.Ordinal);
            Assert.DoesNotContain("aspnetcore-runtime", sources, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_finding_is_reported_once_for_all_formats_of_a_publish()
    {
        var project = _workspace.AddService();
        await File.WriteAllTextAsync(
            project, (await File.ReadAllTextAsync(project, TestContext.Current.CancellationToken)).Replace(" &lt;ada@example.com&gt;", "", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var log = (await _workspace.DotnetAsync("publish", project, "-p:ServicePackage=deb+rpm", Workspace.FrameworkDependent, "-clp:NoSummary")).Succeeded();
        Assert.Equal(2, log.StandardOutput.Split("SVCPKG4003").Length);
    }

    private static void AssertComputed(IReadOnlyList<GeneratedPackage> packages)
    {
        Assert.Equal(["deb", "rpm"], packages.Select(package => package.Format));
        Assert.All(packages, package =>
        {
            Assert.Equal("2.3.4-1", package.Version);
            var sources = Sources(package);
            Assert.Contains("BUILD_NUMBER=42", sources, StringComparison.Ordinal);
            Assert.DoesNotContain("DECLARED", sources, StringComparison.Ordinal);
            Assert.Contains("--from-target", sources, StringComparison.Ordinal);
            Assert.Contains("Computed by a target", sources, StringComparison.Ordinal);
        });
        Assert.Equal("heat = 1\n", Packages.Read(packages[0].Identity, "/etc/app/forge.conf"));
    }

    // All generated texts of a package.
    private static string Sources(GeneratedPackage package) =>
        string.Join('\n', Directory.EnumerateFiles(package.Identity + ".source", "*", SearchOption.AllDirectories).Select(File.ReadAllText));
}
