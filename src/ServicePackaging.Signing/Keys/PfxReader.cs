using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Keys;

/// <summary>Reads the key and the certificates of a PFX.</summary>
internal static class PfxReader
{
    /// <summary>Reads the key with its chain.</summary>
    /// <exception cref="SigningException">There is not exactly one private RSA key with its certificate that the password
    /// opens.</exception>
    public static CertificateKey Read(byte[] content, char[]? password, string source)
    {
        // The key must not be written to the disk of the build machine. The macOS loader cannot do without a keychain.
        var flags = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
        var loaded = KeyPassword.OpenPfx(
            source, password, text => X509CertificateLoader.LoadPkcs12Collection(content, text, flags));
        try
        {
            var own = loaded.Where(certificate => certificate.HasPrivateKey).ToList();
            return own switch
            {
                [] => throw new SigningException(
                    loaded.Count == 0 ? SigningProblem.CertificateMissing : SigningProblem.PublicKey, source),
                [var leaf] => Create(leaf, loaded, source),
                _ => throw new SigningException(
                    SigningProblem.SeveralKeys, source, string.Join(", ", own.Select(certificate => certificate.Thumbprint))),
            };
        }
        finally
        {
            loaded.ToList().ForEach(certificate => certificate.Dispose());
        }
    }

    private static CertificateKey Create(X509Certificate2 leaf, X509Certificate2Collection loaded, string source)
    {
        var key = GetKey(leaf, source);
        try
        {
            CertificateRules.RequireMatch(key, leaf, source);
            var chain = CertificateChain.Order(leaf, loaded);
            return new(key, [.. chain.Select(certificate => X509CertificateLoader.LoadCertificate(certificate.RawData))]);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static RSA GetKey(X509Certificate2 leaf, string source)
    {
        try
        {
            return leaf.GetRSAPrivateKey()
                ?? throw new SigningException(
                    SigningProblem.WeakAlgorithm, CertificateRules.NameOf(leaf), CertificateRules.KeyAlgorithm(leaf));
        }
        catch (CryptographicException)
        {
            throw new SigningException(SigningProblem.CertificateMismatch, source, CertificateRules.NameOf(leaf));
        }
    }
}
