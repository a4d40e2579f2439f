using ServicePackaging.Model;

namespace ServicePackaging.WindowsService;

/// <summary>What the SCM does when a service fails (Microsoft, "SERVICE_FAILURE_ACTIONS"): the n-th action at the n-th failure, the last
/// one at every later failure, and a count that begins anew after some time without one.</summary>
/// <param name="Actions">The actions; none means that nothing is done.</param>
/// <param name="ResetPeriod">The time without a failure after which the count begins anew.</param>
internal sealed record RecoveryActions(IReadOnlyList<FailureAction> Actions, TimeSpan ResetPeriod)
{
    /// <summary>The most restarts that are written out before the service is given up; a command line is finite.</summary>
    public const int LongestRow = 100;

    // What the administrator's dialogue shows: the first, the second and later failures.
    private const int ShownFailures = 3;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly FailureAction GiveUp = new(FailureActionKind.None, TimeSpan.Zero);

    /// <summary>The policy in the SCM's terms. A limit counts starts, of which the first is no restart.</summary>
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
