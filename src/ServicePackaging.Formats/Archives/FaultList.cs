namespace ServicePackaging.Formats.Archives;

/// <summary>The faults found so far, up to a number that is of use.</summary>
/// <typeparam name="TRule">The rules of the format.</typeparam>
internal sealed class FaultList<TRule>
    where TRule : struct, Enum
{
    // A file of garbage breaks a rule in as many places as it is long.
    private const int Most = 100;

    private readonly List<PackageFault> _faults = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<PackageFault> Faults => _faults;

    /// <summary>Notes a fault unless the condition holds.</summary>
    public void Require(TRule rule, bool condition, string message)
    {
        if (!condition && _faults.Count < Most)
        {
            _faults.Add(new PackageFault(rule.ToString(), message));
        }
    }

    /// <summary>Runs a check, and notes what it finds unreadable.</summary>
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
