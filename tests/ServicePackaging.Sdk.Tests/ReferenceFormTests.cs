namespace ServicePackaging.Sdk.Tests;

/// <summary>Every way in which a project can name the SDK.</summary>
public sealed class ReferenceFormTests(SdkFeed feed)
{
    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task An_element_with_a_version() => await Packs(_workspace.AddService());

    [Fact]
    public async Task A_list_in_the_project_attribute() =>
        await Packs(_workspace.AddService(sdk: $"Microsoft.NET.Sdk;{SdkFeed.PackageId}/{feed.Version}", reference: ""));

    [Fact]
    public async Task An_element_without_a_version_where_global_json_has_it()
    {
        _workspace.Write("global.json", $$"""{ "msbuild-sdks": { "{{SdkFeed.PackageId}}": "{{feed.Version}}" } }""");
        await Packs(_workspace.AddService(reference: $"<Sdk Name=\"{SdkFeed.PackageId}\" />"));
    }

    [Fact]
    public async Task A_directive_of_a_file_based_app()
    {
        var app = _workspace.Write(
            "app.cs",
            $"""
            #:sdk Microsoft.NET.Sdk
            #:sdk {SdkFeed.PackageId}@{feed.Version}
            #:property PublishAot=false
            System.Console.WriteLine("up");
            """);
        await Packs(app);
    }

    [Fact]
    public async Task A_package_reference_even_at_the_first_publish()
    {
        var project = _workspace.AddService(
            reference: "",
            body: $"""<ItemGroup><PackageReference Include="{SdkFeed.PackageId}" Version="{feed.Version}" PrivateAssets="all" /></ItemGroup>""");
        await Packs(project);
        await _workspace.FailAsync("SVCPKG1010", project, Workspace.Deb, "-p:ServicePackageRuntimeIdentifiers=linux-x64+linux-arm64");
    }

    [Fact]
    public async Task Before_the_NET_SDK_it_says_where_to_stand()
    {
        var project = _workspace.AddService(sdk: $"{SdkFeed.PackageId}/{feed.Version};Microsoft.NET.Sdk", reference: "");
        Assert.Contains("is imported before the .NET SDK", await _workspace.FailAsync("SVCPKG1006", project, Workspace.Deb), StringComparison.Ordinal);
    }

    private async Task Packs(string project) =>
        Assert.Contains("app.dll", Packages.Payload(await _workspace.PublishDebAsync(project)));
}
