using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using ServicePackaging.Signing.Keys;
using static ServicePackaging.Signing.Authenticode.AuthenticodeOids;

namespace ServicePackaging.Signing.Authenticode;

/// <summary>
/// Writes the signature over an <see cref="SpcContent"/>: a SignedData of PKCS #7 version 1. The SignedCms of .NET writes the CMS of
/// RFC 5652 instead, with the content in an OCTET STRING, which tools of Windows do not accept. There is no signing time, because it would
/// change the bytes at each run: the timestamp has the time.
/// </summary>
internal static class AuthenticodeSignature
{
    /// <summary>The largest signature in bytes that is taken over from a file which a tool has signed.</summary>
    public const int MaxLength = 1 << 20;

    private const int Version = 1;

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1);

    /// <summary>Signs a content.</summary>
    /// <param name="content">The content, from <see cref="SpcContent"/>.</param>
    /// <param name="key">The key and its certificates, all of which become part of the signature.</param>
    /// <param name="options">Name, address and timestamp.</param>
    /// <param name="cancellationToken">Cancels the request for a timestamp.</param>
    /// <returns>The signature in DER.</returns>
    /// <exception cref="SigningException">The key gave no signature, or there is no timestamp.</exception>
    public static byte[] Create(
        ReadOnlyMemory<byte> content, CertificateKey key, AuthenticodeOptions options, CancellationToken cancellationToken)
    {
        var attributes = WriteSignedAttributes(content, options);

        // The attributes are signed with the tag of a SET, and stored with another one (RFC 5652, 5.4).
        var signature = key.Key.SignHash(SHA256.HashData(attributes), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var token = options.Timestamps?.Request(signature, cancellationToken);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
            {
                WriteSignedData(writer, content, key);
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    WriteSigner(writer, key, attributes, signature);
                    WriteTimestamp(writer, token);
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteSignedData(AsnWriter writer, ReadOnlyMemory<byte> content, CertificateKey key)
    {
        writer.WriteInteger(Version);
        using (writer.PushSetOf())
        {
            SpcContent.WriteAlgorithm(writer, Sha256);
        }

        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SpcIndirectData);
            using (writer.PushSequence(Tag0))
            {
                writer.WriteEncodedValue(content.Span);
            }
        }

        // A set, which the writer sorts: the order in the key's file does not change the bytes.
        using (writer.PushSetOf(Tag0))
        {
            foreach (var certificate in key.Certificates)
            {
                writer.WriteEncodedValue(certificate.RawDataMemory.Span);
            }
        }
    }

    private static void WriteSigner(AsnWriter writer, CertificateKey key, byte[] attributes, byte[] signature)
    {
        writer.WriteInteger(Version);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(key.Certificate.IssuerName.RawData);
            writer.WriteInteger(key.Certificate.SerialNumberBytes.Span);
        }

        SpcContent.WriteAlgorithm(writer, Sha256);
        var stored = attributes.ToArray();
        stored[0] = 0xA0; // [0] IMPLICIT, constructed
        writer.WriteEncodedValue(stored);
        SpcContent.WriteAlgorithm(writer, RsaEncryption);
        writer.WriteOctetString(signature);
    }

    private static void WriteTimestamp(AsnWriter writer, byte[]? token)
    {
        if (token is not null)
        {
            using (writer.PushSetOf(Tag1))
            {
                WriteAttribute(writer, TimestampToken, () => writer.WriteEncodedValue(token));
            }
        }
    }

    private static byte[] WriteSignedAttributes(ReadOnlyMemory<byte> content, AuthenticodeOptions options)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, ContentType, () => writer.WriteObjectIdentifier(SpcIndirectData));
            WriteAttribute(writer, MessageDigest, () => writer.WriteOctetString(DigestOf(content)));
            WriteAttribute(writer, SpcStatementType, () =>
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(SpcIndividualPurpose);
                }
            });
            WriteAttribute(writer, SpcOpusInfo, () => WriteOpusInfo(writer, options));
        }

        return writer.Encode();
    }

    // PKCS #7 digests the content without its tag and length (RFC 2315, 9.3).
    private static byte[] DigestOf(ReadOnlyMemory<byte> content)
    {
        AsnDecoder.ReadSequence(content.Span, AsnEncodingRules.DER, out var start, out var length, out _);
        return SHA256.HashData(content.Span.Slice(start, length));
    }

    private static void WriteAttribute(AsnWriter writer, string type, Action writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSetOf())
            {
                writeValue();
            }
        }
    }

    private static void WriteOpusInfo(AsnWriter writer, AuthenticodeOptions options)
    {
        using (writer.PushSequence())
        {
            if (options.Name is { Length: > 0 } name)
            {
                using (writer.PushSequence(Tag0))
                {
                    writer.WriteCharacterString(UniversalTagNumber.BMPString, WithoutSurrogates(name), Tag0);
                }
            }

            if (options.Url is { } url)
            {
                using (writer.PushSequence(Tag1))
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, AsciiOf(url), Tag0);
                }
            }
        }
    }

    // A BMPString has no characters outside the basic plane.
    private static string WithoutSurrogates(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? rune.ToString() : "\uFFFD"));

    private static string AsciiOf(Uri url) =>
        url.IsAbsoluteUri && url.Host.Length > 0
            ? new UriBuilder(url) { Host = new IdnMapping().GetAscii(url.Host) }.Uri.AbsoluteUri
            : Uri.EscapeDataString(url.OriginalString);
}
