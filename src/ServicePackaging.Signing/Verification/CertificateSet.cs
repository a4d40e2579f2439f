using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Verification;

/// <summary>
/// The certificates in a signature. The signature does not cover them, so that their own signatures are checked, as far as the issuers are
/// among them. Whether the authority is one to trust is not checked: no build machine has the roots of Windows.
/// </summary>
internal static class CertificateSet
{
    /// <summary>The signature algorithms whose signatures are checked (RFC 3279, RFC 4055, RFC 5758).</summary>
    private static readonly Dictionary<string, HashAlgorithmName> Algorithms = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.5"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
        ["1.2.840.10045.4.3.4"] = HashAlgorithmName.SHA512,
    };

    /// <summary>Returns what is wrong with the certificates.</summary>
    /// <param name="certificates">The certificates of one signature.</param>
    public static IEnumerable<string> FindFaults(IReadOnlyList<X509Certificate2> certificates)
    {
        var ends = 0;
        foreach (var certificate in certificates)
        {
            var issuers = certificates.Where(candidate => IsIssuedBy(certificate, candidate)).ToList();
            ends += issuers.Exists(issuer => issuer != certificate) ? 0 : 1;
            if (issuers.Count > 0 && !issuers.Any(issuer => IsSignedBy(certificate, issuer)))
            {
                yield return $"The certificate '{certificate.Subject}' is not signed by '{certificate.Issuer}'.";
            }
        }

        // With a changed name in it, a chain falls apart.
        if (ends > 1)
        {
            yield return "The certificates do not belong to one chain.";
        }
    }

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 issuer) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData);

    /// <summary>Whether a certificate is signed with the key of another one. True as well for algorithms that are not known here.</summary>
    public static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var reader = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
        var signed = reader.ReadEncodedValue();
        var encodedAlgorithm = reader.PeekEncodedValue();
        var algorithm = reader.ReadSequence().ReadObjectIdentifier();
        var signature = reader.ReadBitString(out var unusedBits);
        if (!AlgorithmIn(signed).Span.SequenceEqual(encodedAlgorithm.Span) || unusedBits != 0)
        {
            return false;
        }

        if (!Algorithms.TryGetValue(algorithm, out var hash))
        {
            return true;
        }

        using var rsa = issuer.GetRSAPublicKey();
        using var ecdsa = rsa is null ? issuer.GetECDsaPublicKey() : null;
        return rsa?.VerifyData(signed.Span, signature, hash, RSASignaturePadding.Pkcs1)
            ?? ecdsa?.VerifyData(signed.Span, signature, hash, DSASignatureFormat.Rfc3279DerSequence)
            ?? false;
    }

    // The algorithm occurs twice, and both must be the same (RFC 5280, 4.1.1.2).
    private static ReadOnlyMemory<byte> AlgorithmIn(ReadOnlyMemory<byte> signed)
    {
        var version = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var reader = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        if (reader.PeekTag() == version)
        {
            reader.ReadEncodedValue();
        }

        reader.ReadEncodedValue(); // the serial number
        return reader.ReadEncodedValue();
    }
}
