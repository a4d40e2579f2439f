using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>What the README says to do works as written. The commands for administrators are run by the installation tests, and those of
/// build.sh by whoever runs the tests: Test depends on Demo.</summary>
public sealed class ReadmeTests(SdkFeed feed)
{
    [Fact]
    public async Task The_shortest_project_is_packaged_previewed_and_reported_as_written()
    {
        var workspace = new Workspace(feed);
        workspace.Write("Worker.csproj", Readme.Projects[0].Replace("Version=\"1.0.0\"", $"Version=\"{feed.Version}\"", StringComparison.Ordinal));
        workspace.Write("Program.cs", "System.Console.WriteLine(\"up\");\n");
        var outputs = new Dictionary<string, string>();
        foreach (var command in Readme.Commands.Where(command => command.StartsWith("dotnet ", StringComparison.Ordinal)))
        {
            outputs.Add(command, (await workspace.DotnetAsync(command.Split(' ')[1..])).Succeeded().StandardOutput);
        }

        Assert.Contains(Path.Combine("bin", "Release", "packages", "worker_1.0.0-1_amd64.deb"), outputs["dotnet publish -p:ServicePackage=deb+rpm"], StringComparison.Ordinal);
        Assert.Contains("==> postinst <==", outputs["dotnet build -t:PreviewServicePackage -p:ServicePackage=deb"], StringComparison.Ordinal);
        Assert.Contains("\"Sha256\"", outputs.Single(row => row.Key.Contains("-getItem", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        Assert.True(File.Exists(workspace.File("out", "worker_1.0.0-1_amd64.deb")));
    }

    [Fact]
    public async Task The_instances_it_shows_are_packaged()
    {
        var workspace = new Workspace(feed);
        var items = Assert.Single(Readme.Items);
        workspace.Write("Worker.csproj", Readme.Projects[0].Replace("Version=\"1.0.0\"", $"Version=\"{feed.Version}\"", StringComparison.Ordinal)
            .Replace("</Project>", items + "</Project>", StringComparison.Ordinal));
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
        Assert.Equal(2, Readme.Projects.Count);
        var workspace = new Workspace(feed);
        var project = workspace.Write("Pinger/Pinger.csproj", Readme.Projects[1].Replace("ServicePackaging.Sdk/1.0.0", $"ServicePackaging.Sdk/{feed.Version}", StringComparison.Ordinal));
        workspace.Write("Pinger/payload/run.sh", "#!/bin/sh\nexec sleep 1000\n");
        var packages = await workspace.PublishAsync(project, "-p:ServicePackage=deb+rpm+pkg");
        Assert.Equal(["pinger_1.0.0-1_all.deb", "pinger-1.0.0-1.noarch.rpm", "pinger-1.0.0-1.universal.pkg"], packages.Select(package => package.FileName));
    }

    // Those for macOS need one: docs/ci/macos.yml.
    [Fact]
    public void Every_command_is_of_a_kind_that_some_test_runs() => Assert.All(
        Readme.Commands,
        command => Assert.Matches("^(dotnet (publish|build) |\\./build\\.sh --target=(Demo|Test)$|sudo (apt (install|remove|purge)|dnf (install|remove)) |systemctl status memexd$|sudo (installer -pkg |launchctl print |/opt/memexd/uninstall\\.sh$))", command));
}
