using System.Globalization;

namespace ServicePackaging.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Filter">Part of the name of the payloads wanted; empty for all.</param>
/// <param name="Runs">The most repetitions of a pair.</param>
/// <param name="Quick">One run of each pair, no xz, and a large file that is not so large.</param>
/// <param name="Format">The format whose contenders race; empty for all.</param>
/// <param name="WorkDirectory">Where payloads are made, and kept for the next time; null for a directory that is deleted at the end.</param>
internal sealed record BenchmarkOptions(string Filter, int Runs, bool Quick, string Format, string? WorkDirectory)
{
    public const string Usage = "usage: ServicePackaging.Benchmarks [web|many|large|worker|publish|signing|repository] [--runs N] [--quick] [--format deb|rpm|pkg|msi] [--work DIRECTORY]";

    private const int DefaultRuns = 5;

    /// <summary>The options, or null when the command line makes no sense.</summary>
    public static BenchmarkOptions? Parse(string[] arguments)
    {
        var filter = "";
        int? runs = null;
        var quick = false;
        var format = "";
        string? work = null;
        for (ReadOnlySpan<string> left = arguments; !left.IsEmpty;)
        {
            switch (left)
            {
                case ["--quick", ..]:
                    quick = true;
                    left = left[1..];
                    break;
                case ["--runs", var number, ..] when int.TryParse(number, CultureInfo.InvariantCulture, out var value) && value > 0:
                    runs = value;
                    left = left[2..];
                    break;
                case ["--format", var name, ..]:
                    format = name;
                    left = left[2..];
                    break;
                case ["--work", var directory, ..]:
                    work = directory;
                    left = left[2..];
                    break;
                case [var payload, ..] when !payload.StartsWith('-') && filter.Length == 0:
                    filter = payload;
                    left = left[1..];
                    break;
                default:
                    return null;
            }
        }

        return new BenchmarkOptions(filter, runs ?? (quick ? 1 : DefaultRuns), quick, format, work);
    }

    public bool Selects(string name) => name.Contains(Filter, StringComparison.OrdinalIgnoreCase);
}
