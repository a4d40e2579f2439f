namespace ServicePackaging.Formats.Archives;

/// <summary>What the verifications of all formats have in common.</summary>
internal static class PackageVerification
{
    /// <summary>Opens a package and verifies it. If the package cannot be read, that is reported as a fault.</summary>
    /// <param name="open">Creates the reader, which is disposed of afterwards.</param>
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
