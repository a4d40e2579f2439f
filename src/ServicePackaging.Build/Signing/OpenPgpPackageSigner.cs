using ServicePackaging.Signing.Deb;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>Signs Linux packages.</summary>
/// <param name="format">The format's name.</param>
/// <param name="key">The key or command, which stays open.</param>
internal sealed class OpenPgpPackageSigner(string format, IOpenPgpSigner key) : IPackageSigner
{
    /// <inheritdoc/>
    public string? PublicKey => key.PublicKey is { } packets ? OpenPgpArmor.EncodePublicKey(packets) : null;

    /// <inheritdoc/>
    public void Sign(Stream package, Stream signed, SignedSubject subject, string temporaryDirectory, CancellationToken cancellationToken)
    {
        if (format == SignedFormat.Rpm)
        {
            RpmSigner.Sign(package, signed, key, subject.Time, cancellationToken);
        }
        else
        {
            DebSigner.Sign(package, signed, key, subject.Time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public SignatureVerification Verify(Stream package, CancellationToken cancellationToken) => format == SignedFormat.Rpm
        ? RpmSignatureVerification.Verify(package, key.PublicKey, cancellationToken)
        : DebSignatureVerification.Verify(package, key.PublicKey, cancellationToken);
}
