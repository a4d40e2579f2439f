using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>A sample of the repository where a user would have it: outside the repository, with a feed that holds the SDK.</summary>
/// <param name="Project">Its project file.</param>
/// <param name="Log">What its first publish said.</param>
/// <param name="Packages">What its second publish returned.</param>
/// <param name="Times">When each package was last written, after the first publish.</param>
internal sealed partial record PublishedSample(
    string Project, string Log, IReadOnlyList<GeneratedPackage> Packages, IReadOnlyDictionary<string, DateTime> Times)
{
    // One after the other, so that what is said of a package stands before the package's line.
    private static readonly string[] Asked =
        ["-p:ServicePackage=all", "-p:ServicePackageEmitSource=true", "-p:ServicePackageInParallel=false", "-o", "out"];

    // The versions of the packages that the samples reference.
    private const string Versions = "Directory.Packages.props";

    /// <summary>The directories that hold one.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "samples"))
            .Where(directory => Directory.EnumerateFiles(directory, "*.*proj").Any())
            .Select(directory => Path.GetFileName(directory)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of the project file as the repository has it.</summary>
    public static string ProjectText(string name) =>
        File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(Repository.Root, "samples", name), "*.*proj")));

    /// <summary>Publishes for every format, twice.</summary>
    public static async Task<PublishedSample> PublishAsync(SdkFeed feed, string name)
    {
        var workspace = new Workspace(feed, "samples");
        workspace.Write("global.json", $$"""{ "msbuild-sdks": { "{{SdkFeed.PackageId}}": "{{feed.Version}}" } }""");
        workspace.Write(Versions, File.ReadAllText(Path.Combine(Repository.Root, "samples", Versions)));
        Repository.CopyProject(Path.Combine(Repository.Root, "samples", name), workspace.File(name));
        var project = Assert.Single(Directory.GetFiles(workspace.File(name), "*.*proj"));
        File.WriteAllText(project, SdkVersion().Replace(File.ReadAllText(project), $"${{name}}{feed.Version}"));
        var log = (await workspace.DotnetAsync(["publish", project, .. Asked])).Succeeded().StandardOutput;
        var times = Directory.GetFiles(workspace.File("out")).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        return new PublishedSample(project, log, await workspace.PublishAsync(project, Asked), times);
    }

    public GeneratedPackage Package(string format) => Assert.Single(Packages, package => package.Format == format);

    /// <summary>The line of the log that names a package.</summary>
    public bool IsLineOf(GeneratedPackage package, string line) =>
        line.Trim().StartsWith($"{Path.GetFileNameWithoutExtension(Project)} -> {package.Identity} (", StringComparison.Ordinal);

    /// <summary>What was said between the line of the package before this one and its own.</summary>
    public IReadOnlyList<string> WarningsOf(GeneratedPackage package)
    {
        string[] lines = [.. Log.Split('\n').Select(line => line.Trim())];
        var end = Array.FindIndex(lines, line => IsLineOf(package, line));
        var before = Array.FindLastIndex(lines, Math.Max(end - 1, 0), line => Packages.Any(other => IsLineOf(other, line)));
        return [.. lines[(before + 1)..end].Where(line => line.Contains("warning SVCPKG", StringComparison.Ordinal))];
    }

    [GeneratedRegex("(?<name>ServicePackaging\\.Sdk(/|\" Version=\"))[0-9.]+")]
    private static partial Regex SdkVersion();
}
