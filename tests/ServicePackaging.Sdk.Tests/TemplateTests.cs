using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>The templates for <c>dotnet new</c>: what they create is packaged as it is.</summary>
public sealed class TemplateTests(SdkFeed feed)
{
    private static readonly string[] Options =
        ["--company", "Example & Co", "--maintainer", "Ada Example <ada@example.com>", "--description", "Serves <many> people"];

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task Each_template_becomes_a_project_that_is_packaged_without_a_warning()
    {
        var templates = new TemplatePackage(feed.Servers, _workspace.Root);
        await templates.InstallAsync(feed.Version);
        var solution = await templates.CreateAllAsync(Options);

        string[] arguments = ["publish", solution, "-c", "Release", Workspace.Deb, Workspace.FrameworkDependent];
        var output = (await _workspace.DotnetAsync(arguments)).Succeeded().StandardOutput;

        Assert.DoesNotContain(": warning ", output, StringComparison.Ordinal);
        Assert.All(TemplatePackage.Names, name =>
        {
            var package = templates.Package(name, "deb");
            Assert.Equal(name, Packages.Field(package, "Package"));
            Assert.Equal("Ada Example <ada@example.com>", Packages.Field(package, "Maintainer"));
            Assert.StartsWith("Serves <many> people", Packages.Field(package, "Description"), StringComparison.Ordinal);
            Assert.False(File.Exists(_workspace.File(name, "nuget.config")));
        });
        var worker = templates.Package("service-worker", "deb");
        Assert.Contains("dotnet-runtime-10.0", Packages.Field(worker, "Depends"), StringComparison.Ordinal);
        var unit = Packages.Read(worker, "/usr/lib/systemd/system/service-worker.service");
        Assert.Contains("Type=notify\n", unit, StringComparison.Ordinal);
        var web = templates.Package("service-web", "deb");
        Assert.Contains("aspnetcore-runtime-10.0", Packages.Field(web, "Depends"), StringComparison.Ordinal);
        Assert.Equal("all", Packages.Field(templates.Package("service-payload", "deb"), "Architecture"));
    }

    [Fact]
    public async Task Options_select_the_framework_the_sdk_and_the_feed()
    {
        var templates = new TemplatePackage(feed.Servers, _workspace.Root);
        await templates.InstallAsync(feed.Version);
        string[] options = ["--framework", "net9.0", "--sdk-version", "7.7.7", "--feed", "/feeds/a & b"];

        await templates.CreateAsync("service-worker", "other", options);

        var source = Assert.Single(XDocument.Load(_workspace.File("other", "nuget.config")).Descendants("add"));
        Assert.Equal("/feeds/a & b", source.Attribute("value")!.Value);
        var project = XDocument.Load(_workspace.File("other", "other.csproj"));
        Assert.Equal("net9.0", Assert.Single(project.Descendants("TargetFramework")).Value);
        Assert.Equal("7.7.7", Assert.Single(project.Descendants("Sdk")).Attribute("Version")!.Value);
    }

    // Its files are those of the documentation, with the user's values.
    [Fact]
    public async Task The_workflow_of_the_documentation_is_added_to_a_repository()
    {
        var templates = new TemplatePackage(feed.Servers, _workspace.Root);
        await templates.InstallAsync(feed.Version);

        await templates.AddAsync("service-release", "default");
        await templates.AddAsync(
            "service-release", "own", "--service-project", "src/My Agent/Agent.csproj", "--bucket", "s3://own/linux", "--url", "https://own.example/linux",
            "--formats", "deb+rpm", "--runtimes", "linux-x64");

        var workflow = Documentation.Read("docs/ci/github.yml");
        Assert.Equal(workflow, await ReadAsync("default/.github/workflows/release.yml"));
        var own = workflow.Replace("PROJECT: src/Acme/Acme.csproj", "PROJECT: src/My Agent/Agent.csproj", StringComparison.Ordinal)
            .Replace("REPOSITORY_BUCKET: s3://acme-packages", "REPOSITORY_BUCKET: s3://own/linux", StringComparison.Ordinal)
            .Replace("REPOSITORY_URL: https://packages.example.com", "REPOSITORY_URL: https://own.example/linux", StringComparison.Ordinal)
            .Replace("FORMATS: all", "FORMATS: deb+rpm", StringComparison.Ordinal)
            .Replace("RUNTIMES: linux-x64+linux-arm64+osx-x64+osx-arm64+win-x64+win-arm64", "RUNTIMES: linux-x64", StringComparison.Ordinal);
        Assert.Equal(own, await ReadAsync("own/.github/workflows/release.yml"));
        Assert.Equal(
            [".github/workflows/release.yml", "ci/repository-s3.sh"],
            Directory.GetFiles(_workspace.File("own"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_workspace.File("own"), file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Equal(Documentation.Read("docs/ci/repository-s3.sh"), await ReadAsync("own/ci/repository-s3.sh"));
    }

    [Fact]
    public void Every_template_is_tested() => Assert.Equal(
        TemplatePackage.Names.Concat(TemplatePackage.Items).Order(StringComparer.Ordinal),
        Directory.GetDirectories(Path.Combine(Repository.Root, "templates", "content")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void They_reference_the_package_versions_of_the_samples()
    {
        var versions = Versions("samples/Directory.Packages.props").ToHashSet();
        Assert.All(
            new[] { "service-worker/ServiceWorker.csproj", "service-web/ServiceWeb.csproj" },
            path => Assert.Subset(versions, Versions($"templates/content/{path}").ToHashSet()));
    }

    private Task<string> ReadAsync(string path) => File.ReadAllTextAsync(_workspace.File(path.Split('/')), TestContext.Current.CancellationToken);

    private static IEnumerable<string> Versions(string path) => Regex.Matches(
        File.ReadAllText(Path.Combine(Repository.Root, path)), "Include=\"([\\w.]+)\" Version=\"([\\d.]+)\"").Select(match => match.Value);
}
