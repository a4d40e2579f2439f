namespace ServicePackaging.Formats.Archives;

/// <summary>What the verification of all formats has in common.</summary>
internal static class PackageVerification
{
    /// <summary>Opens a package and verifies it; a package that cannot be read is a fault too.</summary>
    /// <param name="open">Makes the reader, which is disposed of.</param>
    /// <param name="verify">Finds the faults.</param>
    public static IReadOnlyList<PackageFault> Run<TReader>(Func<TReader> open, Func<TReader, IReadOnlyList<PackageFault>> verify)
        where TReader : IDisposable
    {
        try
        {
            using var reader = open();
            return verify(reader);
        }
        catch (InvalidDataException e)
        {
            return [new PackageFault(PackageFault.Unreadable, e.Message)];
        }
    }
}
