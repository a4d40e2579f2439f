namespace ServicePackaging.Model;

/// <summary>What to do at one failure.</summary>
/// <param name="Kind">The action.</param>
/// <param name="Delay">How long to wait before it.</param>
public sealed record FailureAction(FailureActionKind Kind, TimeSpan Delay);

/// <summary>What can be done at a failure.</summary>
public enum FailureActionKind
{
    /// <summary>Start the service again.</summary>
    Restart,

    /// <summary>Do nothing.</summary>
    None,

    /// <summary>Restart the machine.</summary>
    Reboot,
}
