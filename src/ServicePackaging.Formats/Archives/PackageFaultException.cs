namespace ServicePackaging.Formats.Archives;

/// <summary>A package that was just written breaks a rule of its format, and was deleted.</summary>
/// <param name="faults">What was found; at least one.</param>
public sealed class PackageFaultException(IReadOnlyList<PackageFault> faults)
    : IOException($"The package that was written breaks a rule of its format. {string.Join(" ", faults)}")
{
    /// <summary>What was found.</summary>
    public IReadOnlyList<PackageFault> Faults { get; } = faults;
}
