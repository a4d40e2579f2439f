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

    [Fact]
    public void Every_template_is_tested() => Assert.Equal(
        TemplatePackage.Names.Order(StringComparer.Ordinal),
        Directory.GetDirectories(Path.Combine(Repository.Root, "templates", "content")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void They_reference_the_package_versions_of_the_samples()
    {
        var versions = Versions("samples/Directory.Packages.props").ToHashSet();
        Assert.All(
            new[] { "service-worker/ServiceWorker.csproj", "service-web/ServiceWeb.csproj" },
            path => Assert.Subset(versions, Versions($"templates/content/{path}").ToHashSet()));
    }

    private static IEnumerable<string> Versions(string path) => Regex.Matches(
        File.ReadAllText(Path.Combine(Repository.Root, path)), "Include=\"([\\w.]+)\" Version=\"([\\d.]+)\"").Select(match => match.Value);
}
