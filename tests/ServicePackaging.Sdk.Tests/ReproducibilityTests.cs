using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>The same sources give the same package, whoever builds them, wherever and however.</summary>
public sealed class ReproducibilityTests(SdkFeed feed)
{
    [Theory]
    [InlineData(null)]
    [InlineData("1700000001")]
    public async Task Two_clones_give_the_same_bytes(string? sourceDateEpoch)
    {
        var first = await PublishAsync("a", "022", new(feed.Servers.SharedCompilation) { ["LANG"] = "C", ["TZ"] = "UTC", ["SOURCE_DATE_EPOCH"] = sourceDateEpoch });
        var second = await PublishAsync("elsewhere/b", "077", new(feed.Servers.SharedCompilation)
        {
            // Once by a compiler of its own.
            ["UseSharedCompilation"] = sourceDateEpoch is null ? "false" : "true",
            ["SOURCE_DATE_EPOCH"] = sourceDateEpoch,
            ["LANG"] = "tr_TR.UTF-8",
            ["LC_ALL"] = "de_DE.UTF-8",
            ["DOTNET_CLI_UI_LANGUAGE"] = "de",
            ["TZ"] = "Asia/Kathmandu",
            ["USER"] = "someone",
            ["HOME"] = Directory.CreateDirectory(Path.Combine(feed.Root, "home")).FullName,
            ["NUGET_PACKAGES"] = SdkFeed.PackageFolder,
        });
        string[] names = ["app-1.2.3-1.x64.msi", "app-1.2.3-1.x64.pkg", "app-1.2.3-1.x86_64.rpm", "app_1.2.3-1_amd64.deb"];
        Assert.Equal(Workspace.WithSbom(names), first.Select(Path.GetFileName));
        Assert.All(first.Zip(second), pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
    }

    // Of the same assemblies: the target Reproducible of build.cake also compiles them twice.
    [Fact]
    public async Task The_sdk_is_packed_to_the_same_bytes()
    {
        var feeds = Path.Combine(feed.Root, "packed-again");
        var environment = new Dictionary<string, string?> { ["TZ"] = "Asia/Kathmandu", ["LC_ALL"] = "de_DE.UTF-8", ["SOURCE_DATE_EPOCH"] = null };
        await feed.Servers.PackSdkAsync(feeds, feed.Version, environment);

        var name = $"{SdkFeed.PackageId}.{feed.Version}.nupkg";
        Assert.Equal(File.ReadAllBytes(Path.Combine(feed.Root, "feed", name)), File.ReadAllBytes(Path.Combine(feeds, name)));
    }

    private async Task<IReadOnlyList<string>> PublishAsync(string directory, string umask, Dictionary<string, string?> environment)
    {
        var workspace = new Workspace(feed, directory);
        workspace.Write("app/data/b.txt", "b");
        workspace.Write("app/data/a.txt", "a");
        workspace.Write("app/app.toml", "a = 1\n");
        workspace.WriteIcon("app/app.ico", 1);
        var project = workspace.AddService(
            properties: "<ApplicationIcon>app.ico</ApplicationIcon>",
            body: """<ItemGroup><Content Include="data/**" CopyToPublishDirectory="PreserveNewest" /><ServiceConfigFile Include="app.toml" /></ItemGroup>""");
        (await ProcessRunner.RunAsync(
            new ProcessOptions { WorkingDirectory = workspace.Root, Environment = environment },
            "sh", "-c", $"umask {umask}; exec dotnet publish '{project}' -p:ServicePackage=all {Workspace.FrameworkDependent} -o out")).Succeeded();
        return [.. Directory.GetFiles(workspace.File("out")).Order(StringComparer.Ordinal)];
    }
}
