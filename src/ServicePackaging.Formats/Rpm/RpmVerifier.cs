using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Verifies finished rpm packages of any origin. It reads them with <see cref="RpmReader"/>, which shares no code with the
/// writer.</summary>
public static class RpmVerifier
{
    /// <summary>Verifies a package without unpacking its payload.</summary>
    /// <param name="package">A seekable stream, which stays open.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <returns>The faults, with the rules of <see cref="RpmRule"/>; empty if the package is valid.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Verify(Stream package, CancellationToken cancellationToken = default) =>
        Verify(package, VerificationDepth.Headers, cancellationToken);

    /// <summary>Verifies a package.</summary>
    /// <param name="package">A seekable stream, which stays open.</param>
    /// <param name="depth">How much of the package is read.</param>
    /// <param name="cancellationToken">Checked between blocks, and between the payload's entries.</param>
    /// <returns>The faults, with the rules of <see cref="RpmRule"/>; empty if the package is valid.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Verify(
        Stream package, VerificationDepth depth, CancellationToken cancellationToken = default) =>
        PackageVerification.Run(
            () => RpmReader.Open(package, leaveOpen: true), reader => new RpmVerification(reader, cancellationToken).Run(depth));
}
