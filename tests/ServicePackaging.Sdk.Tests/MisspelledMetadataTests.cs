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
