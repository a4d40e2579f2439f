using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Audit;
using ServicePackaging.Formats.Msi.Reading;

namespace ServicePackaging.Formats.Msi;

/// <summary>Verifies finished packages of Windows Installer, whoever made them, by the rules of <see cref="MsiAudit"/>.</summary>
public static class MsiVerifier
{
    /// <summary>Verifies a package without unpacking its payload.</summary>
    /// <param name="package">Seekable; it stays open.</param>
    /// <param name="cancellationToken">Asked between the tables.</param>
    /// <returns>The faults; none of a sound package.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Verify(Stream package, CancellationToken cancellationToken = default) =>
        Verify(package, VerificationDepth.Headers, cancellationToken);

    /// <summary>Verifies a package.</summary>
    /// <param name="package">Seekable; it stays open.</param>
    /// <param name="depth">How much of it is read.</param>
    /// <param name="cancellationToken">Asked between the tables, and between the files.</param>
    /// <returns>The faults; none of a sound package.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Verify(
        Stream package, VerificationDepth depth, CancellationToken cancellationToken = default) =>
        PackageVerification.Run(
            () => MsiReader.Open(package, leaveOpen: true), database => MsiAudit.Check(database, depth, cancellationToken));
}
