using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Deb;

/// <summary>Verifies finished Debian packages, whoever made them. It reads through <see cref="DebReader"/>, which shares no code with the
/// writer.</summary>
public static class DebVerifier
{
    /// <summary>Verifies a package without unpacking its payload.</summary>
    /// <param name="package">Seekable; it stays open.</param>
    /// <param name="cancellationToken">Asked between the parts.</param>
    /// <returns>The faults, by the rules of <see cref="DebRule"/>; none of a sound package.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Verify(Stream package, CancellationToken cancellationToken = default) =>
        Verify(package, VerificationDepth.Headers, cancellationToken);

    /// <summary>Verifies a package.</summary>
    /// <param name="package">Seekable; it stays open.</param>
    /// <param name="depth">How much of it is read.</param>
    /// <param name="cancellationToken">Asked between the parts, and between the payload's entries.</param>
    /// <returns>The faults, by the rules of <see cref="DebRule"/>; none of a sound package.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Verify(
        Stream package, VerificationDepth depth, CancellationToken cancellationToken = default) =>
        PackageVerification.Run(
            () => DebReader.Open(package, leaveOpen: true),
            reader => new DebVerification(reader, package, cancellationToken).Run(depth));
}
