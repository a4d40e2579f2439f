using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Benchmarks;

/// <summary>The goals that the compressor and the SDK were given, and what was measured.</summary>
internal static class Goals
{
    private const double MaxDpkgWall = 0.15;
    private const double MaxPigzWall = 0.6;
    private const double MaxDpkgSize = 1.0;
    private const double MaxWixlWall = 0.5;
    private const double MaxGcabSize = 1.0;
    private const double MaxGzipWall = 0.4;
    private const double MaxPeakMegabytes = 96;
    private const double MaxPublishMilliseconds = 150;
    private const double MaxSigning = 0.1;
    private const double MaxIndexMegabytes = 64;

    // The first words of the rows of RepositoryBenchmark, and the most of the other tool's wall.
    private static readonly (string Kind, bool IsCold, double Limit)[] Indexes =
        [(PackageChild.Deb, true, 0.5), (PackageChild.Deb, false, 0.4), (PackageChild.Rpm, true, 1.0), (PackageChild.Rpm, false, 0.6)];

    /// <summary>A line for each goal.</summary>
    public static IEnumerable<string> Judge(
        IReadOnlyList<RaceResult> races,
        PublishResult? publish,
        IReadOnlyList<SigningResult> signing,
        IReadOnlyList<RepositoryResult> repository) =>
    [
        Judge($"wall <= {MaxDpkgWall}x {Contenders.DpkgGzip}", MaxDpkgWall, Against(races, Contenders.DpkgGzip, Statistics.WallRatio)),
        Judge($"wall <= {MaxPigzWall}x {Contenders.Pigz}", MaxPigzWall, Against(races, Contenders.Pigz, Statistics.WallRatio)),
        Judge($"size <= {MaxDpkgSize}x {Contenders.DpkgGzip}", MaxDpkgSize, Against(races, Contenders.DpkgGzip, SizeRatio)),
        Judge($"rpm: wall <= {MaxDpkgWall}x {Contenders.RpmbuildGzip}", MaxDpkgWall, Against(races, Contenders.RpmbuildGzip, Statistics.WallRatio)),
        Judge($"rpm: size <= {MaxDpkgSize}x {Contenders.RpmbuildGzip}", MaxDpkgSize, Against(races, Contenders.RpmbuildGzip, SizeRatio)),
        Judge($"msi: wall <= {MaxWixlWall}x {Contenders.Wixl}", MaxWixlWall, Against(races, Contenders.Wixl, Statistics.WallRatio)),
        Judge($"msi: size <= {MaxGcabSize}x {Contenders.Gcab}", MaxGcabSize, Against(races, Contenders.Gcab, SizeRatio)),
        Judge($"pkg: wall <= {MaxGzipWall}x {Contenders.Gzip}", MaxGzipWall, Against(races, Contenders.Gzip, Statistics.WallRatio)),
        Judge($"peak of gzip <= {MaxPeakMegabytes} MB", MaxPeakMegabytes, Peaks(races)),
        Judge(
            $"publish of no change <= {MaxPublishMilliseconds} ms more",
            MaxPublishMilliseconds,
            publish is { Plain.Walls.Count: > 0 } ? [(PublishBenchmark.Name, publish.Overhead.TotalMilliseconds)] : []),
        Judge($"signing <= {MaxSigning}x writing", MaxSigning, signing.Select(row => (row.Format, row.Added))),
        .. Indexes.Select(goal => Judge(
            $"index: {(goal.IsCold ? "all packages" : "one more package")} <= {goal.Limit}x the other tool",
            goal.Limit,
            repository.Where(row => row.Work.StartsWith(goal.Kind, StringComparison.Ordinal) && row.IsCold == goal.IsCold)
                .Select(row => (row.Work, row.Ratio)))),
        Judge(
            $"index: peak of one more package <= {MaxIndexMegabytes} MB",
            MaxIndexMegabytes,
            repository.Where(row => !row.IsCold).Select(row => (row.Work, row.Own.PeakMemory / 1e6))),
    ];

    private static string Judge(string goal, double limit, IEnumerable<(string Name, double Value)> measured)
    {
        string[] verdicts = [.. measured.Select(figure =>
            FormattableString.Invariant($"{figure.Name} {figure.Value:0.###} {(figure.Value <= limit ? "met" : "MISSED")}"))];
        return $"{goal}: {(verdicts.Length == 0 ? "not measured" : string.Join("; ", verdicts))}";
    }

    private static IEnumerable<(string Name, double Value)> Against(IReadOnlyList<RaceResult> races, string contender, Func<Duel, double> figure) =>
        from race in races
        from duel in race.Duels
        where duel.Contender.Name == contender && duel.Theirs.Count > 0
        select (race.Payload.Kind.Name, figure(duel));

    private static double SizeRatio(Duel duel) => (double)duel.Ours.Max(lap => lap.Size) / duel.Theirs.Min(lap => lap.Size);

    private static IEnumerable<(string Name, double Value)> Peaks(IReadOnlyList<RaceResult> races) =>
        from race in races
        let laps = race.Duels.Where(duel => duel.Contender.Against.Compression == CompressionKind.Gzip).SelectMany(duel => duel.Ours).ToArray()
        where laps.Length > 0
        select (race.Payload.Kind.Name, laps.Max(lap => lap.Usage.PeakMemory) / 1e6);
}
