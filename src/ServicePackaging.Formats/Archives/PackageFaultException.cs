namespace ServicePackaging.Formats.Archives;

/// <summary>The exception that is thrown if a package that was just written breaks a rule of its format. The package was deleted.</summary>
/// <param name="faults">The faults that were found; at least one.</param>
public sealed class PackageFaultException(IReadOnlyList<PackageFault> faults)
    : IOException($"The package that was written breaks a rule of its format. {string.Join(" ", faults)}")
{
    /// <summary>The faults that were found.</summary>
    public IReadOnlyList<PackageFault> Faults { get; } = faults;
}
