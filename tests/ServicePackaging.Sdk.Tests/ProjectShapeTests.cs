using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Projects of every kind that .NET developers have.</summary>
public sealed class ProjectShapeTests(SdkFeed feed)
{
    private const string Library =
        """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""";

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task A_solution_of_two_services_and_a_library_makes_the_packages_of_each()
    {
        _workspace.Write("lib/lib.csproj", Library);
        const string Reference = """<ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>""";
        _workspace.AddService(Reference, "one");
        _workspace.AddService(Reference, "two");
        var solution = _workspace.Write(
            "all.slnx",
            """<Solution><Project Path="one/one.csproj" /><Project Path="two/two.csproj" /><Project Path="lib/lib.csproj" /></Solution>""");

        var output = (await _workspace.DotnetAsync("publish", solution, "-p:ServicePackage=deb+msi", Workspace.FrameworkDependent)).Succeeded().StandardOutput;

        foreach (var name in new[] { "one", "two" })
        {
            foreach (var file in new[] { $"{name}_1.2.3-1_amd64.deb", $"{name}-1.2.3-1.x64.msi" })
            {
                var package = _workspace.File(name, "bin", "Release", "packages", file);
                Assert.True(File.Exists(package));
                Assert.Contains($"{name} -> {package}", output, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Programs_that_refer_to_one_another_are_published_as_they_are_without_packages()
    {
        const string Tool = """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><UseAppHost>false</UseAppHost></PropertyGroup>
              {0}
            </Project>
            """;
        _workspace.Write("tool/tool.csproj", Tool.Replace("{0}", "", StringComparison.Ordinal));
        _workspace.Write("tool/Tool.cs", "System.Console.WriteLine();");
        _workspace.AddService("""<ItemGroup><ProjectReference Include="../tool/tool.csproj" /></ItemGroup>""");
        _workspace.Write(
            "checks/checks.csproj",
            Tool.Replace("{0}", """<ItemGroup><ProjectReference Include="../app/app.csproj" /></ItemGroup>""", StringComparison.Ordinal));
        _workspace.Write("checks/Checks.cs", "System.Console.WriteLine();");
        var solution = _workspace.Write(
            "all.slnx",
            """<Solution><Project Path="app/app.csproj" /><Project Path="tool/tool.csproj" /><Project Path="checks/checks.csproj" /></Solution>""");

        (await _workspace.DotnetAsync("publish", solution, Workspace.Deb)).Succeeded();

        Assert.True(File.Exists(_workspace.File("app", "bin", "Release", "packages", "app_1.2.3-1_amd64.deb")));
    }

    [Fact]
    public async Task The_packages_of_a_solution_have_a_directory_of_their_own()
    {
        _workspace.Write("lib/lib.csproj", Library);
        _workspace.AddService();
        var solution = _workspace.Write(
            "all.slnx", """<Solution><Project Path="app/app.csproj" /><Project Path="lib/lib.csproj" /></Solution>""");

        var failed = await _workspace.FailAsync("SVCPKG1018", solution, Workspace.Deb, Workspace.FrameworkDependent, "-o", _workspace.File("out"));
        Assert.Contains($"Write -p:ServicePackageOutputDir={_workspace.File("out")}", failed, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.File("out")));

        (await _workspace.DotnetAsync(
            "publish", solution, Workspace.Deb, Workspace.FrameworkDependent, $"-p:ServicePackageOutputDir={_workspace.File("out")}")).Succeeded();
        Assert.Equal(
            Workspace.WithSbom("app_1.2.3-1_amd64.deb"),
            Directory.GetFileSystemEntries(_workspace.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_web_project_brings_its_static_files_and_asks_for_its_framework()
    {
        _workspace.Write("app/wwwroot/index.html", "<p>hello</p>");
        var package = await _workspace.PublishDebAsync(_workspace.AddService(sdk: "Microsoft.NET.Sdk.Web"));
        Assert.Contains("wwwroot/index.html", Packages.Payload(package));
        Assert.DoesNotContain("web.config", Packages.Payload(package));
        Assert.Contains("aspnetcore-runtime-10.0", Packages.Field(package, "Depends"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_target_frameworks_one_is_chosen()
    {
        var project = _workspace.AddService();
        const string One = "<TargetFramework>net10.0</TargetFramework>", Several = "<TargetFrameworks>net9.0;net10.0</TargetFrameworks>";
        File.WriteAllText(project, File.ReadAllText(project).Replace(One, Several, StringComparison.Ordinal));
        var package = await _workspace.PublishDebAsync(project, "-f", "net9.0");
        Assert.Contains("dotnet-runtime-9.0", Packages.Field(package, "Depends"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_F_sharp_project_is_a_project()
    {
        _workspace.Write("app/Program.fs", "printfn \"up\"\n");
        var project = _workspace.AddService("""<ItemGroup><Compile Include="Program.fs" /></ItemGroup>""");
        File.Move(project, _workspace.File("app", "app.fsproj"));
        var packages = await _workspace.PublishAsync(
            _workspace.File("app", "app.fsproj"), "-p:ServicePackage=deb+msi", Workspace.FrameworkDependent, "-p:SatelliteResourceLanguages=en");
        Assert.Contains("FSharp.Core.dll", Packages.Payload(packages[0].Identity));
        Assert.Contains("FSharp.Core.dll", Installers.Payload(packages[1].Identity));
    }

    [Fact]
    public async Task A_natively_compiled_service_is_one_program()
    {
        Availability.RequireProgram("gcc");
        var project = _workspace.AddService();
        File.WriteAllText(project, File.ReadAllText(project).Replace("net10.0", "net9.0", StringComparison.Ordinal));
        var package = Assert.Single(await _workspace.PublishAsync(
            project, Workspace.Deb, "-p:PublishAot=true", "-p:PublishAotUsingRuntimePack=false", "-p:CppCompilerAndLinker=gcc")).Identity;
        Assert.Equal(["app"], Packages.Payload(package));
        Assert.Contains("libc6", Packages.Field(package, "Depends"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it's a (d)ir")]
    [InlineData("später & 100% @y=,")]
    public async Task A_project_may_lie_in_any_directory_that_NuGet_can_restore_in(string name)
    {
        var workspace = new Workspace(feed, name);
        var project = workspace.AddService("""<ItemGroup><ServiceConfigFile Include="app.toml" /></ItemGroup>""");
        workspace.Write("app/app.toml", "a = 1\n");
        var packages = await workspace.PublishAsync(project, "-p:ServicePackage=deb+msi", Workspace.FrameworkDependent);
        Assert.Equal(
            ["app_1.2.3-1_amd64.deb", "app-1.2.3-1.x64.msi"],
            packages.Select(package => Path.GetRelativePath(workspace.File("app", "bin", "Release", "packages"), package.Identity)));
        Assert.Contains("app.dll", Packages.Payload(packages[0].Identity));
        Assert.Equal("a = 1\n", Packages.Read(packages[0].Identity, "/etc/app/app.toml"));
        Assert.Equal("a = 1\n", Installers.Read(packages[1].Identity, "app.toml.default"));
    }
}
