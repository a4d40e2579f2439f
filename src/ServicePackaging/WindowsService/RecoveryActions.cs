using ServicePackaging.Model;

namespace ServicePackaging.WindowsService;

/// <summary>What the SCM does when a service fails (Microsoft, "SERVICE_FAILURE_ACTIONS"): the n-th action at the n-th failure, the last
/// one at every later failure, and a count that restarts after some time without a failure.</summary>
/// <param name="Actions">The actions; none means that nothing is done.</param>
/// <param name="ResetPeriod">The time without a failure after which the count restarts.</param>
internal sealed record RecoveryActions(IReadOnlyList<FailureAction> Actions, TimeSpan ResetPeriod)
{
    /// <summary>The maximum number of restarts that are listed before the SCM gives up, because the length of a command line is
    /// limited.</summary>
    public const int LongestRow = 100;

    // What the administrator's dialogue shows: the first, the second and later failures.
    private const int ShownFailures = 3;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly FailureAction GiveUp = new(FailureActionKind.None, TimeSpan.Zero);

    /// <summary>The policy in the SCM's terms. A limit counts starts, the first of which is not a restart.</summary>
    public static RecoveryActions For(RestartPolicy policy)
    {
        var period = policy.Window ?? Day;
        if (policy.When == ServiceRestart.Never)
        {
            return new([], Day);
        }

        if (policy.Actions.Count > 0)
        {
            return new(policy.Actions, period);
        }

        var restart = new FailureAction(FailureActionKind.Restart, policy.Delay);
        return policy.Limit is { } limit and <= LongestRow
            ? new([.. Enumerable.Repeat(restart, limit - 1), GiveUp], period)
            : new([.. Enumerable.Repeat(restart, ShownFailures)], period);
    }
}
