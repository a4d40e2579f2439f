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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_set_for_all_projects_applies_to_publish_and_not_to_other_commands(bool isInEnvironment)
    {
        var project = _workspace.AddService(properties: "<ServicePackageSelfContained>false</ServicePackageSelfContained>");
        if (isInEnvironment)
        {
            _workspace.Environment["ServicePackage"] = "deb";
        }
        else
        {
            _workspace.Write("Directory.Build.props", $"<Project>{Ask}</Project>");
        }

        (await _workspace.DotnetAsync("build", project)).Succeeded();
        (await _workspace.DotnetAsync("pack", project)).Succeeded();
        Assert.Equal("up", (await _workspace.DotnetAsync("run", "--project", project)).Succeeded().Text);
        var files = Files("app");
        Assert.Contains("bin/Debug/net10.0/app.dll", files);
        Assert.Contains("bin/Release/net10.0/app.dll", files);
        Assert.DoesNotContain(files, file => file.Contains("linux-x64", StringComparison.Ordinal) || file.EndsWith(".deb", StringComparison.Ordinal));

        var published = (await _workspace.DotnetAsync("msbuild", project, "-t:Publish", "-p:Configuration=Release")).Succeeded();
        Assert.Contains("warning SVCPKG1019: ServicePackage is 'deb'", published.StandardOutput, StringComparison.Ordinal);
        Assert.EndsWith("app_1.2.3-1_amd64.deb", Assert.Single(await _workspace.PublishAsync(project)).Identity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_with_a_package_on_its_command_line_is_a_plain_pack()
    {
        (await _workspace.DotnetAsync("pack", _workspace.AddService(), Workspace.Deb)).Succeeded();
        Assert.DoesNotContain(Files("app"), file => file.Contains("linux-x64", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("IsTestProject")]
    [InlineData("IsTestingPlatformApplication")]
    public async Task A_test_program_is_not_packaged(string property)
    {
        var project = _workspace.AddService(properties: $"<{property}>true</{property}><IsPublishable>true</IsPublishable>");
        Assert.Empty(await _workspace.PublishAsync(project, Workspace.Deb));
    }

    private List<string> Files(string directory) =>
        [.. Directory.EnumerateFiles(_workspace.File(directory, "bin"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_workspace.File(directory), file))
            .Order(StringComparer.Ordinal)];
}
