using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Keys;

/// <summary>A private RSA key with its certificates, for Authenticode and for Apple's formats. The key may be one that delegates to a
/// command or to a token: only <see cref="RSA.SignHash(byte[], HashAlgorithmName, RSASignaturePadding)"/> of it is used.</summary>
/// <param name="key">The key.</param>
/// <param name="certificates">The certificate of the key, then each one's issuer as far as they are known; the root is optional.</param>
internal sealed class CertificateKey(RSA key, IReadOnlyList<X509Certificate2> certificates) : IDisposable
{
    /// <summary>The private key.</summary>
    public RSA Key { get; } = key;

    /// <summary>The certificate of the key, then the issuers.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; } = certificates;

    /// <summary>The certificate of the key.</summary>
    public X509Certificate2 Certificate => Certificates[0];

    /// <summary>The SHA-1 thumbprint of the certificate in upper case hexadecimal, as Windows shows it.</summary>
    public string Thumbprint => Certificate.Thumbprint;

    /// <inheritdoc/>
    public void Dispose()
    {
        Key.Dispose();
        foreach (var certificate in Certificates)
        {
            certificate.Dispose();
        }
    }
}
