using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Signing.Keys;

namespace ServicePackaging.Signing.Tests;

/// <summary>A certification authority of the tests: a root, an intermediate, and certificates for any purpose.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2036, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RSA _intermediateKey = RSA.Create(2048);

    public TestCertificates()
    {
        using var rootKey = RSA.Create(2048);
        using var root = Authority("CN=Test Root,O=ServicePackaging tests", rootKey).CreateSelfSigned(From, Until);
        Root = X509CertificateLoader.LoadCertificate(root.RawData);
        Intermediate = Authority("CN=Test Intermediate,O=ServicePackaging tests", _intermediateKey).Create(root, From, Until, [1, 2, 3]);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    /// <summary>Issues a certificate by the intermediate.</summary>
    /// <param name="subject">The subject's name.</param>
    /// <param name="key">The key of the subject.</param>
    /// <param name="purposes">The OIDs of the extended key usage; none for no such extension.</param>
    /// <param name="change">Adds further extensions.</param>
    public X509Certificate2 Issue(
        string subject, RSA key, IEnumerable<string> purposes, DateTimeOffset? from = null, DateTimeOffset? until = null,
        Action<CertificateRequest>? change = null, HashAlgorithmName? hash = null)
    {
        var request = new CertificateRequest(subject, key, hash ?? HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var oids = new OidCollection();
        foreach (var purpose in purposes)
        {
            oids.Add(new Oid(purpose));
        }

        if (oids.Count > 0)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, true));
        }

        change?.Invoke(request);
        return request.Create(
            Intermediate.SubjectName, X509SignatureGenerator.CreateForRSA(_intermediateKey, RSASignaturePadding.Pkcs1),
            from ?? From, until ?? Until, [4, 5, 6]);
    }

    /// <summary>Issues a certificate for a new key, with the intermediate and the root.</summary>
    public CertificateKey Create(string subject, params IEnumerable<string> purposes)
    {
        var key = RSA.Create(2048);
        return new CertificateKey(
            key,
            [
                Issue(subject, key, purposes),
                X509CertificateLoader.LoadCertificate(Intermediate.RawData),
                X509CertificateLoader.LoadCertificate(Root.RawData),
            ]);
    }

    public void Dispose()
    {
        _intermediateKey.Dispose();
        Root.Dispose();
        Intermediate.Dispose();
    }

    private static CertificateRequest Authority(string subject, RSA key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request;
    }
}
