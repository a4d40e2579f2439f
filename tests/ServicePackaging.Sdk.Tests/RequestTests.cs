namespace ServicePackaging.Sdk.Tests;

/// <summary>A request that gives no package says what to type.</summary>
public sealed class RequestTests(SdkFeed feed)
{
    private const string Library = "<OutputType>Library</OutputType>";
    private const string Hint = "dotnet publish -p:ServicePackage=deb creates them.";

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task A_library_is_no_package()
    {
        var project = AddLibrary("app", Library);
        var output = (await _workspace.DotnetAsync("publish", project, Workspace.Deb)).Succeeded().StandardOutput;
        Assert.Contains("warning SVCPKG1014: ServicePackage is 'deb', but app.csproj is not a program", output, StringComparison.Ordinal);

        var own = AddLibrary("own", Library + "<ServicePackage>deb</ServicePackage>");
        Assert.Contains("warning SVCPKG1014", (await _workspace.DotnetAsync("publish", own)).Succeeded().StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_libraries_of_a_solution_and_of_a_folder_are_left_alone()
    {
        var library = AddLibrary("lib", Library);
        _workspace.AddService(name: "app");
        var solution = _workspace.Write("all.slnx", """<Solution><Project Path="lib/lib.csproj" /><Project Path="app/app.csproj" /></Solution>""");
        var output = (await _workspace.DotnetAsync("publish", solution, Workspace.Deb, Workspace.FrameworkDependent)).Succeeded().StandardOutput;
        Assert.DoesNotContain("SVCPKG1014", output, StringComparison.Ordinal);

        _workspace.Write("Directory.Build.props", "<Project><PropertyGroup><ServicePackage>deb</ServicePackage></PropertyGroup></Project>");
        Assert.DoesNotContain("SVCPKG", (await _workspace.DotnetAsync("publish", library)).Succeeded().StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_and_a_pack_say_that_publish_creates_packages()
    {
        var project = _workspace.AddService();
        var build = (await _workspace.DotnetAsync("build", project, Workspace.Deb, Workspace.FrameworkDependent, "-warnaserror")).Succeeded().StandardOutput;
        Assert.Contains(Hint, build, StringComparison.Ordinal);
        Assert.DoesNotContain(Hint, (await _workspace.DotnetAsync("build", project)).Succeeded().StandardOutput, StringComparison.Ordinal);

        var pack = (await _workspace.DotnetAsync("pack", project, Workspace.Deb, Workspace.FrameworkDependent)).StandardOutput;
        Assert.Contains("warning SVCPKG1015: 'dotnet pack' creates a NuGet package", pack, StringComparison.Ordinal);
        var publish = (await _workspace.DotnetAsync("publish", project, Workspace.Deb, Workspace.FrameworkDependent)).Succeeded().StandardOutput;
        Assert.DoesNotContain(Hint, publish, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_created_is_named()
    {
        var log = await _workspace.FailAsync("SVCPKG3010", _workspace.AddService(), Workspace.Deb, Workspace.FrameworkDependent, "-o", "/proc/x");
        Assert.Contains("The directory '/proc/x/' cannot be created", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_license_of_the_repository_is_found()
    {
        _workspace.Write("LICENSE.md", "You may grind flour.");
        var project = _workspace.AddService(properties: "<PackageLicenseFile>LICENSE.md</PackageLicenseFile>");
        var package = await _workspace.PublishDebAsync(project);
        Assert.Contains("\n You may grind flour.", Packages.Read(package, "/usr/share/doc/app/copyright"), StringComparison.Ordinal);
    }

    private string AddLibrary(string name, string properties)
    {
        var project = _workspace.AddService(properties: properties, name: name);
        _workspace.Write($"{name}/Program.cs", "public static class Mill;");
        return project;
    }
}
