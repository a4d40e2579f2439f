using System.Xml.Linq;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>A service says when it is ready where the project's own assemblies call for it, and not where something is only referenced.</summary>
public sealed class ReadinessTests(SdkFeed feed)
{
    private const string Unit = "/usr/lib/systemd/system/app.service";

    private const string Call =
        """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        public static class Caller { public static void Call(IServiceCollection services) => services.AddSystemd(); }
        """;

    // At the version that the samples reference.
    private static readonly string HostingReference =
        $"""<ItemGroup><PackageReference Include="Microsoft.Extensions.Hosting.Systemd" Version="{SampleVersion()}" /></ItemGroup>""";

    private const string LibraryReference = """<ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>""";

    private readonly Workspace _workspace = new(feed);

    [Theory]
    [InlineData("")]
    [InlineData("-p:PublishSingleFile=true")]
    public async Task A_program_that_calls_it_notifies(string option)
    {
        var project = _workspace.AddService(HostingReference);
        _workspace.Write("app/Caller.cs", Call);

        Assert.Equal("notify", await TypeAsync(project, option));
    }

    [Fact]
    public async Task A_referenced_project_that_calls_it_counts_also_without_a_build()
    {
        AddLibrary(Call);
        var project = _workspace.AddService(LibraryReference);

        Assert.Equal("notify", await TypeAsync(project));
        Assert.Equal("notify", await TypeAsync(project, "--no-build"));
        Assert.Equal("exec", await TypeAsync(project, "-p:ServiceExecutable=/usr/bin/python3", "--no-build"));
    }

    [Fact]
    public async Task A_reference_without_a_call_does_not()
    {
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

    private static string SampleVersion() => XDocument.Load(Path.Combine(Repository.Root, "samples", "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(item => item.Attribute("Include")!.Value == "Microsoft.Extensions.Hosting.Systemd").Attribute("Version")!.Value;

    private async Task<string> TypeAsync(string project, params string[] arguments)
    {
        var unit = Packages.Read(await _workspace.PublishDebAsync(project, arguments.Where(argument => argument.Length > 0)), Unit);
        return unit.Split('\n').Single(line => line.StartsWith("Type=", StringComparison.Ordinal))["Type=".Length..];
    }
}
