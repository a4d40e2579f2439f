namespace ServicePackaging.Sdk.Tests;

/// <summary>Metadata that an item does not know is refused where the project writes it, and nowhere else.</summary>
public sealed class MisspelledMetadataTests(SdkFeed feed, SharedWorkspace shared) : IClassFixture<SharedWorkspace>
{
    private readonly Workspace _workspace = new(feed);

    [Theory]
    [InlineData("ServiceConfigFile", "Mod", """<ItemGroup><ServiceConfigFile Include="app.json" Mod="0600" /></ItemGroup>""")]
    [InlineData("ServiceConfigFile", "Mod", """<ItemGroup><ServiceConfigFile Include="app.json"><Mod>0600</Mod></ServiceConfigFile></ItemGroup>""")]
    [InlineData(
        "ServiceConfigFile", "Ownr",
        """<ItemDefinitionGroup><ServiceConfigFile Ownr="x" /></ItemDefinitionGroup><ItemGroup><ServiceConfigFile Include="app.json" /></ItemGroup>""")]
    [InlineData(
        "SystemdDirective", "Valeu",
        """<Target Name="Add" BeforeTargets="Publish"><ItemGroup><SystemdDirective Include="Nice" Value="5" Valeu="6" /></ItemGroup></Target>""")]
    public async Task A_name_that_an_item_does_not_know_is_refused(string type, string name, string body)
    {
        var workspace = shared.Workspace;
        workspace.Write("app/app.json", "{}");
        var log = await workspace.FailAsync("SVCPKG2016", workspace.AddService(body), Workspace.Deb, Workspace.FrameworkDependent);
        Assert.Contains($"{type} '", log, StringComparison.Ordinal);
        Assert.Contains($"' has the metadata '{name}', which is unknown. Write one of: ", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_almost_one_of_the_vocabulary_is_a_warning()
    {
        _workspace.Write("Directory.Build.props", "<Project><PropertyGroup><ServiceStopTimeuot>50s</ServiceStopTimeuot></PropertyGroup></Project>");
        var project = _workspace.AddService(
            """<ItemGroup><ServiceEnviroment Include="A" Value="1" /></ItemGroup>""", sdk: "Microsoft.NET.Sdk.Worker",
            properties: "<ServiceRestartDely>7s</ServiceRestartDely><DebugType>none</DebugType>");
        _workspace.Write("app/nuget.config", "<configuration />");
        var output = (await _workspace.DotnetAsync("publish", project, Workspace.Deb, Workspace.FrameworkDependent, "-p:ServicePackageReleas=3", "-p:ServicePackageRelease=2", "-o", "out"))
            .Succeeded().StandardOutput;
        string[] expected =
        [
            "The property ServiceRestartDely in app.csproj is unknown. Did you mean ServiceRestartDelay?",
            "The item ServiceEnviroment in app.csproj is unknown. Did you mean ServiceEnvironment?",
            "The property ServiceStopTimeuot in Directory.Build.props is unknown. Did you mean ServiceStopTimeout?",
            "The property ServicePackageReleas in the command line is unknown. Did you mean ServicePackageRelease?",
        ];
        Assert.All(expected, text => Assert.Contains($"warning SVCPKG2020: {text}", output, StringComparison.Ordinal));
        Assert.Equal(expected.Length, output.Split('\n').Where(line => line.Contains("warning SVCPKG2020", StringComparison.Ordinal)).Distinct().Count());

        // A worker project publishes every *.config.
        Assert.DoesNotContain("nuget.config", string.Join('\n', Packages.Payload(_workspace.File("out", "app_1.2.3-2_amd64.deb"))), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_request_with_a_misspelled_property_says_what_to_type()
    {
        var result = await _workspace.DotnetAsync("publish", _workspace.AddService(), "-p:ServicePackages=deb");
        Assert.Contains("warning SVCPKG2020: The property ServicePackages in the command line is unknown. Did you mean ServicePackage?", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_of_another_item_comes_along()
    {
        _workspace.Write("app/app.json", "{}");
        var project = _workspace.AddService(
            """
            <ItemGroup>
              <Content Include="extra/app.toml" Link="x.toml" Mod="x" CopyToPublishDirectory="Never" />
              <ServiceConfigFile Include="@(Content)" TargetPath="app.toml" />
              <ServiceConfigFile Include="app.json" Visible="false" mode="0600" />
            </ItemGroup>
            """);
        _workspace.Write("app/extra/app.toml", "a = 1\n");
        var package = await _workspace.PublishDebAsync(project);
        Assert.Equal("a = 1\n", Packages.Read(package, "/etc/app/app.toml"));
    }
}
