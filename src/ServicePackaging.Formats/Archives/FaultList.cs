namespace ServicePackaging.Formats.Archives;

/// <summary>Collects faults, up to a useful number.</summary>
/// <typeparam name="TRule">The rules of the format.</typeparam>
internal sealed class FaultList<TRule>
    where TRule : struct, Enum
{
    // A file of random bytes breaks a rule at as many positions as it has.
    private const int Most = 100;

    private readonly List<PackageFault> _faults = [];

    /// <summary>All faults found so far.</summary>
    public IReadOnlyList<PackageFault> Faults => _faults;

    /// <summary>Adds a fault if the condition is false.</summary>
    public void Require(TRule rule, bool condition, string message)
    {
        if (!condition && _faults.Count < Most)
        {
            _faults.Add(new PackageFault(rule.ToString(), message));
        }
    }

    /// <summary>Runs a check, and adds a fault if the check finds unreadable data.</summary>
    public void Try(TRule rule, Action check)
    {
        try
        {
            check();
        }
        catch (InvalidDataException e)
        {
            Require(rule, false, e.Message);
        }
    }
}
