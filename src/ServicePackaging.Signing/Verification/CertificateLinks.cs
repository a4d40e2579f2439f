using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Verification;

/// <summary>Checks that the certificates of a signature are intact: each was signed by the next one. Only the topmost may have an issuer
/// that is not there, because a root need not be included.</summary>
internal static class CertificateLinks
{
    // RFC 8017 appendix A.2.4 and RFC 5758. Apple's root and its older authorities use SHA-1.
    private static readonly Dictionary<string, HashAlgorithmName> Algorithms = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.5"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
    };

    /// <summary>Checks certificates of any order.</summary>
    public static void Check(X509Certificate2Collection certificates, string what, SignatureFaults faults)
    {
        var tops = 0;
        foreach (var certificate in certificates)
        {
            var issuers = certificates.Where(issuer => IsNamed(issuer, certificate.IssuerName)).ToArray();
            tops += issuers.Length == 0 || IsNamed(certificate, certificate.IssuerName) ? 1 : 0;
            faults.Try(what, () => faults.Require(
                issuers.Length == 0 || issuers.Any(issuer => IsSignedBy(certificate, issuer)),
                $"{what} contains the certificate '{certificate.Subject}', which was not signed by its issuer."));
        }

        faults.Require(tops == 1, $"{what} contains certificates that do not belong together.");
    }

    private static bool IsNamed(X509Certificate2 certificate, X500DistinguishedName name) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(name.RawData);

    // Certificate of RFC 5280 section 4.1: what is signed, the algorithm, the signature.
    private static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var reader = new AsnReader(certificate.RawData, AsnEncodingRules.DER).ReadSequence();
        var content = reader.ReadEncodedValue();
        var algorithm = reader.ReadEncodedValue().Span;
        var signature = reader.ReadBitString(out var unused);
        var oid = AsnDecoder.ReadObjectIdentifier(algorithm[2..], AsnEncodingRules.DER, out _);
        if (unused != 0 || !algorithm.SequenceEqual(SignedAlgorithm(content)) || !Algorithms.TryGetValue(oid, out var hash))
        {
            return false;
        }

        using var rsa = issuer.GetRSAPublicKey();
        using var ecdsa = issuer.GetECDsaPublicKey();
        return rsa?.VerifyData(content.Span, signature, hash, RSASignaturePadding.Pkcs1)
            ?? ecdsa?.VerifyData(content.Span, signature, hash, DSASignatureFormat.Rfc3279DerSequence)
            ?? false;
    }

    // The algorithm is in the signed part, too: after the version and the serial number.
    private static ReadOnlySpan<byte> SignedAlgorithm(ReadOnlyMemory<byte> content)
    {
        var reader = new AsnReader(content, AsnEncodingRules.DER).ReadSequence();
        if (reader.PeekTag().TagClass == TagClass.ContextSpecific)
        {
            reader.ReadEncodedValue();
        }

        reader.ReadInteger();
        return reader.ReadEncodedValue().Span;
    }
}
