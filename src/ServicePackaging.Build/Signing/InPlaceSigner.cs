using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>Signs packages with a command in place.</summary>
/// <param name="command">The command.</param>
/// <param name="extension">The extension of packages.</param>
/// <param name="take">Takes the signature from the command's file.</param>
/// <param name="verify">Verifies the result.</param>
internal sealed class InPlaceSigner(
    InPlaceCommand command, string extension, TakeSignature take, Func<Stream, CancellationToken, SignatureVerification> verify)
    : IPackageSigner
{
    /// <summary>The public OpenPGP key in its binary form, or null.</summary>
    public byte[]? OpenPgpKey { get; init; }

    /// <inheritdoc/>
    public string? PublicKey => OpenPgpKey is null ? null : OpenPgpArmor.EncodePublicKey(OpenPgpKey);

    /// <inheritdoc/>
    public void Sign(
        Stream package, Stream signed, SignedSubject subject, string temporaryDirectory, CancellationToken cancellationToken) =>
        command.Run(package, signed, "package" + extension, temporaryDirectory, take, cancellationToken);

    /// <inheritdoc/>
    public SignatureVerification Verify(Stream package, CancellationToken cancellationToken) => verify(package, cancellationToken);
}
