using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Signing.Keys;

/// <summary>Orders certificates. The order in a PFX or a PEM file is arbitrary, and .NET's loader returns leaf, root,
/// intermediate.</summary>
internal static class CertificateChain
{
    /// <summary>Returns the leaf, its issuer, the issuer's issuer and so on, as far as they are known. Other certificates are left
    /// out.</summary>
    public static IReadOnlyList<X509Certificate2> Order(X509Certificate2 leaf, IEnumerable<X509Certificate2> others)
    {
        var chain = new List<X509Certificate2> { leaf };
        var rest = others.Where(certificate => !IsSame(certificate, leaf)).ToList();
        while (!IsSelfIssued(chain[^1]) && FindIssuer(chain[^1], rest) is { } issuer)
        {
            chain.Add(issuer);
            rest.RemoveAll(certificate => IsSame(certificate, issuer));
        }

        return chain;
    }

    /// <summary>Whether the certificate names itself as its issuer, as roots do.</summary>
    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>Whether both are the same certificate.</summary>
    public static bool IsSame(X509Certificate2 a, X509Certificate2 b) => a.RawDataMemory.Span.SequenceEqual(b.RawDataMemory.Span);

    // An authority that renewed its key has two certificates with one name: the signature tells them apart.
    private static X509Certificate2? FindIssuer(X509Certificate2 certificate, List<X509Certificate2> candidates) =>
        candidates.Where(candidate => candidate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
            .OrderByDescending(candidate => CertificateSet.IsSignedBy(certificate, candidate))
            .FirstOrDefault();
}
