using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.MacPkg;
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

/// <summary>The time that a signature with a certificate states.</summary>
internal static class CertificateTime
{
    /// <summary>Returns the time of the package, or the beginning of the certificate's validity if that is later.</summary>
    public static DateTimeOffset Of(CertificateKey key, DateTimeOffset time)
    {
        var first = new DateTimeOffset(key.Certificate.NotBefore.ToUniversalTime());
        return time < first ? first : time;
    }
}
