namespace ServicePackaging.Sdk.Tests;

/// <summary>Who does not ask for a package does not notice the SDK.</summary>
public sealed class UntouchedTests(SdkFeed feed)
{
    private const string Ask = "<PropertyGroup><ServicePackage>deb</ServicePackage></PropertyGroup>";

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task A_publish_that_asks_for_no_package_is_the_publish_of_a_project_without_the_SDK()
    {
        (await _workspace.DotnetAsync("publish", _workspace.AddService())).Succeeded();
        var with = Files("app");
        Directory.Delete(_workspace.File("app"), recursive: true);
        (await _workspace.DotnetAsync("publish", _workspace.AddService(reference: ""))).Succeeded();
        Assert.Equal(Files("app"), with);
        Assert.Contains("bin/Release/net10.0/publish/app.dll", with);
    }

    [Fact]
    public async Task A_build_of_a_project_that_asks_in_its_body_is_a_plain_build()
    {
        (await _workspace.DotnetAsync("build", _workspace.AddService(Ask))).Succeeded();
        var files = Files("app");
        Assert.Contains("bin/Debug/net10.0/app.dll", files);
        Assert.DoesNotContain(files, file => file.Contains("linux-x64", StringComparison.Ordinal) || file.EndsWith(".deb", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_design_time_build_runs_none_of_our_targets_even_when_the_environment_asks()
    {
        var project = _workspace.AddService(Ask);
        (await _workspace.DotnetAsync("restore", project)).Succeeded();
        _workspace.Environment["ServicePackage"] = "deb";
        var log = (await _workspace.DotnetAsync(
            "msbuild", project, "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
            "-t:ResolveAssemblyReferencesDesignTime;ResolveProjectReferencesDesignTime;Compile", "-v:diagnostic")).Succeeded().StandardOutput;
        Assert.DoesNotMatch("Target \"[^\"]*(ServicePackage|PackService)[^\"]*\" in file", log);
        Assert.Matches("Target \"CoreCompile[:\"]", log);
    }

    [Fact]
    public async Task A_library_and_a_program_that_is_not_publishable_are_left_alone()
    {
        var library = _workspace.AddService(name: "library");
        File.WriteAllText(library, File.ReadAllText(library).Replace("<OutputType>Exe</OutputType>", "", StringComparison.Ordinal));
        _workspace.Write("library/Program.cs", "");
        Assert.Empty(await _workspace.PublishAsync(library, Workspace.Deb));
        Assert.Empty(await _workspace.PublishAsync(
            _workspace.AddService(properties: "<IsPublishable>false</IsPublishable>", name: "tool"), Workspace.Deb, Workspace.FrameworkDependent));
    }

    private List<string> Files(string directory) =>
        [.. Directory.EnumerateFiles(_workspace.File(directory, "bin"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_workspace.File(directory), file))
            .Order(StringComparer.Ordinal)];
}
