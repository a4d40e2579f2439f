namespace ServicePackaging.Sdk.Tests;

/// <summary>A service says when it is ready where the project's own assemblies call for it, and not where something is only referenced.</summary>
public sealed class ReadinessTests(SdkFeed feed)
{
    private const string Unit = "/usr/lib/systemd/system/app.service";

    // What Microsoft.Extensions.Hosting.Systemd has.
    private const string Hosting =
        """
        namespace Microsoft.Extensions.Hosting
        {
            public static class SystemdHostBuilderExtensions
            {
                public static T UseSystemd<T>(this T builder) => builder;
                public static object AddSystemd(this object services) => services;
            }
        }
        """;

    private const string Call = "using Microsoft.Extensions.Hosting;\npublic static class Caller { public static object Call(object services) => services.AddSystemd(); }\n";

    private const string HostingReference = """<ItemGroup><Reference Include="hosting"><HintPath>../hosting/bin/Release/net10.0/hosting.dll</HintPath></Reference></ItemGroup>""";

    private const string LibraryReference = """<ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>""";

    private readonly Workspace _workspace = new(feed);

    [Theory]
    [InlineData("")]
    [InlineData("-p:PublishSingleFile=true")]
    public async Task A_program_that_calls_it_notifies(string option)
    {
        await AddHostingAsync();
        var project = _workspace.AddService(HostingReference);
        _workspace.Write("app/Caller.cs", Call);

        Assert.Equal("notify", await TypeAsync(project, option));
    }

    [Fact]
    public async Task A_referenced_project_that_calls_it_counts_also_without_a_build()
    {
        await AddHostingAsync();
        AddLibrary(Call);
        var project = _workspace.AddService(LibraryReference);

        Assert.Equal("notify", await TypeAsync(project));
        Assert.Equal("notify", await TypeAsync(project, "--no-build"));
        Assert.Equal("exec", await TypeAsync(project, "-p:ServiceExecutable=/usr/bin/python3", "--no-build"));
    }

    [Fact]
    public async Task A_reference_without_a_call_does_not()
    {
        await AddHostingAsync();
        AddLibrary("public static class Caller;\n");

        Assert.Equal("exec", await TypeAsync(_workspace.AddService(LibraryReference)));
    }

    private static string Library(string items) =>
        $"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{items}</Project>""";

    private void AddLibrary(string text)
    {
        _workspace.Write("lib/lib.csproj", Library(HostingReference));
        _workspace.Write("lib/Caller.cs", text);
    }

    private async Task AddHostingAsync()
    {
        _workspace.Write("hosting/hosting.csproj", Library(""));
        _workspace.Write("hosting/Hosting.cs", Hosting);
        (await _workspace.DotnetAsync("build", "hosting", "-c", "Release")).Succeeded();
    }

    private async Task<string> TypeAsync(string project, params string[] arguments)
    {
        var unit = Packages.Read(await _workspace.PublishDebAsync(project, arguments.Where(argument => argument.Length > 0)), Unit);
        return unit.Split('\n').Single(line => line.StartsWith("Type=", StringComparison.Ordinal))["Type=".Length..];
    }
}
