using System.Security.Cryptography;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Packages for macOS, from whatever system they are published.</summary>
public sealed class MacPackageTests(SdkFeed feed)
{
    private const string Job = "/Library/LaunchDaemons/ada-example.app.plist";

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task Without_a_host_executable_a_pkg_carries_the_program_and_its_job_and_asks_for_the_runtime()
    {
        string[] asked = [Workspace.Pkg, "-p:MacOSUseAppHost=false"];
        var project = _workspace.AddService();
        var log = (await _workspace.DotnetAsync(["publish", project, .. asked])).Succeeded().StandardOutput;
        var path = _workspace.File("app", "bin", "Release", "packages", "app-1.2.3-1.x64.pkg");
        Assert.Single(log.Split('\n'), line => line.Contains($"app -> {path} (", StringComparison.Ordinal));
        Assert.DoesNotContain("warning", log, StringComparison.Ordinal);

        var bytes = File.ReadAllBytes(path);
        Assert.Equal(
            new GeneratedPackage(path, "pkg", "osx-x64", "1.2.3", $"{bytes.Length}", Convert.ToHexStringLower(SHA256.HashData(bytes))),
            Assert.Single(await _workspace.PublishAsync(project, asked)));
        Assert.Equal(["app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json", "libexec/app-logrotate"], MacPackages.Payload(path));
        Assert.Contains("<string>/usr/local/share/dotnet/dotnet</string>\n\t\t\t<string>/opt/app/app.dll</string>", MacPackages.Read(path, Job), StringComparison.Ordinal);
        Assert.Contains("needs Microsoft.NETCore.App 10", MacPackages.Read(path, MacPackageScript.Preinstall), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_processor_of_Apple_s_history_has_a_package_from_one_command()
    {
        var packages = await _workspace.PublishAsync(
            _workspace.AddService(), Workspace.Pkg, Workspace.FrameworkDependent, "-p:ServicePackageRuntimeIdentifiers=osx-x64+osx-arm64");
        // mach-o/loader.h: the magic number of 64-bit code and a processor of mach/machine.h.
        Assert.Equal(
            ["app-1.2.3-1.x64.pkg osx-x64 CFFAEDFE07000001", "app-1.2.3-1.arm64.pkg osx-arm64 CFFAEDFE0C000001"],
            packages.Select(package => $"{package.FileName} {package.RuntimeIdentifier} {Convert.ToHexString(MacPackages.ReadBytes(package.Identity, "/opt/app/app")[..8])}"));
        Assert.All(packages, package =>
        {
            Assert.Equal(["app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json", "libexec/app-logrotate"], MacPackages.Payload(package.Identity));
            Assert.Contains("<string>/opt/app/app</string>", MacPackages.Read(package.Identity, Job), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_tools_of_others_find_every_published_file_in_the_package()
    {
        Availability.RequireProgram("bsdtar");
        Availability.RequireProgram("7z");
        string[] names = ["with space.txt", "späte-日本.txt", "it's \"quoted\".txt", "semi;colon,comma.txt", "per%20cent%3B.txt", "at@(x)%(y).txt", "$(dollar).txt", "#hash&<!>.txt", "-dash", ".dot", "deep/er/x"];
        foreach (var name in names)
        {
            _workspace.Write($"app/data/{name}", name);
        }

        var package = await _workspace.PublishPkgAsync(_workspace.AddService("""<ItemGroup><Content Include="data/**" CopyToPublishDirectory="PreserveNewest" /></ItemGroup>"""));

        (await ProcessRunner.RunAsync("7z", "t", package)).Succeeded();
        var listing = (await ProcessRunner.RunAsync("7z", "l", "-slt", package)).Succeeded().StandardOutput;
        Assert.All(["Distribution", "app.pkg/Bom", "app.pkg/PackageInfo", "app.pkg/Payload", "app.pkg/Scripts"], part => Assert.Contains($"Path = {part}\n", listing, StringComparison.Ordinal));
        await UnpackAsync(package, "package");
        await UnpackAsync(_workspace.File("package", "app.pkg", "Payload"), "payload");
        var published = _workspace.File("app", "obj", "servicepackage", "Release", "net10.0", "osx-x64", "publish");
        var files = Directory.GetFiles(published, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(published, file)).ToList();
        Assert.All(names, name => Assert.Contains("data/" + name, files));
        var signed = Path.Combine(published, "..", "signed", "pkg");
        Assert.Equal(["app"], Directory.GetFiles(signed).Select(Path.GetFileName)); // its ad-hoc signature has the service's identifier
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(file == "app" ? signed : published, file)), File.ReadAllBytes(_workspace.File("payload", "opt", "app", file))));
        string[] added = ["uninstall.sh", "libexec/app-logrotate", "sbom/app.cdx.json", "sbom/app.spdx.json"];
        Assert.Equal(files.Concat(added).Order(), Directory.GetFiles(_workspace.File("payload", "opt", "app"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_workspace.File("payload", "opt", "app"), file)).Order());
    }

    [Theory]
    [InlineData("README.txt", "readme.txt", "'/opt/app/readme.txt' cannot be packaged: another path differs from it only in case")]
    [InlineData("a.txt", "._a.txt", "macOS treats a file with a name that starts with '._' as the attributes of another file")]
    public async Task Names_that_are_others_to_macOS_are_refused_and_the_older_package_stays(string first, string second, string says)
    {
        var older = _workspace.Write("out/app-1.2.3-1.x64.pkg", "older");
        var project = _workspace.AddService(
            $"""
            <Target Name="Add" AfterTargets="Publish">
              <WriteLinesToFile File="$(PublishDir){first}" Lines="1" />
              <WriteLinesToFile File="$(PublishDir){second}" Lines="2" />
            </Target>
            """);
        Assert.Contains(says, await _workspace.FailAsync("SVCPKG3012", project, Workspace.Pkg, Workspace.FrameworkDependent, "-o", "out"), StringComparison.Ordinal);
        Assert.Equal([older], Directory.GetFileSystemEntries(_workspace.File("out")));
        Assert.Equal("older", File.ReadAllText(older));
        Assert.Contains(second, Packages.Payload(await _workspace.PublishDebAsync(project)));
    }

    [Fact]
    public async Task A_processor_that_Macs_never_had_is_refused() =>
        await _workspace.FailAsync("SVCPKG1005", _workspace.AddService(), Workspace.Pkg, "-p:MacOSUseAppHost=false", "-r", "osx-x86");

    [Fact]
    public async Task Code_that_Apple_s_processors_would_not_start_is_warned_of()
    {
        // mach-o/loader.h: mach_header_64 of an executable for arm64 with one command, LC_SEGMENT_64, and no LC_CODE_SIGNATURE.
        uint[] words = [0xFEEDFACF, 0x0100000C, 0, 2, 1, 72, 0, 0, 0x19, 72, .. new uint[16]];
        Directory.CreateDirectory(_workspace.File("app"));
        File.WriteAllBytes(_workspace.File("app", "tool"), [.. words.SelectMany(BitConverter.GetBytes)]);
        var project = _workspace.AddService("""<ItemGroup><Content Include="tool" CopyToPublishDirectory="Always" /></ItemGroup>""");
        var output = (await _workspace.DotnetAsync("publish", project, Workspace.Pkg, Workspace.FrameworkDependent, "-r", "osx-arm64", "-o", "out")).Succeeded().StandardOutput;
        // The .NET SDK signs the host executable itself.
        Assert.Contains("'tool' contains unsigned code for arm64", Assert.Single(output.Split('\n'), line => line.Contains("warning SVCPKG6001: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("tool", MacPackages.Payload(_workspace.File("out", "app-1.2.3-1.arm64.pkg")));
    }

    [Fact]
    public async Task A_preview_shows_the_tree_the_job_and_the_scripts_and_writes_no_package()
    {
        var result = await _workspace.DotnetAsync("build", _workspace.AddService(), "-t:PreviewServicePackage", Workspace.Pkg, Workspace.FrameworkDependent);
        var text = result.Succeeded().StandardOutput;
        string[] parts =
        [
            "app-1.2.3-1.x64.pkg\n", "-rw-r--r-- root/wheel", "/opt/app/app.dll\n", "==> preinstall <==", "==> postinstall <==", "==> /opt/app/uninstall.sh <==",
            $"==> {Job} <==", "<key>ProgramArguments</key>",
        ];
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_workspace.Root, "*.pkg", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_generated_texts_are_left_beside_the_package_where_that_is_asked_for()
    {
        var package = await _workspace.PublishPkgAsync(_workspace.AddService(), "-p:ServicePackageEmitSource=true");
        Assert.All([Job, "/opt/app/uninstall.sh"], file => Assert.Equal(MacPackages.Read(package, file), File.ReadAllText($"{package}.source{file}")));
        Assert.All(
            [MacPackageScript.Preinstall, MacPackageScript.Postinstall],
            script => Assert.Equal(MacPackages.Read(package, script), File.ReadAllText($"{package}.source/{script}")));
    }

    private async Task UnpackAsync(string archive, string directory)
    {
        Directory.CreateDirectory(_workspace.File(directory));
        // bsdtar spells names in the locale's encoding.
        (await ProcessRunner.RunAsync(
            new ProcessOptions { Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8" } }, "bsdtar", "-xf", archive, "-C", _workspace.File(directory))).Succeeded();
    }
}
