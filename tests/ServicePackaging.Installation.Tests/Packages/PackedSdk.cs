using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>The SDK as its users get it: a NuGet package in a feed, of a version that nothing else has.</summary>
internal sealed class PackedSdk : IAsyncDisposable
{
    private const string PackageId = "ServicePackaging.Sdk";

    private readonly BuildServers _servers = new();
    private readonly string _version = $"0.0.0-installation-{Guid.NewGuid():N}";

    /// <summary>Where the feed and the projects that use it lie: outside the checkout, whose build files must not reach them.</summary>
    public DirectoryInfo Directory { get; } = System.IO.Directory.CreateTempSubdirectory("servicepackaging-");

    /// <summary>Packs the SDK.</summary>
    public async Task PackAsync()
    {
        Availability.Require(Availability.IsOnSearchPath("dotnet") ? null : new Lack("dotnet is not installed", "install the .NET SDK 10"));
        await _servers.PackSdkAsync(Path.Combine(Directory.FullName, "feed"), _version);
        await WriteAsync("global.json", $$"""{ "msbuild-sdks": { "{{PackageId}}": "{{_version}}" } }""");
        await WriteAsync("nuget.config", """<configuration><packageSources><add key="feed" value="feed" /></packageSources></configuration>""");
    }

    /// <summary>Runs <c>dotnet publish</c> once for every format of Linux, in a project's directory.</summary>
    public async Task<LinuxPackages> PublishAsync(string projectDirectory, string outputDirectory, params string[] arguments)
    {
        var options = new ProcessOptions { WorkingDirectory = projectDirectory, Timeout = TimeSpan.FromMinutes(20) };
        (await _servers.DotnetAsync(options, ["publish", "-p:ServicePackage=deb+rpm", "-o", outputDirectory, .. arguments])).Succeeded();
        return new LinuxPackages(FileIn("*.deb"), FileIn("*.rpm"));

        string FileIn(string pattern) => Assert.Single(System.IO.Directory.GetFiles(outputDirectory, pattern));
    }

    /// <summary>Runs <c>dotnet publish</c> for Windows, in a project's directory.</summary>
    public async Task<WindowsPackage> PublishMsiAsync(string projectDirectory, string outputDirectory, params string[] arguments)
    {
        var options = new ProcessOptions { WorkingDirectory = projectDirectory, Timeout = TimeSpan.FromMinutes(20) };
        (await _servers.DotnetAsync(options, ["publish", "-p:ServicePackage=msi", "-r", "win-x64", "-o", outputDirectory, .. arguments])).Succeeded();
        var work = Path.Combine(projectDirectory, "obj", "servicepackage");
        var published = Assert.Single(System.IO.Directory.GetDirectories(work, "publish", SearchOption.AllDirectories), path => path.Contains("win-x64", StringComparison.Ordinal));
        var copy = Path.Combine(outputDirectory, "published");
        (await ProcessRunner.RunAsync("cp", "-r", published, copy)).Succeeded();
        return new WindowsPackage(Assert.Single(System.IO.Directory.GetFiles(outputDirectory, "*.msi")), copy);
    }

    /// <summary>Creates a project from each template, and publishes all of them for Debian at once.</summary>
    /// <returns>The packages, in the order of the templates.</returns>
    public async Task<IReadOnlyList<string>> PublishTemplatesAsync()
    {
        var directory = Directory.CreateSubdirectory("templates").FullName;
        var templates = new TemplatePackage(_servers, directory);
        await templates.InstallAsync(_version);
        var solution = await templates.CreateAllAsync("--maintainer", "Ada Example <ada@example.com>");
        string[] arguments = ["publish", solution, "-c", "Release", "-p:ServicePackage=deb", "-p:ServicePackageCompression=None"];
        var options = new ProcessOptions { WorkingDirectory = directory, Timeout = TimeSpan.FromMinutes(20) };
        (await _servers.DotnetAsync(options, arguments)).Succeeded();
        return [.. TemplatePackage.Names.Select(name => templates.Package(name, "deb"))];
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        Directory.Delete(recursive: true);
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var extracted = new DirectoryInfo(Path.Combine(cache, PackageId.ToLowerInvariant(), _version));
        if (extracted.Exists)
        {
            extracted.Delete(recursive: true);
        }
    }

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(Directory.FullName, name), text, TestContext.Current.CancellationToken);
}

/// <summary>The files that one publish of a service made.</summary>
internal sealed record LinuxPackages(string Deb, string Rpm);

/// <summary>What one publish of a service for Windows made.</summary>
/// <param name="Msi">The package.</param>
/// <param name="Published">The directory of the files that are in it.</param>
internal sealed record WindowsPackage(string Msi, string Published);
