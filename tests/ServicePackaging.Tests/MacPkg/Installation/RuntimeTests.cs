using ServicePackaging.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>A package without the .NET runtime looks for it where the host executable does (dotnet/designs, "install-locations").</summary>
public sealed class RuntimeTests
{
    private const string Root = "/usr/local/share/dotnet";
    private const string Core = "Microsoft.NETCore.App";
    private const string Web = "Microsoft.AspNetCore.App";

    [Theory]
    [InlineData("arm64", true, $"{Root}/shared/{Core}/10.0.3", true)]
    [InlineData("arm64", false, $"{Root}/shared/{Core}/10.0.3", true)]
    [InlineData("arm64", true, $"{Root}/shared/{Core}/8.0.3", false)]
    [InlineData("arm64", true, $"{Root}/shared/{Core}/100.0.0", false)]
    [InlineData("arm64", true, $"{Root}/shared/{Web}/10.0.3", false)]
    [InlineData("arm64", true, $"{Root}/x64/shared/{Core}/10.0.3", false)]
    [InlineData("arm64", true, "/elsewhere/net/shared/Microsoft.NETCore.App/10.0.3 /etc/dotnet/install_location=/elsewhere/net", true)]
    [InlineData("arm64", true, "/elsewhere/net/shared/Microsoft.NETCore.App/10.0.3 /etc/dotnet/install_location_arm64=/elsewhere/net /etc/dotnet/install_location=/gone", true)]
    [InlineData("arm64", true, "/elsewhere/net/shared/Microsoft.NETCore.App/10.0.3 /etc/dotnet/install_location_x64=/elsewhere/net", false)]
    [InlineData("arm64", true, $"{Root}/shared/{Core}/10.0.3 /etc/dotnet/install_location=/gone", false)]
    [InlineData("arm64", false, $"{Root}/shared/{Core}/10.0.3 /etc/dotnet/install_location=/gone", true)]
    [InlineData("x64", true, $"{Root}/shared/{Core}/10.0.3", true)]
    [InlineData("x64", true, $"{Root}/shared/{Core}/10.0.3 /run/mac/silicon", false)]
    [InlineData("x64", true, $"{Root}/x64/shared/{Core}/10.0.3 /run/mac/silicon", true)]
    public async Task A_package_without_the_runtime_is_installed_where_its_program_finds_one(string architecture, bool hasHost, string present, bool isInstalled)
    {
        var story = await new MacMachine()
            .Given(string.Join('\n', present.Split(' ').Select(Make)))
            .Install(DependentOn(architecture, hasHost, Core).PlanPkg())
            .Do("ls -d /opt/acme")
            .RunAsync();

        Assert.Equal(isInstalled, story.Contains("\n| /opt/acme", StringComparison.Ordinal));
        Assert.Equal(!isInstalled, story.Contains($"\n| acme needs {Core} 10, and there is none below ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Web, true)]
    [InlineData(Core, false)]
    public async Task A_web_service_needs_that_framework(string framework, bool isInstalled)
    {
        var story = await new MacMachine().Given(Make($"{Root}/shared/{framework}/10.0.3")).Install(DependentOn("arm64", true, Core, Web).PlanPkg()).RunAsync();

        Assert.Equal(isInstalled, !story.Contains("| acme needs Microsoft.AspNetCore.App 10", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10.0.1", true)]
    [InlineData("12.0.1", true)]
    [InlineData("9.0.1", false)]
    public async Task A_program_that_rolls_forward_runs_on_later_ones(string version, bool isInstalled)
    {
        var service = DependentOn("arm64", true, Core).Built(project => project with { RollsForwardToMajor = true });
        var story = await new MacMachine().Given(Make($"{Root}/shared/{Core}/{version}")).Install(service.PlanPkg()).RunAsync();

        Assert.Equal(isInstalled, !story.Contains("the preinstall fails", StringComparison.Ordinal));
    }

    private static Service DependentOn(string architecture, bool hasHost, params string[] frameworks) =>
        new Service().OnMacOS("osx-" + architecture).With("ServiceIdentifier", "com.acme.acme").Built(project => project with
        {
            SelfContained = false,
            UseAppHost = hasHost,
            Frameworks = [.. frameworks.Select(name => new FrameworkReference(name, "10.0.0"))],
        });

    // A file with a text, or a directory.
    private static string Make(string place) => place.Split('=') is [var file, var text]
        ? $"mkdir -p '{Path.GetDirectoryName(file)}'; printf '%s' '{text}' >'{file}'"
        : $"mkdir -p '{place}'";
}
