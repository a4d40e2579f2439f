using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.MacPkg;
using ServicePackaging.Signing.Timestamps;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>Signs packages for macOS.</summary>
/// <param name="key">The key, which stays open.</param>
/// <param name="timestamps">Confirms the time; null for no timestamp.</param>
internal sealed class MacPackageSigningKey(CertificateKey key, ITimestampSource? timestamps) : IPackageSigner
{
    /// <inheritdoc/>
    public string? PublicKey => null;

    /// <inheritdoc/>
    public void Sign(Stream package, Stream signed, SignedSubject subject, string temporaryDirectory, CancellationToken cancellationToken)
    {
        var time = CertificateTime.Of(key, subject.Time);
        MacPackageSigner.Sign(package, signed, key, time, timestamps, cancellationToken);
    }

    /// <inheritdoc/>
    public SignatureVerification Verify(Stream package, CancellationToken cancellationToken) =>
        Find(package, cancellationToken) is var found && found.Faults.Count == 0 && found.Thumbprint != key.Thumbprint
            ? found with
            {
                Faults = [SignatureVerification.Fault($"The package is signed by {found.Thumbprint}, not by {key.Thumbprint}.")],
            }
            : found;

    /// <summary>Verifies the signature of a package by any key.</summary>
    public static SignatureVerification Find(Stream package, CancellationToken cancellationToken)
    {
        var found = MacPackageSignatureVerification.Verify(package, cancellationToken);
        return new(found.Thumbprint, found.TimestampTime ?? found.SigningTime, found.Faults);
    }
}
