using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Signing.Verification;

/// <summary>Verifies an Authenticode signature apart from the file: its form, its attributes, the signature itself, and the
/// timestamp.</summary>
/// <param name="digestOf">Computes the digest of the file.</param>
/// <param name="contentKind">The type of the content that the kind of file has.</param>
/// <param name="expected">The certificates that the signature must contain, or null for any.</param>
internal sealed class SignatureVerifier(
    Func<HashAlgorithmName, byte[]> digestOf, string contentKind, IReadOnlyList<X509Certificate2>? expected)
{
    private const string IndirectData = "1.3.6.1.4.1.311.2.1.4";
    private const string TimestampToken = "1.3.6.1.4.1.311.3.3.1";
    private const string Countersignature = "1.2.840.113549.1.9.6";
    private const string NestedSignature = "1.3.6.1.4.1.311.2.4.1";
    private const string ContentTypeAttribute = "1.2.840.113549.1.9.3";
    private const string DigestAttribute = "1.2.840.113549.1.9.4";
    private const int TokenVersion = 3;

    private static readonly Dictionary<string, HashAlgorithmName> Digests = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    // rsaEncryption, and the same with the digest in its name, which some signers write.
    private static readonly string[] SignatureAlgorithms =
        ["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13"];

    private readonly List<PackageFault> _faults = [];
    private string? _thumbprint;
    private DateTimeOffset? _timestamp;

    /// <summary>Verifies a signature.</summary>
    public SignatureVerification Verify(ReadOnlyMemory<byte> signature)
    {
        try
        {
            Check(new SignedDataReader(AsnEncodingRules.DER).Read(signature));
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or InvalidDataException)
        {
            Require(false, $"The signature cannot be read: {e.Message}");
        }

        return new(_thumbprint, _timestamp, _faults);
    }

    private void Require(bool condition, string message)
    {
        if (!condition)
        {
            _faults.Add(new(SignatureVerification.Rule, message));
        }
    }

    private void Check(StoredSignedData data)
    {
        Require(data.Version == 1 && data.SignerVersion == 1, $"The versions are {data.Version} and {data.SignerVersion}, not 1.");
        Require(data.ContentType == IndirectData, $"The content is of type {data.ContentType}, not of Authenticode.");
        Require(
            data.DigestAlgorithms is [var only] && only == data.DigestAlgorithm,
            "The list of digest algorithms contains more than that of the signer.");
        Require(SignatureAlgorithms.Contains(data.SignatureAlgorithm), $"The signature algorithm is {data.SignatureAlgorithm}, not RSA.");
        if (!Digests.TryGetValue(data.DigestAlgorithm, out var hash))
        {
            Require(false, $"The digest algorithm is {data.DigestAlgorithm}, not of SHA-2.");
            return;
        }

        CheckContent(data, hash);
        CheckAttributes(data, hash);
        CheckSigner(data, hash);
    }

    // The SEQUENCE is the content itself. In the newer CMS, an OCTET STRING would be around it.
    private void CheckContent(StoredSignedData data, HashAlgorithmName hash)
    {
        var reader = new AsnReader(data.Content, AsnEncodingRules.DER);
        var content = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var kind = content.ReadSequence();
        var type = kind.ReadObjectIdentifier();
        Require(type == contentKind, $"The signature is of content of type {type}, not {contentKind}.");
        var digestInfo = content.ReadSequence();
        content.ThrowIfNotEmpty();
        var algorithm = digestInfo.ReadSequence().ReadObjectIdentifier();
        Require(algorithm == data.DigestAlgorithm, $"The digest of the file has the algorithm {algorithm}.");
        var digest = digestInfo.ReadOctetString();
        digestInfo.ThrowIfNotEmpty();
        Require(digest.AsSpan().SequenceEqual(digestOf(hash)), "The content of the file is not what was signed.");
    }

    private void CheckAttributes(StoredSignedData data, HashAlgorithmName hash)
    {
        var attributes = data.SignedAttributes.ToLookup(attribute => attribute.Type, attribute => attribute.Values);
        Require(attributes.All(values => values.Count() == 1), "A signed attribute occurs twice.");
        var type = Single(ContentTypeAttribute)?.ReadObjectIdentifier();
        Require(type == data.ContentType, "The signed type of the content is not the content's.");
        AsnDecoder.ReadSequence(data.Content.Span, AsnEncodingRules.DER, out var start, out var length, out _);
        var digest = CryptographicOperations.HashData(hash, data.Content.Span.Slice(start, length));
        Require(
            Single(DigestAttribute)?.ReadOctetString().AsSpan().SequenceEqual(digest) == true, "The signed digest is not the content's.");

        AsnReader? Single(string wanted) =>
            attributes[wanted].FirstOrDefault() is [var value] ? new AsnReader(value, AsnEncodingRules.DER) : null;
    }

    private void CheckSigner(StoredSignedData data, HashAlgorithmName hash)
    {
        var certificates = data.Certificates.Select(encoded => X509CertificateLoader.LoadCertificate(encoded.Span)).ToList();
        try
        {
            var signer = certificates.Find(certificate => IsNamed(certificate, data.Issuer, data.SerialNumber));
            using var key = signer?.GetRSAPublicKey();
            if (signer is null || key is null)
            {
                Require(false, "The signature does not contain the signer's RSA certificate.");
                return;
            }

            _thumbprint = signer.Thumbprint;
            var digest = CryptographicOperations.HashData(hash, data.SignedAttributeBytes.Span);
            Require(
                key.VerifyHash(digest, data.Signature.Span, hash, RSASignaturePadding.Pkcs1),
                $"The signature is not by the key of '{signer.Subject}'.");
            CheckCertificates(data, certificates);
            CheckUnsignedAttributes(data, signer);
        }
        finally
        {
            certificates.ForEach(certificate => certificate.Dispose());
        }
    }

    private static bool IsNamed(X509Certificate2 certificate, ReadOnlyMemory<byte> issuer, BigInteger serial) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.Span)
        && new BigInteger(certificate.SerialNumberBytes.Span, isBigEndian: true) == serial;

    private void CheckCertificates(StoredSignedData data, List<X509Certificate2> certificates)
    {
        // The certificates of a server of the older form of timestamps are between those of the signer.
        if (!data.UnsignedAttributes.Any(attribute => attribute.Type == Countersignature))
        {
            CertificateSet.FindFaults(certificates).ToList().ForEach(fault => Require(false, fault));
        }

        Require(
            expected is null || expected.Select(certificate => certificate.Thumbprint).ToHashSet()
                .SetEquals(certificates.Select(certificate => certificate.Thumbprint)),
            "The signature does not contain the certificates of the key.");
    }

    private void CheckUnsignedAttributes(StoredSignedData data, X509Certificate2 signer)
    {
        foreach (var attribute in data.UnsignedAttributes)
        {
            var isKnown = attribute.Type is TimestampToken or Countersignature or NestedSignature && attribute.Values.Count == 1;
            Require(isKnown, $"The unsigned attribute {attribute.Type} is unknown.");
            if (isKnown && attribute.Type == TimestampToken)
            {
                CheckTimestamp(attribute.Values[0], data.Signature, signer);
            }
        }
    }

    private void CheckTimestamp(ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte> signature, X509Certificate2 signer)
    {
        if (!Rfc3161TimestampToken.TryDecode(encoded, out var token, out var length) || length != encoded.Length)
        {
            Require(false, "The timestamp cannot be read.");
            return;
        }

        var data = new SignedDataReader(AsnEncodingRules.BER).Read(encoded);
        Require(
            data.Version == TokenVersion && data.SignerVersion == 1 && data.DigestAlgorithms.Contains(data.DigestAlgorithm),
            "The versions or the digest algorithms of the timestamp are wrong.");
        Require(token.VerifySignatureForData(signature.Span, out _), "The timestamp is not of this signature, or not by its server.");
        var certificates = token.AsSignedCms().Certificates;
        CertificateSet.FindFaults([.. certificates]).ToList().ForEach(fault => Require(false, $"The timestamp: {fault}"));
        var time = token.TokenInfo.Timestamp;
        _timestamp = time;
        Require(
            time.UtcDateTime >= signer.NotBefore.ToUniversalTime() && time.UtcDateTime <= signer.NotAfter.ToUniversalTime(),
            $"The certificate '{signer.Subject}' is not valid at the time of the timestamp.");
    }
}
