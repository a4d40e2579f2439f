using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Keys;

/// <summary>Loads private RSA keys with their certificates from the forms in which they are exported.</summary>
internal static class CertificateKeyLoader
{
    /// <summary>Loads a key.</summary>
    /// <param name="content">A PFX (.pfx, .p12), or PEM text with a private key, in which certificates may follow.</param>
    /// <param name="password">The password of the PFX or of the key, or null if none is named.</param>
    /// <param name="source">The name of the key's source in messages, such as its path or the name of a variable.</param>
    /// <param name="certificates">For a PEM key: the certificates, PEM text or one certificate in DER; or null if they follow the key. For
    /// a PFX: further certificates, such as a missing intermediate.</param>
    /// <param name="certificateSource">The name of the certificates' source in messages.</param>
    /// <exception cref="SigningException">The key cannot be used.</exception>
    public static CertificateKey Load(
        byte[] content, char[]? password, string source, byte[]? certificates = null, string? certificateSource = null)
    {
        var further = certificates is null ? [] : LoadCertificates(certificates, certificateSource ?? source);
        return PemText.IsPem(content) ? LoadPem(content, password, source, further) : LoadBinary(content, password, source, further);
    }

    /// <summary>Loads certificates without a key, for a key that is elsewhere: the certificate of the key first, then its issuers as far
    /// as they are known.</summary>
    /// <param name="content">PEM text, in which the certificate of the key is the first one that is not of an authority, or one certificate
    /// in DER.</param>
    /// <param name="source">The name of the source in messages.</param>
    /// <exception cref="SigningException">There is no certificate.</exception>
    public static IReadOnlyList<X509Certificate2> LoadCertificates(byte[] content, string source)
    {
        IReadOnlyList<X509Certificate2> certificates = PemText.IsPem(content)
            ? [.. CertificatesOf(PemText.Read(content), source)]
            : DerContent.Detect(content) == DerKind.Certificate ? [LoadCertificate(content, source)]
            : throw Unreadable(content, source);
        return certificates.Count > 0
            ? [.. certificates.OrderBy(CertificateRules.IsAuthority)]
            : throw new SigningException(SigningProblem.CertificateMissing, source);
    }

    private static CertificateKey LoadBinary(byte[] content, char[]? password, string source, IReadOnlyList<X509Certificate2> further)
    {
        if (DerContent.Detect(content) != DerKind.Pfx)
        {
            throw Unreadable(content, source);
        }

        var key = PfxReader.Read(content, password, source);
        return further.Count == 0
            ? key
            : new(key.Key, CertificateChain.Order(key.Certificate, [.. key.Certificates.Skip(1), .. further]));
    }

    private static CertificateKey LoadPem(byte[] content, char[]? password, string source, IReadOnlyList<X509Certificate2> further)
    {
        var blocks = PemText.Read(content);
        var key = PemKeyReader.Read(content, blocks, password, source);
        try
        {
            X509Certificate2[] certificates = [.. CertificatesOf(blocks, source), .. further];
            if (certificates.Length == 0)
            {
                throw new SigningException(SigningProblem.CertificateMissing, source);
            }

            var leaf = certificates.FirstOrDefault(certificate => CertificateRules.Matches(key, certificate))
                ?? throw new SigningException(SigningProblem.CertificateMismatch, source, CertificateRules.NameOf(certificates[0]));
            return new(key, CertificateChain.Order(leaf, certificates));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static IEnumerable<X509Certificate2> CertificatesOf(IEnumerable<PemBlock> blocks, string source) =>
        blocks.Where(block => block.Label == PemText.Certificate).Select(block => LoadCertificate(block.Content, source));

    private static X509Certificate2 LoadCertificate(byte[] content, string source)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(content);

            // The loader does not read the public key.
            using var key = certificate.GetRSAPublicKey();
            return certificate;
        }
        catch (CryptographicException)
        {
            throw new SigningException(SigningProblem.UnreadableKey, source, "it is a damaged certificate");
        }
    }

    private static SigningException Unreadable(byte[] content, string source) => DerContent.Detect(content) switch
    {
        DerKind.Certificate => new(SigningProblem.PublicKey, source),
        DerKind.Pfx => new(SigningProblem.UnsupportedKey, source, "it is a PFX; certificates without a key are PEM text"),
        DerKind.CertificateList => new(
            SigningProblem.UnsupportedKey, source,
            "it is a PKCS #7 list of certificates: openssl pkcs7 -inform DER -print_certs -in list.p7b -out certificates.pem"),
        DerKind.PrivateKey or DerKind.KeyInfo => new(
            SigningProblem.UnsupportedKey, source,
            "it is a key in DER; convert it to PEM: openssl pkey -inform DER -in key.der -out key.pem"),
        _ => new(SigningProblem.UnreadableKey, source, content.Length == 0 ? "it is empty" : "it is neither a PFX nor PEM text"),
    };
}
