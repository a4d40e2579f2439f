using System.Text.Json;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>The bill of materials of a package.</summary>
public sealed class SbomTests(SdkFeed feed)
{
    private const string Tool = "CycloneDX";

    private readonly Workspace _workspace = new(feed);

    // Direct and transitive packages, one with a native file, one that only helps to build, one that is private and published all the same, and one
    // that only another project references.
    [Fact]
    public async Task Its_NuGet_packages_are_those_that_the_tool_of_CycloneDX_finds()
    {
        var directory = _workspace.File("tools");
        string[] install = ["tool", "install", Tool, "--version", "6.3.1", "--tool-path", directory];
        (await ProcessRunner.RunAsync("dotnet", install)).Succeeded();
        _workspace.Write(
            "lib/lib.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="13.0.4" /></ItemGroup>
            </Project>
            """);
        var project = _workspace.AddService(
            """
            <ItemGroup>
              <PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.15" />
              <PackageReference Include="Roslynator.Analyzers" Version="5.0.1" PrivateAssets="all" />
              <PackageReference Include="Serilog" Version="4.4.0" PrivateAssets="all" />
              <ProjectReference Include="../lib/lib.csproj" />
            </ItemGroup>
            """);

        var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb));
        string[] scan = [project, "--disable-package-restore", "--spec-version", "1.6", "--output-format", "Json", "--output", _workspace.File("scan")];
        (await ProcessRunner.RunAsync(Path.Combine(directory, "dotnet-CycloneDX"), scan)).Succeeded();

        using var found = JsonDocument.Parse(File.ReadAllText(_workspace.File("scan", "bom.json")));
        using var ours = JsonDocument.Parse(File.ReadAllText(package.Identity + ".cdx.json"));
        // The same names, versions, scopes and digests.
        var packages = Libraries(found);
        Assert.Equal(packages, Libraries(ours));
        Assert.Contains(packages, line => line.StartsWith("excluded pkg:nuget/Roslynator.Analyzers@5.0.1 ", StringComparison.Ordinal));
        Assert.Contains(packages, line => line.StartsWith("required pkg:nuget/Serilog@4.4.0 ", StringComparison.Ordinal));

        // What the tool does not list.
        var more = Components(ours).FindAll(component => component.GetProperty("type").GetString() != "library");
        Assert.Contains(more, component => component.GetProperty("name").GetString() == "Microsoft.NETCore.App.Runtime.linux-x64" && FilesOf(component).Contains("libcoreclr.so"));
        Assert.Contains(more, component => component.GetProperty("name").GetString() == "Microsoft.NETCore.App.Host.linux-x64");
        Assert.Contains(more, component => component.GetProperty("bom-ref").GetString() == "file:app");
        Assert.Contains("libe_sqlite3.so", FilesOf(Components(ours).Single(component => component.GetProperty("name").GetString() == "SQLitePCLRaw.lib.e_sqlite3")));
        Assert.Contains(Components(ours), component => component.GetProperty("bom-ref").GetString() == "project:lib@1.0.0");
    }

    [Fact]
    public async Task It_is_in_the_package_and_beside_it_unless_it_is_switched_off()
    {
        var project = _workspace.AddService();
        var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb, Workspace.FrameworkDependent));
        var written = File.GetLastWriteTimeUtc(package.Identity);
        foreach (var suffix in (string[])[".cdx.json", ".spdx.json"])
        {
            Assert.Equal(File.ReadAllBytes(package.Identity + suffix), Packages.ReadBytes(package.Identity, "/usr/share/doc/app/app" + suffix));
        }

        await _workspace.PublishDebAsync(project, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(package.Identity));
        File.Delete(package.Identity + ".cdx.json");
        await _workspace.PublishDebAsync(project, "--no-restore");
        Assert.True(File.Exists(package.Identity + ".cdx.json"));

        await _workspace.PublishDebAsync(project, "--no-restore", "-p:ServicePackageSbom=false");
        Assert.Equal([package.Identity], Directory.GetFiles(Path.GetDirectoryName(package.Identity)!));
        Assert.ThrowsAny<Exception>(() => Packages.ReadBytes(package.Identity, "/usr/share/doc/app/app.cdx.json"));
    }

    [Fact]
    public async Task A_program_in_another_language_has_a_bill_too()
    {
        var project = _workspace.AddPayload("<ServiceExecutable>run.sh</ServiceExecutable>", ("run.sh", "#!/bin/sh\nexec sleep 1000\n"));
        File.Copy("/bin/true", _workspace.File("app", "payload", "helper"));
        var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb));

        using var bill = JsonDocument.Parse(File.ReadAllText(package.Identity + ".cdx.json"));
        Assert.Equal(["file:helper"], Components(bill).Select(component => component.GetProperty("bom-ref").GetString()));
    }

    private static IReadOnlyList<string> Libraries(JsonDocument bill) =>
    [
        .. Components(bill).Where(component => component.GetProperty("type").GetString() == "library" && component.TryGetProperty("purl", out _))
            .Select(component => $"{component.GetProperty("scope")} {component.GetProperty("purl")} {component.GetProperty("hashes")[0].GetProperty("content").GetString()!.ToLowerInvariant()}")
            .Order(StringComparer.Ordinal),
    ];

    private static List<JsonElement> Components(JsonDocument bill) => [.. bill.RootElement.GetProperty("components").EnumerateArray()];

    private static IEnumerable<string?> FilesOf(JsonElement component) =>
        component.TryGetProperty("components", out var files) ? files.EnumerateArray().Select(file => file.GetProperty("name").GetString()) : [];
}
