using System.Diagnostics;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Benchmarks;

/// <summary>One run of one side.</summary>
/// <param name="Usage">What it took.</param>
/// <param name="Size">The length of what it made, in bytes.</param>
internal sealed record Lap(Usage Usage, long Size);

/// <summary>A contender's result on a payload.</summary>
/// <param name="Contender">Who.</param>
/// <param name="Ours">Our laps, each run just before the one of the same index in <paramref name="Theirs"/>.</param>
/// <param name="Theirs">The contender's laps; none where it is not installed.</param>
/// <param name="Load">The machine's load average over a minute when the pair began: what others were doing.</param>
internal sealed record Duel(Contender Contender, IReadOnlyList<Lap> Ours, IReadOnlyList<Lap> Theirs, string Load);

/// <summary>All results on a payload.</summary>
internal sealed record RaceResult(Payload Payload, IReadOnlyList<Duel> Duels);

/// <summary>Runs ours and each contender in turns on one payload: what disturbs the machine disturbs both sides of a pair.</summary>
internal static class Race
{
    // Level 9 takes minutes on the large payload, and a ratio that far from 1 needs no median of five.
    private static readonly TimeSpan MaxDuel = TimeSpan.FromMinutes(2);

    public static RaceResult Run(Payload payload, string directory, BenchmarkOptions options)
    {
        // Brings the files into the page cache for the first pair too.
        RunLap(PackageChild.Command(new OwnPackage(PackageChild.Deb, CompressionKind.None), payload.Tree, OutputPath(directory)), directory);
        return new RaceResult(payload, [.. Contenders.All
            .Where(contender => options.Format.Length == 0 || contender.Against.Format == options.Format)
            .Where(contender => !(options.Quick && contender.Against.Compression == CompressionKind.Xz))
            .Select(contender => RunDuel(contender, payload, directory, options.Runs))]);
    }

    private static Duel RunDuel(Contender contender, Payload payload, string directory, int runs)
    {
        var load = Machine.Load;
        List<Lap> ours = [], theirs = [];
        var output = OutputPath(directory);
        var began = Stopwatch.GetTimestamp();
        while (contender.Missing.Count == 0 && theirs.Count < runs && Stopwatch.GetElapsedTime(began) < MaxDuel)
        {
            ours.Add(RunLap(PackageChild.Command(contender.Against, payload.Tree, output), directory));
            theirs.Add(RunLap(contender.Command(payload.Tree, output), directory));
        }

        return new Duel(contender, ours, theirs, load);
    }

    private static Lap RunLap(Command command, string directory)
    {
        var output = OutputPath(directory);
        File.Delete(output);
        var usage = ProcessMeter.Run(command, Path.Combine(directory, "log"));
        return new Lap(usage, new FileInfo(output).Length);
    }

    private static string OutputPath(string directory) => Path.Combine(directory, "package.deb");
}
