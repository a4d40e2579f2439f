using System.Security.Cryptography;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Windows packages, from whatever system they are published.</summary>
public sealed class WindowsInstallerTests(SdkFeed feed)
{
    private const string WindowsServices = "Microsoft.Extensions.Hosting.WindowsServices";

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task An_msi_alone_carries_the_program_and_its_runtime_and_registers_the_service()
    {
        var package = Assert.Single(await _workspace.PublishAsync(_workspace.AddService(), Workspace.Msi));

        var path = _workspace.File("app", "bin", "Release", "packages", "app-1.2.3-1.x64.msi");
        var bytes = File.ReadAllBytes(path);
        Assert.Equal(
            new GeneratedPackage(path, "msi", "win-x64", "1.2.3", $"{bytes.Length}", Convert.ToHexStringLower(SHA256.HashData(bytes))), package);
        Assert.Equal("x64;1033", Installers.Template(path));
        Assert.Equal("1.2.3", Installers.Property(path, "ProductVersion"));
        Assert.All(["app.exe", "app.dll", "coreclr.dll", "hostfxr.dll"], file => Assert.Contains(file, Installers.Payload(path)));
        Assert.Contains("\tapp\tapp\t", "\t" + Assert.Single(Installers.Rows(path, "ServiceInstall")), StringComparison.Ordinal);
        Assert.DoesNotContain(Installers.Rows(path, "LaunchCondition"), row => row.Contains("dotnet", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Each_processor_of_Windows_has_a_package_of_its_own()
    {
        // Not every package source has the host executable for arm64: this project brings that one.
        _workspace.Write("app/host.exe", "MZ");
        var project = _workspace.AddService(
            """
            <Target Name="BringHost" AfterTargets="Publish" Condition="'$(RuntimeIdentifier)' == 'win-arm64'">
              <PropertyGroup><UseAppHost>true</UseAppHost></PropertyGroup>
              <Copy SourceFiles="host.exe" DestinationFiles="$(PublishDir)app.exe" />
            </Target>
            """,
            properties: """<UseAppHost Condition="'$(RuntimeIdentifier)' == 'win-arm64'">false</UseAppHost>""");
        var packages = await _workspace.PublishAsync(
            project, Workspace.Msi, Workspace.FrameworkDependent, "-p:ServicePackageRuntimeIdentifiers=win-x64+win-x86+win-arm64");

        Assert.Equal(
            ["app-1.2.3-1.x64.msi x64;1033", "app-1.2.3-1.x86.msi Intel;1033", "app-1.2.3-1.arm64.msi Arm64;1033"],
            packages.Select(package => $"{package.FileName} {Installers.Template(package.Identity)}"));
        Assert.Equal(3, packages.Select(package => Installers.Property(package.Identity, "ProductCode")).Distinct().Count());
        Assert.Single(packages.Select(package => Installers.Property(package.Identity, "UpgradeCode")).Distinct());
    }

    [Theory]
    [InlineData("win-x64")]
    [InlineData("win-arm64")]
    public async Task A_program_without_an_executable_is_no_Windows_service(string runtimeIdentifier) =>
        await _workspace.FailAsync("SVCPKG5006", _workspace.AddService(), Workspace.Msi, "-p:UseAppHost=false", "-r", runtimeIdentifier);

    [Fact]
    public async Task A_preview_shows_the_files_and_the_tables_of_each_package()
    {
        var result = await _workspace.DotnetAsync(
            "build", _workspace.AddService(), "-t:PreviewServicePackage", "-p:ServicePackage=deb+msi", Workspace.FrameworkDependent);
        // MSBuild indents what tasks say.
        var text = string.Join('\n', result.Succeeded().StandardOutput.Split('\n').Select(line => line.Trim(' ')));
        string[] parts =
        [
            "app_1.2.3-1_amd64.deb\n", "==> control <==", "app-1.2.3-1.x64.msi\n", @"app\app.exe", "==> ServiceInstall.idt <==\nServiceInstall\tName\tDisplayName\t",
            "==> Property.idt <==\nProperty\tValue\n", "\nProductVersion\t1.2.3\n",
        ];
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_workspace.Root, "*.msi", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_tables_are_left_beside_the_package_where_that_is_asked_for()
    {
        _workspace.WriteIcon("app/app.ico", 1);
        var package = await _workspace.PublishMsiAsync(
            _workspace.AddService(properties: "<ApplicationIcon>app.ico</ApplicationIcon>"), "-p:ServicePackageEmitSource=true");
        Assert.Contains("ARPPRODUCTICON\tProduct.ico\n", File.ReadAllText($"{package}.source/Property.idt"), StringComparison.Ordinal);
        Assert.StartsWith("Name\tData\nProduct.ico\t", File.ReadAllText($"{package}.source/Icon.idt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tools_of_others_find_every_published_file_in_a_package_that_asks_for_its_framework()
    {
        Availability.Require(Installers.Msitools);
        Availability.RequireProgram("7z");
        string[] names = ["with space.txt", "späte-日本.txt", "it's.txt", "semi;colon,comma.txt", "per%20cent%3B.txt", "at@(x)%(y).txt", "$(dollar).txt", "[x]{y}.txt", "#hash&!.txt", ".dot", "deep/er/x"];
        foreach (var name in names)
        {
            _workspace.Write($"app/wwwroot/{name}", name);
        }

        var project = _workspace.AddService(
            """<ItemGroup><Content Update="wwwroot/**" CopyToPublishDirectory="PreserveNewest" /></ItemGroup>""", sdk: "Microsoft.NET.Sdk.Web");
        var package = await _workspace.PublishMsiAsync(project, "-p:StaticWebAssetsEnabled=false");

        var published = _workspace.File("app", "obj", "servicepackage", "Release", "net10.0", "win-x64", "publish");
        var files = Directory.GetFiles(published, "*", SearchOption.AllDirectories);
        string[] added = ["sbom/app.cdx.json", "sbom/app.spdx.json"];
        Assert.Equal(
            files.Select(file => Path.GetRelativePath(published, file)).Concat(added).Order(StringComparer.Ordinal), Installers.Payload(package));
        Assert.All(names, name => Assert.Contains("wwwroot/" + name, Installers.Payload(package)));

        (await ProcessRunner.RunAsync("msiextract", "-C", _workspace.File("unpacked"), package)).Succeeded();
        var installed = Path.GetDirectoryName(Assert.Single(Directory.GetFiles(_workspace.File("unpacked"), "app.exe", SearchOption.AllDirectories)))!;
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(installed, Path.GetRelativePath(published, file)))));
        Assert.Contains("Template: x64;1033", (await ProcessRunner.RunAsync("msiinfo", "suminfo", package)).Succeeded().StandardOutput, StringComparison.Ordinal);
        (await ProcessRunner.RunAsync("7z", "t", package)).Succeeded();

        Assert.Contains("[ProductName] needs Microsoft.AspNetCore.App 10 for x64.", string.Join('\n', Installers.Rows(package, "LaunchCondition")), StringComparison.Ordinal);
        Assert.DoesNotContain("coreclr.dll", Installers.Payload(package));
    }

    [Fact]
    public async Task A_single_file_is_one_program()
    {
        var package = await _workspace.PublishMsiAsync(_workspace.AddService(), "-p:PublishSingleFile=true", "-p:DebugType=none");
        Assert.Equal(["app.exe"], Installers.Payload(package));
    }

    [Fact]
    public async Task A_service_is_told_which_library_speaks_to_the_service_manager_unless_it_has_one()
    {
        var project = _workspace.AddService();
        var log = (await _workspace.DotnetAsync("publish", project, Workspace.Msi, Workspace.FrameworkDependent)).Succeeded().StandardOutput;
        Assert.Contains($"warning SVCPKG5003: 'app' references no library that communicates with the Windows service manager", log, StringComparison.Ordinal);
        Assert.Contains(WindowsServices, log, StringComparison.Ordinal);
        var silenced = (await _workspace.DotnetAsync("publish", project, Workspace.Msi, Workspace.FrameworkDependent, "-p:NoWarn=SVCPKG5003", "-p:ServicePackageRelease=2"))
            .Succeeded().StandardOutput;
        Assert.DoesNotContain("warning", silenced, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_may_not_be_older_than_Windows_Installer_can_say()
    {
        _workspace.Environment["SOURCE_DATE_EPOCH"] = "0";
        Assert.NotEmpty(await _workspace.PublishMsiAsync(_workspace.AddService()));
    }
}
