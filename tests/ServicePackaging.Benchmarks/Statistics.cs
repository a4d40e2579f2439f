namespace ServicePackaging.Benchmarks;

/// <summary>Medians: one run that was disturbed does not move them.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median of our wall over theirs, pair by pair.</summary>
    public static double WallRatio(Duel duel) =>
        Median(duel.Ours.Zip(duel.Theirs, (ours, theirs) => ours.Usage.Wall / theirs.Usage.Wall));

    /// <summary>The median of what one series takes longer than another, turn by turn.</summary>
    public static TimeSpan MedianDifference(PublishSeries longer, PublishSeries shorter) =>
        TimeSpan.FromSeconds(Median(longer.Walls.Zip(shorter.Walls, (a, b) => (a - b).TotalSeconds)));
}
