using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Keys;

/// <summary>What is checked before anything is signed, so that no package is signed that Windows or macOS would refuse.</summary>
internal static class CertificateRules
{
    /// <summary>The purpose of certificates that sign programs (RFC 5280, 4.2.1.12).</summary>
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private const string CommonName = "2.5.4.3";

    // The CA/Browser Forum's baseline requirements for code signing ask for 3072 bits. Certificates of own authorities often have 2048.
    private const int MinKeyLength = 2048;

    // RFC 8017, appendix C, and RFC 3279: signatures over MD5 and SHA-1, which Windows does not accept any more.
    private static readonly Dictionary<string, string> WeakSignatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.1.1.5"] = "SHA-1",
        ["1.2.840.10040.4.3"] = "SHA-1",
        ["1.2.840.10045.4.1"] = "SHA-1",
    };

    /// <summary>Checks a key for Authenticode.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The time of the signature.</param>
    /// <exception cref="SigningException">The certificate or the key must not be used.</exception>
    public static void RequireAuthenticode(CertificateKey key, DateTimeOffset now)
    {
        RequireSound(key, now);
        RequireCodeSigning(key.Certificate);
        RequireIssuer(key);
    }

    /// <summary>Checks what every use of a certificate requires: its time, its algorithms, and that it belongs to the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The time of the signature.</param>
    /// <exception cref="SigningException">The certificate or the key must not be used.</exception>
    public static void RequireSound(CertificateKey key, DateTimeOffset now)
    {
        RequireValid(key.Certificate, now);
        RequireStrong(key);
        RequireMatch(key.Key, key.Certificate, NameOf(key.Certificate));
    }

    /// <summary>Checks that a certificate belongs to a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="source">The source of the key, for the message.</param>
    /// <exception cref="SigningException">It belongs to another key.</exception>
    public static void RequireMatch(RSA key, X509Certificate2 certificate, string source)
    {
        if (!Matches(key, certificate))
        {
            throw new SigningException(SigningProblem.CertificateMismatch, source, NameOf(certificate));
        }
    }

    /// <summary>Whether a certificate belongs to a key.</summary>
    public static bool Matches(RSA key, X509Certificate2 certificate)
    {
        using var certified = certificate.GetRSAPublicKey();
        return certified is not null && key.ExportRSAPublicKey().AsSpan().SequenceEqual(certified.ExportRSAPublicKey());
    }

    /// <summary>Whether the certificate is of an authority.</summary>
    public static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    /// <summary>The name of a certificate in messages: the subject's common name, or the whole subject.</summary>
    public static string NameOf(X509Certificate2 certificate) => NameOf(certificate.SubjectName);

    /// <summary>The name of the key's algorithm in messages.</summary>
    public static string KeyAlgorithm(X509Certificate2 certificate) =>
        certificate.PublicKey.Oid is { Value: "1.2.840.10045.2.1" } ? "ECDSA"
            : certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "unknown";

    /// <summary>The purposes for which the certificate may be used, as object identifiers; empty if it does not limit them.</summary>
    public static IReadOnlyList<string?> PurposesOf(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value))];

    /// <summary>The values of the parts of a name that have one type, in their order.</summary>
    /// <param name="name">The name of a subject or issuer.</param>
    /// <param name="type">The object identifier of the type.</param>
    public static IEnumerable<string?> PartsOf(X500DistinguishedName name, string type) =>
        name.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == type)
            .Select(part => part.GetSingleElementValue());

    private static string NameOf(X500DistinguishedName name) => PartsOf(name, CommonName).FirstOrDefault() ?? name.Name;

    /// <summary>Checks that a certificate is valid at a time.</summary>
    /// <exception cref="SigningException">It is not.</exception>
    public static void RequireValid(X509Certificate2 certificate, DateTimeOffset now)
    {
        // NotBefore and NotAfter have the local time of the machine.
        var (from, until) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now.UtcDateTime < from)
        {
            throw new SigningException(SigningProblem.NotYetValid, NameOf(certificate), Text(from));
        }

        if (now.UtcDateTime > until)
        {
            throw new SigningException(SigningProblem.Expired, NameOf(certificate), Text(until));
        }
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Checks the algorithms of a certificate and of its key. Windows has no code signing with elliptic curves (Microsoft Trusted
    /// Root Program), and Apple's element in a .pkg is RSA.</summary>
    /// <exception cref="SigningException">Target systems refuse them.</exception>
    public static void RequireStrong(CertificateKey key)
    {
        var certificate = key.Certificate;
        using var certified = certificate.GetRSAPublicKey();
        var weakness = certified is null ? KeyAlgorithm(certificate)
            : certified.KeySize < MinKeyLength ? string.Create(CultureInfo.InvariantCulture, $"RSA with {certified.KeySize} bits")
            : WeakSignatures.GetValueOrDefault(certificate.SignatureAlgorithm.Value ?? "");
        if (weakness is not null)
        {
            throw new SigningException(SigningProblem.WeakAlgorithm, NameOf(certificate), weakness);
        }
    }

    private static void RequireCodeSigning(X509Certificate2 certificate)
    {
        var purposes = PurposesOf(certificate);
        var usages = certificate.Extensions.OfType<X509KeyUsageExtension>().Select(extension => extension.KeyUsages).ToList();
        var reason = purposes.Count == 0 ? "its extended key usage does not name code signing, because it has none"
            : !purposes.Contains(CodeSigning) ? "its extended key usage does not name code signing"
            : usages.Any(usage => !usage.HasFlag(X509KeyUsageFlags.DigitalSignature)) ? "its key usage does not name digital signatures"
            : null;
        if (reason is not null)
        {
            throw new SigningException(SigningProblem.WrongPurpose, NameOf(certificate), reason);
        }
    }

    // Windows has the root, but not the authority's intermediate certificate.
    private static void RequireIssuer(CertificateKey key)
    {
        if (key.Certificates.Count == 1 && !CertificateChain.IsSelfIssued(key.Certificate))
        {
            throw new SigningException(SigningProblem.ChainIncomplete, NameOf(key.Certificate), NameOf(key.Certificate.IssuerName));
        }
    }
}
