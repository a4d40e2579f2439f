using System.Text.Json;

namespace ServicePackaging.Sdk.Tests;

/// <summary>What editors read from the package.</summary>
public sealed class EditorHelpTests(SdkFeed feed)
{
    [Fact]
    public async Task A_project_lists_its_property_pages_and_the_schema_is_beside_the_targets()
    {
        var workspace = new Workspace(feed);
        var output = (await workspace.DotnetAsync("msbuild", workspace.AddService(), "-getItem:PropertyPageSchema")).Succeeded();

        using var json = JsonDocument.Parse(output.StandardOutput);
        var pages = json.RootElement.GetProperty("Items").GetProperty("PropertyPageSchema").EnumerateArray()
            .Where(item => item.GetProperty("Identity").GetString()!.Contains(feed.Version, StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["ServicePackage.xaml", "Service.xaml"], pages.Select(page => Path.GetFileName(page.GetProperty("Identity").GetString())));
        Assert.All(pages, page =>
        {
            Assert.Equal("Project", page.GetProperty("Context").GetString());
            Assert.True(File.Exists(page.GetProperty("FullPath").GetString()), page.ToString());
        });
        var package = Path.Combine(SdkFeed.PackageFolder, SdkFeed.PackageId.ToLowerInvariant(), feed.Version);
        var targets = Path.Combine(package, "build", "ServicePackaging.Sdk.targets");
        Assert.True(File.Exists(targets) && File.Exists(targets + ".buildschema.json"));
    }
}
