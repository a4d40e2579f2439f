using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Timestamps;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>Signs packages of Windows Installer.</summary>
/// <param name="key">The key, which stays open.</param>
/// <param name="timestamps">Confirms the time; null for no timestamp.</param>
internal sealed class MsiPackageSigner(CertificateKey key, ITimestampSource? timestamps) : IPackageSigner
{
    /// <inheritdoc/>
    public string? PublicKey => null;

    /// <inheritdoc/>
    public void Sign(Stream package, Stream signed, SignedSubject subject, string temporaryDirectory, CancellationToken cancellationToken)
    {
        var options = new AuthenticodeOptions { Name = subject.Name, Url = subject.Homepage, Timestamps = timestamps };
        MsiSigner.Sign(package, signed, key, options, cancellationToken);
    }

    /// <inheritdoc/>
    public SignatureVerification Verify(Stream package, CancellationToken cancellationToken) =>
        AuthenticodeVerification.OfInstallerPackage(package, key.Certificates);
}
