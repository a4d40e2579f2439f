using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Timestamps;

namespace ServicePackaging.Signing.Apple;

/// <summary>Makes the CMS signatures (RFC 5652) of Apple's formats: detached, SHA-256, with all certificates and the signing
/// time.</summary>
/// <param name="key">The key and its certificates.</param>
/// <param name="signingTime">The time that the signature states.</param>
/// <param name="timestamps">Confirms the time of the signature; null for none.</param>
internal sealed class AppleCms(CertificateKey key, DateTimeOffset signingTime, ITimestampSource? timestamps)
{
    // NIST's SHA-256, and id-aa-timeStampToken of RFC 3161 appendix A.
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string TimestampToken = "1.2.840.113549.1.9.16.2.14";

    // The structure with its attributes needs 600 bytes. Tokens have 3 to 7 KiB, most of it the certificates of the server.
    private const int StructureLength = 2048;
    private const int TokenLength = 10 * 1024;

    /// <summary>The space that suffices for a signature. It depends on the certificates only, because it must be known before the content
    /// is complete.</summary>
    public int MaxLength =>
        key.Certificates.Sum(certificate => certificate.RawDataMemory.Length) + StructureLength + (timestamps is null ? 0 : TokenLength);

    /// <summary>Signs a content.</summary>
    /// <param name="content">The content, which is not in the result.</param>
    /// <param name="attributes">Signed attributes beside content type, message digest and signing time.</param>
    /// <param name="file">The name of the file in the exception.</param>
    /// <param name="cancellationToken">Cancels the request for the timestamp.</param>
    /// <exception cref="SigningException">The key or the server failed, or the result is longer than <see cref="MaxLength"/>.</exception>
    public byte[] Sign(
        byte[] content, IEnumerable<AsnEncodedData> attributes, string file, CancellationToken cancellationToken)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, key.Certificate, key.Key)
        {
            DigestAlgorithm = new Oid(Sha256),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.Certificates.AddRange(key.Certificates.Skip(1).ToArray());
        signer.SignedAttributes.Add(new Pkcs9SigningTime(signingTime.UtcDateTime));
        foreach (var attribute in attributes)
        {
            signer.SignedAttributes.Add(attribute);
        }

        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(signer);
        if (timestamps is not null)
        {
            var token = timestamps.Request(cms.SignerInfos[0].GetSignature(), cancellationToken);
            cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(new Oid(TimestampToken), token));
        }

        var signature = cms.Encode();
        return signature.Length <= MaxLength
            ? signature
            : throw new SigningException(
                SigningProblem.UnsignableFile, file,
                $"The signature has {signature.Length} bytes, but only {MaxLength} are reserved. The timestamp has too many certificates.");
    }
}
