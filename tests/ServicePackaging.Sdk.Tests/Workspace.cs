using System.Text.Json;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>What GeneratedServicePackage says of a package.</summary>
internal sealed record GeneratedPackage(string Identity, string Format, string RuntimeIdentifier, string Version, string Size, string Sha256)
{
    public string FileName => Path.GetFileName(Identity);
}

/// <summary>
/// A directory that the tests of a class have in common: what an earlier one restored and compiled, a later one finds. For tests that do
/// not look at whether anything is.
/// </summary>
public sealed class SharedWorkspace(SdkFeed feed)
{
    internal Workspace Workspace { get; } = new(feed);
}

/// <summary>A user's directory: a NuGet configuration that knows the feed, and projects.</summary>
internal sealed class Workspace
{
    /// <summary>What keeps a publish cheap where the test is not about the runtime.</summary>
    public const string FrameworkDependent = "-p:ServicePackageSelfContained=false";

    public const string Deb = "-p:ServicePackage=deb";

    public const string Msi = "-p:ServicePackage=msi";

    public const string Pkg = "-p:ServicePackage=pkg";

    private const string Program = "System.Console.WriteLine(\"up\");\n";

    private readonly SdkFeed _feed;

    public Workspace(SdkFeed feed, string? name = null)
    {
        _feed = feed;
        Root = Path.Combine(Directory.CreateDirectory(Path.Combine(feed.Root, Guid.NewGuid().ToString("N")[..8])).FullName, name ?? "w");
        Write(
            "nuget.config",
            $"""
            <configuration>
              <packageSources><add key="sdk-under-test" value="{Path.Combine(feed.Root, "feed")}" /></packageSources>
            </configuration>
            """);
    }

    public string Root { get; }

    /// <summary>Added to the environment of every command.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    public string File(params string[] names) => Path.Combine([Root, .. names]);

    public string Write(string path, string text)
    {
        var file = File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Writes a Windows icon of one pixel, whose blue is <paramref name="blue"/>.</summary>
    public void WriteIcon(string path, byte blue) =>
        // ICONDIR and ICONDIRENTRY, BITMAPINFOHEADER with twice the height, a pixel of 32 bits, a row of the mask.
        System.IO.File.WriteAllBytes(Write(path, ""),
        [
            0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 32, 0, 48, 0, 0, 0, 22, 0, 0, 0,
            40, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 32, 0, .. new byte[24], blue, 0, 0, 255, 0, 0, 0, 0,
        ]);

    /// <summary>Makes a service that needs nothing but the SDK; the project file's text says the rest.</summary>
    public string AddService(string body = "", string name = "app", string sdk = "Microsoft.NET.Sdk", string? reference = null, string properties = "")
    {
        Write($"{name}/Program.cs", Program);
        return Write(
            $"{name}/{name}.csproj",
            $"""
            <Project Sdk="{sdk}">
              {reference ?? $"<Sdk Name=\"{SdkFeed.PackageId}\" Version=\"{_feed.Version}\" />"}
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <InvariantGlobalization>true</InvariantGlobalization>
                <Version>1.2.3</Version>
                <Authors>Ada Example &lt;ada@example.com&gt;</Authors>
                <Description>Serves as an example</Description>
                {properties}
              </PropertyGroup>
              {body}
            </Project>
            """);
    }

    /// <summary>Makes a project that names no other SDK, with these files in its payload (as they are: a text that begins with #! is a script).</summary>
    public string AddPayload(string properties, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            Write($"app/payload/{path}", text);
        }

        return Write(
            "app/app.csproj",
            $"""
            <Project Sdk="{SdkFeed.PackageId}/{_feed.Version}">
              <PropertyGroup>
                <Version>1.2.3</Version>
                <Authors>Ada Example &lt;ada@example.com&gt;</Authors>
                <Description>Serves as an example</Description>
                {properties}
              </PropertyGroup>
            </Project>
            """);
    }

    /// <summary>Copies a service that the tests share, with the SDK's version in global.json.</summary>
    public string AddProgram(string name)
    {
        var source = Path.Combine(Repository.Root, "tests", "Shared", "Programs", name);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            Write(Path.Combine(name, Path.GetRelativePath(source, file)), System.IO.File.ReadAllText(file));
        }

        Write("global.json", $$"""{ "msbuild-sdks": { "{{SdkFeed.PackageId}}": "{{_feed.Version}}" } }""");
        return File(name, $"{name}.csproj");
    }

    public Task<ProcessResult> DotnetAsync(params IEnumerable<string> arguments) =>
        _feed.Servers.DotnetAsync(
            new ProcessOptions { WorkingDirectory = Root, Environment = Environment, Timeout = TimeSpan.FromMinutes(30) }, arguments);

    /// <summary>The names of packages, and those of the bills of materials beside them.</summary>
    public static IEnumerable<string> WithSbom(params IEnumerable<string> packages) =>
        packages.SelectMany(package => new[] { package, package + ".cdx.json", package + ".spdx.json" });

    /// <summary>Publishes, and returns what it made.</summary>
    public async Task<IReadOnlyList<GeneratedPackage>> PublishAsync(string project, params IEnumerable<string> arguments)
    {
        var result = (await DotnetAsync(["publish", project, "-getItem:GeneratedServicePackage", .. arguments])).Succeeded();
        using var json = JsonDocument.Parse(result.StandardOutput[result.StandardOutput.IndexOf('{', StringComparison.Ordinal)..]);
        return [.. json.RootElement.GetProperty("Items").GetProperty("GeneratedServicePackage").EnumerateArray().Select(Read)];
    }

    /// <summary>Publishes for deb, framework-dependent, and returns the one package's path.</summary>
    public async Task<string> PublishDebAsync(string project, params IEnumerable<string> arguments) =>
        Assert.Single(await PublishAsync(project, [Deb, FrameworkDependent, .. arguments])).Identity;

    /// <summary>Publishes for msi, framework-dependent, and returns the one package's path.</summary>
    public async Task<string> PublishMsiAsync(string project, params IEnumerable<string> arguments) =>
        Assert.Single(await PublishAsync(project, [Msi, FrameworkDependent, .. arguments])).Identity;

    /// <summary>Publishes for pkg, framework-dependent, and returns the one package's path.</summary>
    public async Task<string> PublishPkgAsync(string project, params IEnumerable<string> arguments) =>
        Assert.Single(await PublishAsync(project, [Pkg, FrameworkDependent, .. arguments])).Identity;

    /// <summary>Publishes, which has to fail with the code, and returns what was said.</summary>
    public async Task<string> FailAsync(string code, string project, params IEnumerable<string> arguments)
    {
        var result = await DotnetAsync(["publish", project, .. arguments]);
        Assert.True(result.ExitCode != 0 && result.StandardOutput.Contains($"error {code}: ", StringComparison.Ordinal), result.ToString());
        return result.StandardOutput;
    }

    private static GeneratedPackage Read(JsonElement item)
    {
        return new GeneratedPackage(Text("Identity"), Text("Format"), Text("RuntimeIdentifier"), Text("Version"), Text("Size"), Text("Sha256"));

        string Text(string name) => item.GetProperty(name).GetString()!;
    }
}
