using System.IO.Compression;
using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>The README and the guides work as written. The installation tests run the commands for administrators, and whoever runs the tests runs
/// those of build.sh: Test depends on Demo.</summary>
public sealed partial class ReadmeTests(SdkFeed feed)
{
    private const string Readme = "README.md";

    [Fact]
    public async Task The_shortest_project_is_packaged_previewed_and_reported_as_written()
    {
        var workspace = new Workspace(feed);
        workspace.Write("Worker.csproj", WithVersion(feed.Version, Projects(Readme).Single()));
        workspace.Write("Program.cs", "System.Console.WriteLine(\"up\");\n");
        var outputs = new Dictionary<string, string>();
        foreach (var command in Documentation.Commands(Readme).Append(Documentation.Commands("docs/guides/ci.md")[0]).Where(command => command.StartsWith("dotnet ", StringComparison.Ordinal)))
        {
            outputs.Add(command, (await workspace.DotnetAsync(command.Split(' ')[1..])).Succeeded().StandardOutput);
        }

        Assert.Contains(Path.Combine("bin", "Release", "packages", "worker_1.0.0-1_amd64.deb"), outputs["dotnet publish -p:ServicePackage=deb+rpm"], StringComparison.Ordinal);
        Assert.Contains("==> postinst <==", outputs["dotnet build -t:PreviewServicePackage -p:ServicePackage=deb"], StringComparison.Ordinal);
        Assert.Contains("\"Sha256\"", outputs.Single(row => row.Key.Contains("-getItem", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        Assert.True(File.Exists(workspace.File("out", "worker_1.0.0-1_amd64.deb")));
    }

    [Fact]
    public async Task The_instances_of_the_guide_are_packaged()
    {
        var workspace = new Workspace(feed);
        var items = Documentation.Blocks("docs/guides/instances.md").Single(block => block.IsProjectPart).Text;
        workspace.Write("Worker.csproj", WithVersion(feed.Version, Projects(Readme).Single()).Replace("</Project>", items + "</Project>", StringComparison.Ordinal));
        workspace.Write("Program.cs", "System.Console.WriteLine(\"up\");\n");
        workspace.Write("dev.env", "LEVEL=debug\n");

        var preview = (await workspace.DotnetAsync("build", "-t:PreviewServicePackage", "-p:ServicePackage=deb")).Succeeded().StandardOutput;

        Assert.Contains("/usr/lib/systemd/system/worker@dev.service", preview, StringComparison.Ordinal);
        Assert.Contains("/etc/default/worker-dev", preview, StringComparison.Ordinal);
        Assert.Contains("StateDirectory=worker-dev", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shortest_project_without_dotnet_is_packaged_as_written()
    {
        var workspace = new Workspace(feed);
        var project = workspace.Write("pinger/pinger.proj", WithVersion(feed.Version, Projects("docs/guides/other-languages.md")[0]));
        workspace.Write("pinger/payload/run.sh", "#!/bin/sh\nexec sleep 1000\n");
        var packages = await workspace.PublishAsync(project, "-p:ServicePackage=deb+rpm+pkg");
        Assert.Equal(["pinger_1.0.0-1_all.deb", "pinger-1.0.0-1.noarch.rpm", "pinger-1.0.0-1.universal.pkg"], packages.Select(package => package.FileName));
    }

    [Fact]
    public async Task The_nuget_configuration_of_the_readme_finds_the_sdk()
    {
        var workspace = new Workspace(feed);
        var configuration = Documentation.Blocks(Readme).Single(block => block.Language == "xml" && !block.IsProject).Text;
        workspace.Write("nuget.config", configuration.Replace("/path/to/the/clone/artifacts/packages", Path.Combine(feed.Root, "feed"), StringComparison.Ordinal));
        workspace.Write("Worker.csproj", WithVersion(feed.Version, Projects(Readme).Single()));
        Assert.Equal("+all+", (await workspace.DotnetAsync("msbuild", "-p:ServicePackage=+all+", "-getProperty:ServicePackage")).Succeeded().Text);
    }

    // One process for all of them: what takes time is to start it.
    [Fact]
    public async Task Every_example_of_the_pages_is_evaluated()
    {
        var workspace = new Workspace(feed);
        var projects = Examples(feed.Version).Select((example, number) => workspace.Write($"e{number}/e{number}.csproj", example)).ToList();
        Assert.True(projects.Count > 20, "The pages have no examples any more.");
        workspace.Write(
            "all.proj",
            $"""
            <Project>
              <ItemGroup>
                {string.Concat(projects.Select(project => $"<Example Include=\"{project}\" />"))}
              </ItemGroup>
              <Target Name="Evaluate">
                <MSBuild Projects="@(Example)" Targets="_DeclareServicePackageVocabulary" />
              </Target>
            </Project>
            """);
        (await workspace.DotnetAsync("msbuild", "all.proj", "-t:Evaluate", "-v:quiet", "-p:ServicePackage=deb")).Succeeded();
    }

    [Fact]
    public async Task The_package_shows_the_readme_with_absolute_links()
    {
        using var package = await ZipFile.OpenReadAsync(Path.Combine(feed.Root, "feed", $"{SdkFeed.PackageId}.{feed.Version}.nupkg"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await package.GetEntry(Readme)!.OpenAsync(TestContext.Current.CancellationToken));
        var packed = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ReplaceLineEndings("\n").TrimEnd();

        Assert.DoesNotMatch(@"\]\((?!https?://|#)", packed);
        Assert.Equal(Documentation.WithSdkVersion(Documentation.Read(Readme), feed.Version).TrimEnd(), Regex.Replace(packed, @"\]\(https?://[^)]*?/blob/main/", "]("));
    }

    // Those for macOS need a Mac: .github/workflows/ci.yml.
    [Fact]
    public void Every_command_is_of_a_kind_that_some_test_runs() => Assert.All(
        Documentation.Commands(Readme),
        command => Assert.Matches("^(dotnet (publish|build) |\\./build\\.sh --target=(Pack|Demo|Test)$|sudo (apt (install|remove|purge)|dnf (install|remove)) |systemctl status memexd$|sudo (installer -pkg |launchctl print |/opt/memexd/uninstall\\.sh$))", command));

    private static List<string> Projects(string page) => [.. Documentation.Blocks(page).Where(block => block.IsProject).Select(block => block.Text)];

    // A part of a project is put into the shortest one.
    internal static IEnumerable<string> Examples(string version) =>
        from page in Documentation.Guides
        from block in Documentation.Blocks(page)
        where block.IsProject || block.IsProjectPart
        select WithVersion(version, block.IsProject ? block.Text : Projects(Readme).Single().Replace("</Project>", block.Text + "</Project>", StringComparison.Ordinal));

    private static string WithVersion(string version, string project)
    {
        var result = Documentation.WithSdkVersion(project, version);
        Assert.Contains(version, result, StringComparison.Ordinal);
        return result;
    }
}
