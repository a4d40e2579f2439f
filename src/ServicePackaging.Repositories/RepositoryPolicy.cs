namespace ServicePackaging.Repositories;

/// <summary>What a publisher wants beyond adding packages.</summary>
internal sealed record RepositoryPolicy
{
    /// <summary>How many versions of each package, architecture and channel are kept; null for all.</summary>
    public int? KeepVersions { get; init; }

    /// <summary>For how long a version is kept after it was published; null for ever. The newest one is always kept.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>To how many percent of the machines apt offers the added packages; null for all of them (apt_preferences(5)).</summary>
    public int? PhasedPercentage { get; init; }

    /// <summary>Whether Origin, Label and Codename may differ from those that clients know. Each client then has to accept the
    /// change.</summary>
    public bool AllowChangedIdentity { get; init; }

    /// <summary>How long a file stays after the last index that names it.</summary>
    public static TimeSpan RemovedFileAge { get; } = TimeSpan.FromDays(14);

    /// <summary>How long metadata that has been replaced stays at least.</summary>
    public static TimeSpan ReplacedIndexAge { get; } = TimeSpan.FromHours(48);

    /// <summary>How many generations of metadata stay at least, including the current one.</summary>
    public const int Generations = 3;
}
