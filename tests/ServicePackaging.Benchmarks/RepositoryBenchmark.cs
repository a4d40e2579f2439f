using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Signing.Rpm;

namespace ServicePackaging.Benchmarks;

/// <summary>What an index of many packages took.</summary>
/// <param name="Work">What was done.</param>
/// <param name="IsCold">Whether all packages were indexed, not only another one.</param>
/// <param name="Own">The medians of ours.</param>
/// <param name="Peer">The other tool.</param>
/// <param name="Other">Its medians.</param>
internal sealed record RepositoryResult(string Work, bool IsCold, Usage Own, string Peer, Usage Other)
{
    public double Ratio => Own.Wall / Other.Wall;
}

/// <summary>Indexes a repository of 10,000 packages, and adds one to it, in turns with the tools that do the same.</summary>
internal sealed class RepositoryBenchmark
{
    public const string Name = "repository";

    private const int Packages = 10_000;
    private const int QuickPackages = 500;
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderMode = Mode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _directory;
    private readonly int _runs;
    private readonly int _count;

    private RepositoryBenchmark(string directory, BenchmarkOptions options)
    {
        _directory = Path.Combine(directory, Name);
        _runs = options.Runs;
        _count = options.Quick ? QuickPackages : Packages;
    }

    /// <summary>Measures both kinds of repositories.</summary>
    public static IReadOnlyList<RepositoryResult> Run(string directory, BenchmarkOptions options)
    {
        var benchmark = new RepositoryBenchmark(directory, options);
        return [.. benchmark.Run(PackageChild.Deb, WriteDeb, Ftparchive), .. benchmark.Run(PackageChild.Rpm, WriteRpm, Createrepo)];
    }

    private IEnumerable<RepositoryResult> Run(string kind, Action<int, string> write, Func<string, Command> peer)
    {
        var pool = Directory.CreateDirectory(Path.Combine(_directory, kind)).FullName;
        var all = Enumerable.Range(0, _count + _runs).Select(number => Path.Combine(pool, "pool", $"bench{number:D5}.{kind}")).ToList();
        Directory.CreateDirectory(Path.Combine(pool, "pool"));
        Parallel.For(0, _count, number => write(number, all[number]));
        var tool = peer(pool).Program == "createrepo_c" ? "createrepo_c" : "apt-ftparchive";
        List<(Usage Own, Usage Other)> cold = [], added = [];
        for (var run = 0; run < _runs; run++)
        {
            Reset(pool);
            cold.Add((Own(pool, all[.._count]), ProcessMeter.Run(peer(pool), Log)));
        }

        for (var run = 0; run < _runs; run++)
        {
            write(_count + run, all[_count + run]);
            added.Add((Own(pool, [all[_count + run]]), ProcessMeter.Run(peer(pool), Log)));
        }

        return
        [
            new($"{kind}, {_count} packages", true, Median(cold.Select(pair => pair.Own)), tool, Median(cold.Select(pair => pair.Other))),
            new($"{kind}, 1 more package", false, Median(added.Select(pair => pair.Own)), tool, Median(added.Select(pair => pair.Other))),
        ];
    }

    private string Log => Path.Combine(_directory, "log");

    private Usage Own(string pool, IEnumerable<string> packages)
    {
        var list = Path.Combine(_directory, "list");
        File.WriteAllLines(list, packages);
        return ProcessMeter.Run(RepositoryChild.Command(Path.Combine(pool, "own"), list), Log);
    }

    private static void Reset(string pool)
    {
        foreach (var name in new[] { "own", "repodata" }.Select(name => Path.Combine(pool, name)).Where(Directory.Exists))
        {
            Directory.Delete(name, recursive: true);
        }

        File.Delete(Path.Combine(pool, "cache.db"));
    }

    // With its cache, and only the digest and the compression of ours.
    private static Command Ftparchive(string pool) => new(
        "/bin/sh", "-c",
        "apt-ftparchive --db cache.db --md5 no -o APT::FTPArchive::SHA1=false -o APT::FTPArchive::SHA512=false packages pool >Packages"
            + " && gzip -kf Packages && apt-ftparchive release . >Release")
    {
        WorkingDirectory = pool,
    };

    // It creates the repository if there is none.
    private static Command Createrepo(string pool) =>
        new("createrepo_c", "--quiet", "--update", "--no-database", "--compress-type", "gz", pool);

    private static void WriteDeb(int number, string path) => DebWriter.Write(
        new()
        {
            Control =
            [
                new("Package", $"bench{number:D5}"),
                new("Version", "1.0-1"),
                new("Architecture", "amd64"),
                new("Maintainer", "Bench <bench@example.org>"),
                new("Depends", "libc6 (>= 2.34), adduser"),
                new("Description", "is indexed\nA package like many others.\n\nIt has two paragraphs."),
            ],
            Entries = [.. Entries(number)],
            Scripts = new Dictionary<MaintainerScript, string>(),
            Timestamp = DateTimeOffset.UnixEpoch,
        },
        path);

    private static void WriteRpm(int number, string path)
    {
        using var package = new MemoryStream();
        RpmWriter.Write(
            RpmImpliedRelations.Complete(new RpmPackage
            {
                Name = $"bench{number:D5}",
                Version = "1.0",
                Release = "1",
                Architecture = "x86_64",
                Summary = "Is indexed",
                Description = "A package like many others.",
                License = "MIT",
                Files = [.. Entries(number).OfType<FileEntry>().Select(file => new RpmFile(file))],
                Relations = [],
                Timestamp = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            }),
            package);
        package.Position = 0;
        using var key = RepositoryChild.OpenKey();
        using var signed = File.Create(path);
        RpmSigner.Sign(package, signed, key, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), CancellationToken.None);
    }

    private static IEnumerable<PackageEntry> Entries(int number)
    {
        var content = FileContent.FromText(string.Concat(Enumerable.Repeat($"Line of package {number}.\n", 100)));
        return
        [
            .. new[] { "/usr", "/usr/bin", "/usr/share", "/usr/share/bench" }.Select(path => new DirectoryEntry(path, FolderMode, "root", "root")),
            .. Enumerable.Range(0, 10).Select(file => new FileEntry($"/usr/share/bench/{number:D5}-{file}", Mode, "root", "root", content)),
        ];
    }

    private static Usage Median(IEnumerable<Usage> usages)
    {
        var all = usages.ToList();
        TimeSpan Of(Func<Usage, TimeSpan> value) => TimeSpan.FromSeconds(Statistics.Median(all.Select(usage => value(usage).TotalSeconds)));
        return new(Of(usage => usage.Wall), Of(usage => usage.Cpu), all.Max(usage => usage.PeakMemory));
    }
}
