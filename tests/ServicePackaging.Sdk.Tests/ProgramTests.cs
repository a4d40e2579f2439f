using System.Text.Json;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Projects that name no other SDK: a folder with a program in any language becomes the same packages.</summary>
public sealed class ProgramTests(SdkFeed feed)
{
    private const string Shell = "<ServiceExecutable>bin/run.sh</ServiceExecutable>";

    private static readonly (string, string) Script = ("bin/run.sh", "#!/bin/sh\nexec sleep 1000\n");

    // The least that is a program for Windows: the two headers and nothing behind them (Microsoft, "PE Format").
    private static readonly byte[] WindowsProgram = [.. "MZ"u8, .. new byte[58], 64, 0, 0, 0, .. "PE\0\0"u8, .. new byte[20], 0x0B, 0x02, .. new byte[238]];

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task A_service_that_could_replace_its_output_file_is_refused()
    {
        var output = await _workspace.FailAsync("SVCPKG2017", _workspace.AddProgram("Intruder"), Workspace.Deb, "-p:ServiceStandardOutput=/var/log/intruder/out.log");

        Assert.Contains("'/var/log/intruder' belongs to the account 'intruder'", output, StringComparison.Ordinal);
        Assert.Contains("such as '/var/log/intruder-output/out.log'", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_workspace.Root, "*.deb", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_shell_script_is_four_packages_without_a_package_source()
    {
        // An empty package folder and no source but the SDK's: there is nothing to restore.
        _workspace.Environment["NUGET_PACKAGES"] = _workspace.File("cache");
        _workspace.Write("nuget.config", $"""<configuration><packageSources><clear /><add key="sdk-under-test" value="{Path.Combine(feed.Root, "feed")}" /></packageSources></configuration>""");
        var project = _workspace.AddPayload(Shell + "<WindowsServiceExecutable>bin\\run.exe</WindowsServiceExecutable>", Script);
        File.WriteAllBytes(_workspace.File("app", "payload", "bin", "run.exe"), WindowsProgram);
        string[] names = ["app_1.2.3-1_all.deb", "app-1.2.3-1.noarch.rpm", "app-1.2.3-1.universal.pkg", "app-1.2.3-1.x64.msi"];

        var log = (await _workspace.DotnetAsync("publish", project, "-p:ServicePackage=all", "-o", "out")).Succeeded().StandardOutput;
        Assert.All(names, name => Assert.Single(log.Split('\n'), line => line.Contains($"app -> {_workspace.File("out", name)} (", StringComparison.Ordinal)));
        Assert.Single(log.Split('\n'), line => line.Contains("app -> 4 packages, ", StringComparison.Ordinal));
        Assert.Equal(["servicepackaging.sdk"], Directory.GetDirectories(_workspace.File("cache")).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(_workspace.Root, "app.dll", SearchOption.AllDirectories));

        var packages = await _workspace.PublishAsync(project, "-p:ServicePackage=all", "-o", "out");
        Assert.Equal(names, packages.Select(package => package.FileName));
        Assert.Equal(["bin/run.exe", "bin/run.sh"], Packages.Payload(packages[0].Identity));
        Assert.Equal(["bin/run.exe", "bin/run.sh", "libexec/app-logrotate"], MacPackages.Payload(packages[2].Identity));
        Assert.Equal(["run.exe", "run.sh"], Installers.Payload(packages[3].Identity).Select(path => path[(path.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal));
        Assert.Contains("ExecStart=/usr/libexec/app/bin/run.sh\n", Packages.Read(packages[0].Identity, "/usr/lib/systemd/system/app.service"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pinger", "pinger", "/bin/sh")]
    [InlineData("Clock", "clock", "/usr/bin/python3")]
    public async Task The_services_that_are_installed_elsewhere_are_packaged_for_linux_and_macOS(string name, string package, string interpreter)
    {
        var packages = await _workspace.PublishAsync(_workspace.AddProgram(name), "-p:ServicePackage=deb+rpm+pkg");

        Assert.Equal([$"{package}_1.0.0-1_all.deb", $"{package}-1.0.0-1.noarch.rpm", $"{package}-1.0.0-1.universal.pkg"], packages.Select(made => made.FileName));
        Assert.Equal(interpreter == "/usr/bin/python3", Packages.Field(packages[0].Identity, "Depends").Split(", ").Contains("python3"));
        using var rpm = RpmReader.Open(packages[1].Identity);
        Assert.Contains(interpreter, rpm.Relations.Where(relation => relation.Kind == RpmRelationKind.Requires).Select(relation => relation.Name));
        using var pkg = MacPackageReader.Open(packages[2].Identity);
        Assert.Empty(pkg.FindFaults(VerificationDepth.Payload, TestContext.Current.CancellationToken));
        await _workspace.FailAsync(name == "Clock" ? "SVCPKG3015" : "SVCPKG3016", _workspace.File(name), Workspace.Msi);
    }

    [Fact]
    public async Task Restore_build_preview_publish_and_clean_do_what_they_do_for_other_projects()
    {
        var project = _workspace.AddPayload(Shell, Script);
        (await _workspace.DotnetAsync("restore", project)).Succeeded();
        (await _workspace.DotnetAsync("build", project)).Succeeded();
        Assert.Contains("dotnet publish -p:ServicePackage=deb", (await _workspace.DotnetAsync("publish", project)).Succeeded().StandardOutput, StringComparison.Ordinal);
        var preview = (await _workspace.DotnetAsync("build", project, "-t:PreviewServicePackage", "-p:ServicePackage=deb+pkg", "-r", "linux-x64")).Succeeded().StandardOutput;
        Assert.Contains("26 B  -rwxr-xr-x root/root  /usr/libexec/app/bin/run.sh\n", preview.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_workspace.Root, "*.deb", SearchOption.AllDirectories));

        var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb, "--self-contained", "-p:PublishSingleFile=true"));
        Assert.DoesNotContain("libssl", Packages.Field(package.Identity, "Depends"), StringComparison.Ordinal);
        (await _workspace.DotnetAsync("clean", project, "-c", "Release")).Succeeded();
        Assert.False(Directory.Exists(_workspace.File("app", "obj", "servicepackage", "Release")));
        await _workspace.PublishAsync(project, Workspace.Deb, "--no-restore");
    }

    [Fact]
    public async Task The_sdk_may_be_named_in_every_form_and_by_a_project_with_targets_of_its_own()
    {
        _workspace.Write("global.json", $$"""{ "msbuild-sdks": { "{{SdkFeed.PackageId}}": "{{feed.Version}}" } }""");
        const string Facts = "<PropertyGroup><ServiceExecutable>run.sh</ServiceExecutable><ServicePayloadDirectory>obj/made</ServicePayloadDirectory></PropertyGroup>";
        const string Make = """
            <Target Name="Make" BeforeTargets="Build">
              <WriteLinesToFile File="obj/made/run.sh" Lines="#!/bin/sh" Overwrite="true" WriteOnlyWhenDifferent="true" />
            </Target>
            """;
        string[] forms =
        [
            $"<Project Sdk=\"{SdkFeed.PackageId}\">{Facts}{Make}</Project>",
            $"<Project><Sdk Name=\"{SdkFeed.PackageId}\" Version=\"{feed.Version}\" />{Facts}{Make}</Project>",
            $"<Project><Import Project=\"Sdk.props\" Sdk=\"{SdkFeed.PackageId}\" />{Facts}{Make}<Import Project=\"Sdk.targets\" Sdk=\"{SdkFeed.PackageId}\" /></Project>",
        ];
        foreach (var form in forms)
        {
            var package = Assert.Single(await _workspace.PublishAsync(_workspace.Write("app/app.csproj", form), Workspace.Deb));
            Assert.Equal(["run.sh"], Packages.Payload(package.Identity));
        }
    }

    [Fact]
    public async Task A_package_is_written_again_when_and_only_when_the_payload_has_changed()
    {
        var payload = _workspace.File("app", "payload");
        var project = _workspace.AddPayload(Shell, Script, ("data", "1"));
        File.CreateSymbolicLink(Path.Combine(payload, "link"), "data");
        var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb)).Identity;
        var before = File.GetLastWriteTimeUtc(package);

        await Rewrites(false);
        await Rewrites(true, () => File.WriteAllText(Path.Combine(payload, "data"), "2"));
        await Rewrites(true, () => Directory.CreateDirectory(Path.Combine(payload, "empty")));
        await Rewrites(true, () => { File.Delete(Path.Combine(payload, "link")); File.CreateSymbolicLink(Path.Combine(payload, "link"), "bin"); });
        await Rewrites(true, () => File.Delete(Path.Combine(payload, "link")));
        await Rewrites(false);

        async Task Rewrites(bool isExpected, Action? change = null)
        {
            change?.Invoke();
            await _workspace.PublishAsync(project, Workspace.Deb);
            var after = File.GetLastWriteTimeUtc(package);
            Assert.Equal(isExpected, after != before);
            before = after;
        }
    }

    [Fact]
    public async Task Each_platform_and_runtime_identifier_may_have_a_folder_of_its_own()
    {
        var project = _workspace.AddPayload(
            Shell + "<ServicePayloadDirectory>payload/{RuntimeIdentifier}</ServicePayloadDirectory><MacOSServicePayloadDirectory>payload/mac</MacOSServicePayloadDirectory>",
            ("linux-x64/bin/run.sh", "#!/bin/sh\n# x64\n"), ("linux-arm64/bin/run.sh", "#!/bin/sh\n# arm64\n"), ("mac/bin/run.sh", "#!/bin/sh\n# mac\n"));

        var packages = await _workspace.PublishAsync(project, "-p:ServicePackage=deb+pkg", "-p:ServicePackageRuntimeIdentifiers=linux-x64+osx-arm64");
        Assert.Contains("# x64", Packages.Read(packages[0].Identity, "/usr/libexec/app/bin/run.sh"), StringComparison.Ordinal);
        Assert.Equal(["bin/run.sh", "libexec/app-logrotate"], MacPackages.Payload(packages[1].Identity));
        // One name for two payloads.
        await _workspace.FailAsync("SVCPKG1013", project, Workspace.Deb, "-p:ServicePackageRuntimeIdentifiers=linux-x64+linux-arm64");
    }

    [Fact]
    public async Task One_payload_for_two_architectures_is_one_package_that_stays_up_to_date()
    {
        string[] asked = [_workspace.AddPayload(Shell, Script), "-p:ServicePackage=deb+rpm", "-p:ServicePackageRuntimeIdentifiers=linux-x64+linux-arm64"];
        Assert.Contains("app -> 2 packages, ", (await _workspace.DotnetAsync(["publish", .. asked])).Succeeded().StandardOutput, StringComparison.Ordinal);
        var log = (await _workspace.DotnetAsync(["publish", .. asked, "-v:detailed"])).Succeeded().StandardOutput;
        Assert.Contains("' is up to date.", log, StringComparison.Ordinal);
        Assert.Contains("app -> 2 packages are up to date", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_code_is_packaged_for_its_architecture_with_what_it_needs()
    {
        Availability.RequireProgram("dpkg-deb");
        var project = _workspace.AddPayload("<ServiceExecutable>bin/tool</ServiceExecutable>", ("bin/readme", "x"));
        File.Copy("/bin/true", _workspace.File("app", "payload", "bin", "tool"));

        var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb));
        Assert.Equal("app_1.2.3-1_amd64.deb", package.FileName);
        Assert.StartsWith("libc6 (>= 2.", Packages.Field(package.Identity, "Depends"), StringComparison.Ordinal);
        Assert.Matches(@"-rwxr-xr-x root/root .* \./usr/libexec/app/bin/tool\n", (await ProcessRunner.RunAsync("dpkg-deb", "-c", package.Identity)).Succeeded().StandardOutput);
        Assert.Contains("Write -r linux-x64", await _workspace.FailAsync("SVCPKG3018", project, Workspace.Deb, "-r", "linux-arm64"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SVCPKG3013", "")]
    [InlineData("SVCPKG3016", "<ServiceExecutable>data.txt</ServiceExecutable>")]
    [InlineData("SVCPKG3017", Shell + "<ServicePayloadDirectory>absent</ServicePayloadDirectory>")]
    [InlineData("SVCPKG3017", Shell + "<LinuxServicePayloadDirectory>payload/empty</LinuxServicePayloadDirectory>")]
    [InlineData("SVCPKG3017", Shell + "<ServicePayloadDirectory>payload/data.txt</ServicePayloadDirectory>")]
    [InlineData("SVCPKG3017", Shell + "<ServicePayloadDirectory>.</ServicePayloadDirectory>")]
    public async Task What_cannot_be_packaged_is_said_once_and_nothing_is_left(string code, string properties)
    {
        var project = _workspace.AddPayload(properties, Script, ("data.txt", "x"));
        Directory.CreateDirectory(_workspace.File("app", "payload", "empty"));
        var output = await _workspace.FailAsync(code, project, Workspace.Deb);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(output, "error (SVCPKG|MSB)[0-9]+").Select(match => match.Value).Distinct());
        Assert.False(Directory.Exists(_workspace.File("app", "bin", "Release", "packages")));
    }

    [Fact]
    public async Task A_dotnet_project_names_another_program_but_no_folder()
    {
        _workspace.Write("app/start.sh", "#!/bin/sh\nexec \"${0%/*}/app\"\n");
        const string Item = """<ItemGroup><Content Include="start.sh" CopyToPublishDirectory="PreserveNewest" /></ItemGroup>""";
        var package = await _workspace.PublishDebAsync(_workspace.AddService(Item, properties: "<ServiceExecutable>start.sh</ServiceExecutable>"));
        Assert.Contains("ExecStart=/usr/libexec/app/start.sh\n", Packages.Read(package, "/usr/lib/systemd/system/app.service"), StringComparison.Ordinal);
        Assert.Contains("dotnet-runtime-10.0", Packages.Field(package, "Depends"), StringComparison.Ordinal);
        await _workspace.FailAsync("SVCPKG1012", _workspace.AddService(properties: "<ServicePayloadDirectory>data</ServicePayloadDirectory>"), Workspace.Deb);
    }

    [Fact]
    public async Task What_is_printed_for_programs_is_json_and_nothing_else()
    {
        var output = (await _workspace.DotnetAsync(
            "publish", _workspace.AddPayload(Shell, Script), "-p:ServicePackage=deb+rpm+pkg", "-getItem:GeneratedServicePackage")).Succeeded();
        using var json = JsonDocument.Parse(output.StandardOutput);
        var items = json.RootElement.GetProperty("Items").GetProperty("GeneratedServicePackage").EnumerateArray().ToList();
        Assert.Equal(["deb linux-x64", "rpm linux-x64", "pkg osx-x64"], items.Select(item => $"{item.GetProperty("Format")} {item.GetProperty("RuntimeIdentifier")}"));
        Assert.All(items, item => Assert.Equal(new FileInfo(item.GetProperty("Identity").GetString()!).Length, long.Parse(item.GetProperty("Size").GetString()!, null)));
    }
}
