namespace ServicePackaging.Sdk.Tests;

/// <summary>Which runtime identifiers are published, how often, and where the packages lie.</summary>
public sealed class RuntimeIdentifierTests(SdkFeed feed)
{
    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task Two_runtime_identifiers_make_two_packages_from_one_command_and_compile_a_library_once()
    {
        _workspace.Write(
            "lib/lib.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Target Name="Count" AfterTargets="CoreCompile"><WriteLinesToFile File="$(MSBuildThisFileDirectory)compiled" Lines="once" /></Target>
            </Project>
            """);
        _workspace.Write("lib/Greeting.cs", "public static class Greeting { public const string Text = \"hello\"; }");
        var project = _workspace.AddService("""<ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>""");

        var packages = await _workspace.PublishAsync(
            project, Workspace.Deb, Workspace.FrameworkDependent, "-p:ServicePackageRuntimeIdentifiers=linux-x64+linux-arm64", "-o", "out");

        Assert.Equal(
            ["app_1.2.3-1_amd64.deb linux-x64", "app_1.2.3-1_arm64.deb linux-arm64"],
            packages.Select(package => $"{package.FileName} {package.RuntimeIdentifier}"));
        Assert.Equal(["amd64", "arm64"], packages.Select(package => Packages.Field(package.Identity, "Architecture")));
        // elf.h: e_machine of the host executable.
        Assert.Equal(["3E00", "B700"], packages.Select(package => Convert.ToHexString(Packages.ReadBytes(package.Identity, "/usr/libexec/app/app")[18..20])));
        Assert.All(packages, package => Assert.Contains("lib.dll", Packages.Payload(package.Identity)));
        Assert.Equal(Workspace.WithSbom(packages.Select(package => package.Identity)).Order(), Directory.GetFileSystemEntries(_workspace.File("out")).Order());
        Assert.Equal(["once"], File.ReadAllLines(_workspace.File("lib", "compiled")));
    }

    [Fact]
    public async Task The_command_line_s_own_runtime_identifier_and_self_containment_are_taken()
    {
        var project = _workspace.AddService();
        var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb, "-r", "linux-arm64", "--no-self-contained"));
        Assert.Equal(_workspace.File("app", "bin", "Release", "packages", "app_1.2.3-1_arm64.deb"), package.Identity);
        Assert.Contains("dotnet-runtime-10.0", Packages.Field(package.Identity, "Depends"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_carries_the_runtime_unless_told_otherwise_and_nothing_stale_of_an_earlier_publish()
    {
        var project = _workspace.AddService();
        var selfContained = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb)).Identity;
        Assert.Contains("libcoreclr.so", Packages.Payload(selfContained));
        Assert.DoesNotContain("dotnet-runtime", Packages.Field(selfContained, "Depends"), StringComparison.Ordinal);

        var dependent = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb, "--no-self-contained")).Identity;
        Assert.Equal(["app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json"], Packages.Payload(dependent));

        var single = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb, Workspace.FrameworkDependent, "-p:PublishSingleFile=true")).Identity;
        Assert.Equal(["app", "app.pdb"], Packages.Payload(single));

        var multiple = await _workspace.PublishDebAsync(project);
        Assert.Equal(Packages.Payload(dependent).Count, Packages.Payload(multiple).Count);
    }

    [Fact]
    public async Task What_was_built_for_packaging_can_be_packaged_without_building()
    {
        var project = _workspace.AddService();
        (await _workspace.DotnetAsync("build", project, "-c", "Release", Workspace.Deb, Workspace.FrameworkDependent)).Succeeded();
        Assert.Contains("app.dll", Packages.Payload(await _workspace.PublishDebAsync(project, "--no-build")));

        var plain = _workspace.AddService(name: "plain");
        (await _workspace.DotnetAsync("build", plain, "-c", "Release")).Succeeded();
        Assert.Contains("-p:ServicePackage=deb", await _workspace.FailAsync("SVCPKG1009", plain, Workspace.Deb, "--no-build"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_and_an_artifacts_directory_have_places_of_their_own()
    {
        var project = _workspace.AddService();
        Assert.Equal(_workspace.File("app", "bin", "Debug", "packages", "app_1.2.3-1_amd64.deb"), await _workspace.PublishDebAsync(project, "-c", "Debug"));
        Assert.Equal(
            _workspace.File("artifacts", "packages", "app", "release", "app_1.2.3-1_amd64.deb"),
            await _workspace.PublishDebAsync(project, "--artifacts-path", _workspace.File("artifacts")));
    }

    [Fact]
    public async Task Native_code_for_another_system_is_refused()
    {
        var output = await _workspace.FailAsync(
            "SVCPKG1008", _workspace.AddService(), Workspace.Deb,
            "-p:PublishAot=true", "-p:NETCoreSdkPortableRuntimeIdentifier=win-x64", "-r", "linux-x64");
        Assert.Contains("Native AOT cannot compile for 'linux-x64' on this operating system (win-x64)", output, StringComparison.Ordinal);
    }
}
