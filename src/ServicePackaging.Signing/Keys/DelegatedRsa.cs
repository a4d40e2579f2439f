using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Keys;

/// <summary>
/// An RSA key that is elsewhere: in a token, a hardware module or a cloud service. A function gets a digest and returns the signature of
/// PKCS #1 v1.5, which is verified with the certificate before it is used. The content that is signed never leaves this machine. The
/// signature is the one that the key in a file would give, because this scheme has no random part.
/// </summary>
internal sealed class DelegatedRsa : RSA
{
    private readonly RSA _publicKey;
    private readonly string _command;
    private readonly Func<byte[], HashAlgorithmName, byte[]> _sign;

    /// <param name="certificate">The certificate of the key.</param>
    /// <param name="command">The name of the function in messages, such as the command line that it runs.</param>
    /// <param name="sign">Returns the signature for a digest.</param>
    /// <exception cref="SigningException">The certificate is not of an RSA key.</exception>
    public DelegatedRsa(X509Certificate2 certificate, string command, Func<byte[], HashAlgorithmName, byte[]> sign)
    {
        _publicKey = certificate.GetRSAPublicKey()
            ?? throw new SigningException(
                SigningProblem.WeakAlgorithm, CertificateRules.NameOf(certificate), CertificateRules.KeyAlgorithm(certificate));
        _command = command;
        _sign = sign;
        KeySizeValue = _publicKey.KeySize;
        LegalKeySizesValue = [new(KeySizeValue, KeySizeValue, 0)];
    }

    /// <summary>Creates a key with its certificates.</summary>
    /// <param name="certificates">The certificate of the key, then the issuers, as
    /// <see cref="CertificateKeyLoader.LoadCertificates"/> returns them.</param>
    /// <param name="command">The name of the function in messages.</param>
    /// <param name="sign">Returns the signature for a digest.</param>
    public static CertificateKey CreateKey(
        IReadOnlyList<X509Certificate2> certificates, string command, Func<byte[], HashAlgorithmName, byte[]> sign) =>
        new(new DelegatedRsa(certificates[0], command, sign), CertificateChain.Order(certificates[0], certificates.Skip(1)));

    /// <inheritdoc/>
    /// <exception cref="SigningException">The function did not return a signature of this digest by this key.</exception>
    public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
    {
        if (padding != RSASignaturePadding.Pkcs1)
        {
            throw new NotSupportedException("Only signatures of PKCS #1 v1.5 are delegated.");
        }

        var signature = _sign(hash, hashAlgorithm);
        var length = KeySize / 8;
        if (signature.Length != length)
        {
            throw NoSignature($"it gave {signature.Length} bytes, but a signature of this key has {length}");
        }

        return _publicKey.VerifyHash(hash, signature, hashAlgorithm, padding)
            ? signature
            : throw NoSignature("it is not a PKCS #1 v1.5 signature of the digest by the key of the certificate");
    }

    /// <inheritdoc/>
    public override bool VerifyHash(byte[] hash, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding) =>
        _publicKey.VerifyHash(hash, signature, hashAlgorithm, padding);

    /// <inheritdoc/>
    public override RSAParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
        ? throw new CryptographicException("The private key is elsewhere.")
        : _publicKey.ExportParameters(includePrivateParameters: false);

    /// <inheritdoc/>
    public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _publicKey.Dispose();
        }

        base.Dispose(disposing);
    }

    private SigningException NoSignature(string reason) => new(SigningProblem.CommandGaveNoSignature, _command, reason);
}
