using System.Text.Json;
using System.Xml.Linq;
using ServicePackaging.Manifests;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Manifests;

/// <summary>The sources of a Chocolatey package: the script run by PowerShell, and the metadata packed by NuGet.</summary>
public sealed class ChocolateyPackageTests : IDisposable
{
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd";

    private readonly TemporaryTree _tree = new();

    [Fact]
    public void The_files_are_these()
    {
        var files = ChocolateyPackage.Render(Products.Acme, [Products.Installer("x64"), Products.Installer("arm64")]);

        Assert.Equal(["chocolatey/acme-agent/acme-agent.nuspec", "chocolatey/acme-agent/tools/chocolateyinstall.ps1"], files.Select(file => file.Path));
        Assert.Equal(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd">
              <metadata>
                <id>acme-agent</id>
                <version>1.4.0</version>
                <title>Acme Agent</title>
                <authors>Acme Systems</authors>
                <projectUrl>https://acme.example/agent</projectUrl>
                <licenseUrl>https://licenses.nuget.org/MIT</licenseUrl>
                <requireLicenseAcceptance>false</requireLicenseAcceptance>
                <copyright>Copyright (c) Acme Systems</copyright>
                <summary>Collects metrics</summary>
                <description>Collects metrics

            It sends them to Acme.

            There is no configuration.</description>
                <releaseNotes>Faster
            Smaller</releaseNotes>
                <tags>acme-agent service</tags>
              </metadata>
              <files>
                <file src="tools\**" target="tools" />
              </files>
            </package>

            """,
            files[0].Text);
        Assert.Equal(
            """
            $ErrorActionPreference = 'Stop'

            $packageArgs = @{
              packageName    = $env:ChocolateyPackageName
              fileType       = 'msi'
              softwareName   = 'Acme Agent'
              url64bit       = 'https://github.com/acme/agent/releases/download/v1.4.0/acme-agent-1.4.0-1.x64.msi'
              checksum64     = '3333333333333333333333333333333333333333333333333333333333333333'
              checksumType64 = 'sha256'
              silentArgs     = '/qn /norestart'
              validExitCodes = @(0, 3010, 1641)
            }

            Install-ChocolateyPackage @packageArgs

            """,
            files[1].Text.TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task PowerShell_passes_the_texts_on_as_they_are()
    {
        foreach (var (text, index) in Products.Hostile.Select((text, index) => (text, index)))
        {
            _tree.Write($"/all/{index:00}.ps1", ChocolateyPackage.Render(Products.Acme, [Products.Installer("x64", text), Products.Installer("x86")])[1].Text);
        }

        var run = _tree.Write("/run.ps1",
            """
            function Install-ChocolateyPackage($packageName, $softwareName, $fileType, $url, $checksum, $checksumType, $url64bit, $checksum64, $checksumType64, $silentArgs, $validExitCodes) {
              [void]$all.Add(@($packageName, $softwareName, $fileType, $url, $checksum, $checksumType, $url64bit, $checksum64, $checksumType64, $silentArgs, "$validExitCodes"))
            }
            $env:ChocolateyPackageName = 'acme'
            $all = [System.Collections.ArrayList]::new()
            Get-ChildItem "$PSScriptRoot/all" | Sort-Object Name | ForEach-Object { . $_.FullName }
            ConvertTo-Json $all
            """);
        var result = await ProcessRunner.RunAsync(
            new ProcessOptions { WorkingDirectory = Repository.Root }, "dotnet", "pwsh", "-NoProfile", "-NonInteractive", "-File", run);
        Availability.Require(result.StandardError.Contains("dotnet tool restore", StringComparison.Ordinal) ? new("PowerShell is not installed", "dotnet tool restore") : null);

        const string Address = "https://github.com/acme/agent/releases/download/v1.4.0/acme-agent-1.4.0-1";
        Assert.Equal(
            Products.Hostile.Select(text => (string[])
            [
                "acme", text, "msi", $"{Address}.x86.msi", new('3', 64), "sha256", $"{Address}.x64.msi", new('3', 64), "sha256", "/qn /norestart", "0 3010 1641",
            ]),
            JsonSerializer.Deserialize<string[][]>(result.Succeeded().StandardOutput)!);
    }

    [Fact]
    public void Xml_holds_the_texts_as_they_are() => Assert.All(Products.Hostile, text =>
    {
        var metadata = XDocument.Parse(ChocolateyPackage.Render(Products.Named(text), [Products.Installer("x64")])[0].Text).Root!.Element(Schema + "metadata")!;

        Assert.Equal(text, metadata.Element(Schema + "title")!.Value);
        Assert.Equal($"{text}\n\n{text}", metadata.Element(Schema + "description")!.Value);
    });

    // NuGet reads the metadata, and checks it, when it packs.
    [Fact]
    public async Task NuGet_packs_it()
    {
        foreach (var product in new[] { Products.Acme, Products.Named(Products.Hostile[0]) with { Name = "c++.agent", License = "MIT OR Apache-2.0" } })
        {
            var files = ChocolateyPackage.Render(product, [Products.Installer("x64")]);
            foreach (var file in files)
            {
                _tree.Write("/" + file.Path, file.Text);
            }

            var nuspec = _tree.PathOf("/" + files[0].Path);
            _tree.Write("/pack/pack.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
            var result = await ProcessRunner.RunAsync(
                "dotnet", "pack", _tree.PathOf("/pack/pack.csproj"), $"-p:NuspecFile={nuspec}", "-p:NoBuild=true", "-p:NoWarn=NU5110%3BNU5111%3BNU5125", "-o", _tree.PathOf("/packed"));
            result.Succeeded();
            var id = ManifestNames.ToToken(product.Name);
            await using var zip = await System.IO.Compression.ZipFile.OpenReadAsync(_tree.PathOf($"/packed/{id}.1.4.0.nupkg"), TestContext.Current.CancellationToken);
            Assert.Contains(zip.Entries, entry => entry.FullName == "tools/chocolateyinstall.ps1");
            await using var stored = await zip.GetEntry($"{id}.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
            var metadata = XDocument.Load(stored).Root!.Elements().First();
            Assert.Equal(product.Summary, metadata.Elements().Single(element => element.Name.LocalName == "summary").Value);
        }
    }

    public void Dispose() => _tree.Dispose();
}
