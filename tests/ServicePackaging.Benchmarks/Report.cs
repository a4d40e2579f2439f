using System.Globalization;

namespace ServicePackaging.Benchmarks;

/// <summary>Writes results as Markdown, each as soon as it is there, and at the end what they say about the goals.</summary>
internal sealed class Report(TextWriter output, BenchmarkOptions options)
{
    private readonly List<RaceResult> _races = [];
    private PublishResult? _publish;
    private IReadOnlyList<SigningResult> _signing = [];
    private IReadOnlyList<RepositoryResult> _repository = [];

    public void Begin()
    {
        Line($"# Benchmarks ({Environment.ProcessorCount} cores, .NET {Environment.Version}, load {Machine.Load} at the start)");
        Line($"");
        Line($"""
            Whole processes, the start of the runtime included, as Linux accounts for them (wait4). Ours and a contender run in turns, up to {options.Runs} times;
            wall and CPU are medians, `ours/it` is the median of the ratios within each turn. Peak is the largest resident set of any one process of a side.
            Ours computes md5sums while it is measured; dpkg-deb is given them, and `tar | pigz` makes no package, only what would be its data.
            gcab makes no package but its cabinet, `tar | gzip` no package but its payload, and wimlib's archive stands for the size alone that LZX would give.
            rpmbuild runs without dependency generators and build-root policies; both rpms carry SHA-256 of files and payload.
            Load is the load average of the minute before a pair: other programs on these cores slow both sides;
            under `chrt -r 1` (as root) they do not.
            """);
        if (options.Quick)
        {
            Line($"Quick: a large file of 256 MB, no xz, and single runs are not to be quoted.");
        }
    }

    public void Add(RaceResult race)
    {
        _races.Add(race);
        Line($"");
        Line($"## {race.Payload.Kind.Name}: {race.Payload.Kind.What} ({Megabytes(race.Payload.Length)} MB, {race.Payload.Files} files)");
        Line($"");
        Line($"| what | wall s | CPU s | peak MB | size MB | ours/it | runs | load |");
        Line($"|---|---|---|---|---|---|---|---|");
        foreach (var duels in race.Duels.GroupBy(duel => duel.Contender.Against))
        {
            Lap[] ours = [.. duels.SelectMany(duel => duel.Ours)];
            if (ours.Length > 0)
            {
                Line($"| **ours, {duels.Key}** | {Figures(ours)} | | {ours.Length} | |");
            }

            foreach (var duel in duels)
            {
                Line(duel.Theirs.Count == 0
                    ? (FormattableString)$"| {Cell(duel.Contender.Name)} | absent: {duel.Contender.Remedy} | | | | | 0 | |"
                    : $"| {Cell(duel.Contender.Name)} | {Figures(duel.Theirs)} | {Statistics.WallRatio(duel):F3} | {duel.Theirs.Count} | {duel.Load} |");
            }
        }
    }

    public void Add(PublishResult publish)
    {
        _publish = publish;
        Line($"");
        Line($"## {PublishBenchmark.Name}: `dotnet publish` of the web project, self-contained, nothing changed");
        Line($"");
        if (publish.Plain.Walls.Count == 0)
        {
            Line($"absent: no SDK package in artifacts/packages: dotnet pack sdk -c Release");
            return;
        }

        Line($"| what | wall s | over plain, ms | runs | load |");
        Line($"|---|---|---|---|---|");
        Line($"| plain | {Seconds(publish.Plain)} | | {publish.Plain.Walls.Count} | {publish.Load} |");
        Line($"| with the SDK, no package asked | {Seconds(publish.Unasked)} | {publish.UnaskedOverhead.TotalMilliseconds:F0} | {publish.Unasked.Walls.Count} | |");
        Line($"| with the SDK, `-p:ServicePackage=deb` | {Seconds(publish.Packaged)} | {publish.Overhead.TotalMilliseconds:F0} | {publish.Packaged.Walls.Count} | |");
    }

    public void Add(IReadOnlyList<SigningResult> signing)
    {
        _signing = signing;
        Line($"");
        Line($"## {SigningBenchmark.Name}: a signature by an open RSA key of 3072 bits");
        Line($"");
        Line($"| format | package MB | writing s | signing s | signing/writing | tool for the same file | its wall s | signing/it |");
        Line($"|---|---|---|---|---|---|---|---|");
        foreach (var row in signing)
        {
            var peer = row.PeerWall is { } wall
                ? FormattableString.Invariant($"{row.Peer} | {wall.TotalSeconds:F3} | {row.Sign / wall:F3}")
                : $"{(row.Peer.Length > 0 ? "absent: " + row.Peer : "none")} | | ";
            Line($"| {row.Format} | {Megabytes(row.Length)} | {row.Write.TotalSeconds:F3} | {row.Sign.TotalSeconds:F3} | {row.Added:F3} | {peer} |");
        }
    }

    public void Add(IReadOnlyList<RepositoryResult> repository)
    {
        _repository = repository;
        Line($"");
        Line($"## {RepositoryBenchmark.Name}: an index of packages that lie in a directory; ours is signed");
        Line($"");
        Line($"| work | wall s | CPU s | peak MB | tool | its wall s | its CPU s | its peak MB | wall/it |");
        Line($"|---|---|---|---|---|---|---|---|---|");
        foreach (var row in repository)
        {
            Line($"| {row.Work} | {Figures(row.Own)} | {row.Peer} | {Figures(row.Other)} | {row.Ratio:F3} |");
        }
    }

    public void End()
    {
        Line($"");
        Line($"## Goals (set for `web`; the other payloads for comparison)");
        Line($"");
        foreach (var line in Goals.Judge(_races, _publish, _signing, _repository))
        {
            Line($"- {line}");
        }
    }

    private static string Figures(IReadOnlyCollection<Lap> laps) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median(laps, lap => lap.Usage.Wall.TotalSeconds):F3} | {Median(laps, lap => lap.Usage.Cpu.TotalSeconds):F2} | {Megabytes(laps.Max(lap => lap.Usage.PeakMemory))} | {Megabytes(laps.Max(lap => lap.Size))}");

    private static string Figures(Usage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{usage.Wall.TotalSeconds:F3} | {usage.Cpu.TotalSeconds:F2} | {Megabytes(usage.PeakMemory)}");

    private static double Median(IEnumerable<Lap> laps, Func<Lap, double> figure) => Statistics.Median(laps.Select(figure));

    private static string Seconds(PublishSeries series) =>
        Statistics.Median(series.Walls.Select(wall => wall.TotalSeconds)).ToString("F3", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("F2", CultureInfo.InvariantCulture);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private void Line(FormattableString line)
    {
        output.WriteLine(FormattableString.Invariant(line));
        output.Flush();
    }
}
