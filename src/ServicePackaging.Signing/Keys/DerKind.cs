using System.Formats.Asn1;
using System.Numerics;

namespace ServicePackaging.Signing.Keys;

/// <summary>What a binary file with a key or a certificate is, by its first elements.</summary>
internal enum DerKind
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>A PFX, also named PKCS #12 (RFC 7292): a sequence with version 3.</summary>
    Pfx,

    /// <summary>A private key in PKCS #8 or PKCS #1: a sequence with version 0 or 1.</summary>
    PrivateKey,

    /// <summary>An encrypted private key in PKCS #8, or a public key: a sequence that starts with an algorithm.</summary>
    KeyInfo,

    /// <summary>A certificate (RFC 5280).</summary>
    Certificate,

    /// <summary>A list of certificates in PKCS #7.</summary>
    CertificateList,
}

/// <summary>Recognizes binary files with keys and certificates.</summary>
internal static class DerContent
{
    public static DerKind Detect(byte[] content)
    {
        try
        {
            // Windows writes the outer elements of a PFX in BER.
            var sequence = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
            var tag = sequence.PeekTag();
            return tag == Asn1Tag.Integer ? DetectVersion(sequence.ReadInteger())
                : tag == Asn1Tag.ObjectIdentifier ? DerKind.CertificateList
                : tag != Asn1Tag.Sequence ? DerKind.Unknown
                : sequence.ReadSequence().PeekTag() == Asn1Tag.ObjectIdentifier ? DerKind.KeyInfo : DerKind.Certificate;
        }
        catch (AsnContentException)
        {
            return DerKind.Unknown;
        }
    }

    private static DerKind DetectVersion(BigInteger version) =>
        version == 3 ? DerKind.Pfx : version == 0 || version == 1 ? DerKind.PrivateKey : DerKind.Unknown;
}
