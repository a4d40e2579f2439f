using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Verification;

/// <summary>What a CMS signature states.</summary>
/// <param name="Signer">The certificate of the key.</param>
/// <param name="Certificates">All certificates.</param>
/// <param name="SignedAttributes">The signed attributes.</param>
/// <param name="SigningTime">The time that the signer stated.</param>
/// <param name="TimestampTime">The time that a server confirmed.</param>
internal sealed record CmsFacts(
    X509Certificate2 Signer, IReadOnlyList<X509Certificate2> Certificates, CryptographicAttributeObjectCollection SignedAttributes,
    DateTimeOffset? SigningTime, DateTimeOffset? TimestampTime);

/// <summary>Verifies the detached CMS signatures (RFC 5652) of Apple's formats. Whether the root is trusted is not checked.</summary>
internal static class CmsVerification
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string TimestampToken = "1.2.840.113549.1.9.16.2.14";

    // SHA-256 and SHA-384 with RSA (RFC 5754), and plain RSA.
    private static readonly string[] SignatureAlgorithms = [Rsa, "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12"];
    private static readonly string[] Digests = ["2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2"];

    /// <summary>Verifies a signature.</summary>
    /// <param name="signature">The signature, followed by zeros.</param>
    /// <param name="content">The content that was signed.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>What the signature states; null if it cannot be read.</returns>
    public static CmsFacts? Verify(byte[] signature, byte[] content, SignatureFaults faults)
    {
        CmsFacts? facts = null;
        faults.Try("The CMS signature", () =>
        {
            AsnDecoder.ReadEncodedValue(signature, AsnEncodingRules.BER, out _, out _, out var length);
            faults.Require(
                !signature.AsSpan(length).ContainsAnyExcept((byte)0), "The CMS signature is followed by bytes that are not zero.");
            var cms = new SignedCms(new ContentInfo(content), detached: true);
            cms.Decode(signature[..length]);
            if (!faults.Require(cms.SignerInfos.Count == 1, $"The CMS signature has {cms.SignerInfos.Count} signers instead of one."))
            {
                return;
            }

            CmsStructure.Check(signature.AsMemory(0, length), faults);
            facts = Check(cms, cms.SignerInfos[0], faults);
        });
        return facts;
    }

    private static CmsFacts? Check(SignedCms cms, SignerInfo signer, SignatureFaults faults)
    {
        if (signer.Certificate is not { } certificate)
        {
            faults.Require(false, "The CMS signature does not contain the certificate of its key.");
            return null;
        }

        faults.Require(Digests.Contains(signer.DigestAlgorithm.Value), "The CMS signature uses neither SHA-256 nor SHA-384.");
        faults.Require(SignatureAlgorithms.Contains(signer.SignatureAlgorithm.Value), "The CMS signature is not of an RSA key.");
        faults.Try("The CMS signature", () =>
        {
            try
            {
                signer.CheckSignature(verifySignatureOnly: true);
            }
            catch (CryptographicException e)
            {
                faults.Require(false, $"The CMS signature does not match: {e.Message}");
            }
        });
        CheckCertificates(cms.Certificates, "The CMS signature", faults);
        var time = signer.SignedAttributes.Cast<CryptographicAttributeObject>()
            .SelectMany(attribute => attribute.Values.OfType<Pkcs9SigningTime>()).FirstOrDefault()?.SigningTime;
        return new CmsFacts(
            certificate, [.. cms.Certificates], signer.SignedAttributes,
            time is { } stated ? new DateTimeOffset(DateTime.SpecifyKind(stated, DateTimeKind.Utc)) : null, CheckTimestamp(signer, faults));
    }

    private static void CheckCertificates(X509Certificate2Collection certificates, string what, SignatureFaults faults) =>
        faults.Try(what, () => CertificateSet.FindFaults([.. certificates]).ToList()
            .ForEach(fault => faults.Require(false, $"{what}: {fault}")));

    private static DateTimeOffset? CheckTimestamp(SignerInfo signer, SignatureFaults faults)
    {
        DateTimeOffset? time = null;
        foreach (var attribute in signer.UnsignedAttributes)
        {
            if (!faults.Require(
                attribute.Oid.Value == TimestampToken && attribute.Values.Count == 1,
                $"The CMS signature has the unknown unsigned attribute {attribute.Oid.Value}."))
            {
                continue;
            }

            faults.Try("The timestamp", () =>
            {
                var isToken = Rfc3161TimestampToken.TryDecode(attribute.Values[0].RawData, out var token, out var length);
                if (faults.Require(isToken && length == attribute.Values[0].RawData.Length, "The timestamp is not a token of RFC 3161."))
                {
                    faults.Require(token!.VerifySignatureForSignerInfo(signer, out _), "The timestamp does not match the signature.");
                    CheckCertificates(token.AsSignedCms().Certificates, "The timestamp", faults);
                    CmsStructure.CheckToken(attribute.Values[0].RawData, faults);
                    time = token.TokenInfo.Timestamp;
                }
            });
        }

        return time;
    }
}
