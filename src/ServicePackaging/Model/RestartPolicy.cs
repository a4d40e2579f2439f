namespace ServicePackaging.Model;

/// <summary>What happens when a service ends.</summary>
public sealed record RestartPolicy
{
    /// <summary>When it is started again.</summary>
    public ServiceRestart When { get; init; } = ServiceRestart.OnFailure;

    /// <summary>How long after.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>At how many starts within <see cref="Window"/> the manager gives up; null for never.</summary>
    public int? Limit { get; init; }

    /// <summary>The time that <see cref="Limit"/> counts in.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>What to do at the first, second and later failures, where the words above are not enough.</summary>
    public IReadOnlyList<FailureAction> Actions { get; init; } = [];
}
