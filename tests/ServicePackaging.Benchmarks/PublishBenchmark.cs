namespace ServicePackaging.Benchmarks;

/// <summary>What a publish in which nothing changed takes.</summary>
/// <param name="Name">Which publish.</param>
/// <param name="Walls">The runs; none where the SDK package is absent.</param>
internal sealed record PublishSeries(string Name, IReadOnlyList<TimeSpan> Walls);

/// <summary>The results, each series measured in turns with the others.</summary>
/// <param name="Plain">Without our SDK.</param>
/// <param name="Unasked">With our SDK, and no package asked for.</param>
/// <param name="Packaged">With a .deb asked for.</param>
/// <param name="Load">The load average of the minute before.</param>
internal sealed record PublishResult(PublishSeries Plain, PublishSeries Unasked, PublishSeries Packaged, string Load)
{
    /// <summary>The median of what a package adds in a turn.</summary>
    public TimeSpan Overhead => Statistics.MedianDifference(Packaged, Plain);

    /// <summary>The median of what the SDK adds where it has nothing to do.</summary>
    public TimeSpan UnaskedOverhead => Statistics.MedianDifference(Unasked, Plain);
}

/// <summary>What our SDK adds to a publish in which nothing changed.</summary>
internal static class PublishBenchmark
{
    public const string Name = "publish";

    private const string PackageId = "ServicePackaging.Sdk";
    private const string Ask = "-p:ServicePackage=deb";

    /// <summary>Measures it, or gives empty series where <c>artifacts/packages</c> has no SDK package.</summary>
    public static PublishResult Run(string directory, BenchmarkOptions options)
    {
        var load = Machine.Load;
        if (NewestPackage() is not { } package)
        {
            return new PublishResult(new("plain", []), new("unasked", []), new("packaged", []), load);
        }

        var root = Path.Combine(directory, $"publish-{Guid.NewGuid():N}");
        var version = Path.GetFileNameWithoutExtension(package)[(PackageId.Length + 1)..];
        Turn[] turns =
        [
            Prepare(Path.Combine(root, "plain"), DotnetProject.SelfContainedWeb, package),
            Prepare(Path.Combine(root, "unasked"), DotnetProject.Packaged(version), package),
            Prepare(Path.Combine(root, "packaged"), DotnetProject.Packaged(version), package, Ask),
        ];
        for (var run = 0; run < options.Runs; run++)
        {
            foreach (var turn in turns)
            {
                turn.Walls.Add(turn.Publish());
            }
        }

        Directory.Delete(root, recursive: true);
        return new PublishResult(new("plain", turns[0].Walls), new("unasked", turns[1].Walls), new("packaged", turns[2].Walls), load);
    }

    private static Turn Prepare(string directory, DotnetProject project, string package, params string[] more)
    {
        project.WriteTo(directory);
        File.WriteAllText(Path.Combine(directory, "nuget.config"), NuGetConfig(Path.GetDirectoryName(package)!));
        var command = project.PublishCommand(directory, more);
        var turn = new Turn(
            command with
            {
                // A version that the user's own cache holds may be of another build.
                Environment = new Dictionary<string, string>(command.Environment) { ["NUGET_PACKAGES"] = Path.Combine(directory, "..", "cache") },
            },
            Path.Combine(directory, "..", "log"));

        // The first builds; the second settles what is rewritten once.
        turn.Publish();
        turn.Publish();
        return turn;
    }

    private static string? NewestPackage() => new DirectoryInfo(Path.Combine(Machine.Repository, "artifacts", "packages")) is { Exists: true } folder
        ? folder.GetFiles($"{PackageId}.*.nupkg").MaxBy(file => file.LastWriteTimeUtc)?.FullName
        : null;

    // The user's cache serves as a feed for the runtime packs: it holds them since the web payload was published.
    private static string NuGetConfig(string packages) => $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="ours" value="{packages}" />
            <add key="cache" value="{Machine.PackageCache}" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="ours"><package pattern="{PackageId}" /></packageSource>
            <packageSource key="cache"><package pattern="*" /></packageSource>
          </packageSourceMapping>
        </configuration>

        """;

    private sealed record Turn(Command Command, string Log)
    {
        public List<TimeSpan> Walls { get; } = [];

        public TimeSpan Publish() => ProcessMeter.Run(Command, Log).Wall;
    }
}
