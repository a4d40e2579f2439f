namespace ServicePackaging.Model;

/// <summary>What happens when a service ends.</summary>
public sealed record RestartPolicy
{
    /// <summary>How long after its end a service is started again by default.</summary>
    public static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(5);

    /// <summary>When it is started again.</summary>
    public ServiceRestart When { get; init; } = ServiceRestart.OnFailure;

    /// <summary>How long after its end it is started again.</summary>
    public TimeSpan Delay { get; init; } = DefaultDelay;

    /// <summary>The number of starts within <see cref="Window"/> at which the manager gives up; null for never.</summary>
    public int? Limit { get; init; }

    /// <summary>The time in which <see cref="Limit"/> counts.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>What to do at the first, second and later failures, if the properties above are not enough.</summary>
    public IReadOnlyList<FailureAction> Actions { get; init; } = [];
}
