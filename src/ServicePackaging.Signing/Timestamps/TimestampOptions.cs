namespace ServicePackaging.Signing.Timestamps;

/// <summary>How a <see cref="TimestampClient"/> deals with servers that do not answer.</summary>
internal sealed record TimestampOptions
{
    /// <summary>The limit for one request, from connecting to the end of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pauses before the second and each further request to the same server.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];
}
