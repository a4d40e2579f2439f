using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Audit;
using ServicePackaging.Formats.Msi.Reading;

namespace ServicePackaging.Formats.Msi;

/// <summary>Verifies finished packages of Windows Installer of any origin, with the rules of <see cref="MsiAudit"/>.</summary>
public static class MsiVerifier
{
    /// <summary>Verifies a package without unpacking its payload.</summary>
    /// <param name="package">A seekable stream, which stays open.</param>
    /// <param name="cancellationToken">Checked between the tables.</param>
    /// <returns>The faults; empty if the package is valid.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Verify(Stream package, CancellationToken cancellationToken = default) =>
        Verify(package, VerificationDepth.Headers, cancellationToken);

    /// <summary>Verifies a package.</summary>
    /// <param name="package">A seekable stream, which stays open.</param>
    /// <param name="depth">How much of the package is read.</param>
    /// <param name="cancellationToken">Checked between the tables, and between the files.</param>
    /// <returns>The faults; empty if the package is valid.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Verify(
        Stream package, VerificationDepth depth, CancellationToken cancellationToken = default) =>
        PackageVerification.Run(
            () => MsiReader.Open(package, leaveOpen: true), database => MsiAudit.Check(database, depth, cancellationToken));
}
