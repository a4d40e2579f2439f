using System.Formats.Asn1;
using System.Numerics;

namespace ServicePackaging.Signing.Verification;

/// <summary>An attribute of a signer.</summary>
/// <param name="Type">The object identifier.</param>
/// <param name="Values">The encoded values.</param>
internal sealed record SignerAttribute(string Type, IReadOnlyList<ReadOnlyMemory<byte>> Values);

/// <summary>A SignedData with one signer, as stored (RFC 2315, 9; RFC 5652, 5).</summary>
internal sealed record StoredSignedData
{
    public required int Version { get; init; }

    public required IReadOnlyList<string> DigestAlgorithms { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The encoded content.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    public required IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; init; }

    public required int SignerVersion { get; init; }

    /// <summary>The encoded name of the authority that issued the signer's certificate.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    public required BigInteger SerialNumber { get; init; }

    public required string DigestAlgorithm { get; init; }

    /// <summary>The signed attributes with the tag of a SET, as they are digested.</summary>
    public required ReadOnlyMemory<byte> SignedAttributeBytes { get; init; }

    public required IReadOnlyList<SignerAttribute> SignedAttributes { get; init; }

    public required string SignatureAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required IReadOnlyList<SignerAttribute> UnsignedAttributes { get; init; }
}

/// <summary>Reads a SignedData with one signer. It accepts only what it knows, so that no byte can change without being noticed.</summary>
/// <param name="rules">The encoding: DER for signatures, BER for tokens of timestamp servers.</param>
internal sealed class SignedDataReader(AsnEncodingRules rules)
{
    private const string SignedData = "1.2.840.113549.1.7.2";

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1);

    // Signers exist that do not sort their sets. The order has no meaning.
    private static readonly AsnReaderOptions Unsorted = new() { SkipSetSortOrderVerification = true };

    /// <summary>Reads a SignedData.</summary>
    /// <exception cref="AsnContentException">It is damaged, or has something unknown.</exception>
    public StoredSignedData Read(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, rules, Unsorted);
        var info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        Require(info.ReadObjectIdentifier() == SignedData, "It is not a SignedData.");
        var explicitContent = info.ReadSequence(Tag0);
        info.ThrowIfNotEmpty();
        var data = explicitContent.ReadSequence();
        explicitContent.ThrowIfNotEmpty();
        var version = ReadVersion(data);
        var digests = ReadAll(data.ReadSetOf(), ReadAlgorithm);
        var (type, content) = ReadContent(data.ReadSequence());
        var certificates = data.HasData && data.PeekTag().HasSameClassAndValue(Tag0)
            ? ReadAll(data.ReadSetOf(Tag0), reader => reader.ReadEncodedValue())
            : [];
        var signers = data.ReadSetOf();
        data.ThrowIfNotEmpty();
        var signer = signers.ReadSequence();
        signers.ThrowIfNotEmpty();
        return ReadSigner(signer, version, digests, type, content, certificates);
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new AsnContentException(message);
        }
    }

    private static int ReadVersion(AsnReader reader) =>
        reader.TryReadInt32(out var version) ? version : throw new AsnContentException("A version is no small number.");

    private static List<T> ReadAll<T>(AsnReader reader, Func<AsnReader, T> read)
    {
        var items = new List<T>();
        while (reader.HasData)
        {
            items.Add(read(reader));
        }

        return items;
    }

    // The parameters of the algorithms of RSA and SHA-2 are missing or NULL (RFC 5754).
    private static string ReadAlgorithm(AsnReader reader)
    {
        var algorithm = reader.ReadSequence();
        var identifier = algorithm.ReadObjectIdentifier();
        if (algorithm.HasData)
        {
            algorithm.ReadNull();
        }

        algorithm.ThrowIfNotEmpty();
        return identifier;
    }

    private static (string Type, ReadOnlyMemory<byte> Content) ReadContent(AsnReader reader)
    {
        var type = reader.ReadObjectIdentifier();
        var content = reader.ReadSequence(Tag0);
        reader.ThrowIfNotEmpty();
        var value = content.ReadEncodedValue();
        content.ThrowIfNotEmpty();
        return (type, value);
    }

    private static StoredSignedData ReadSigner(
        AsnReader signer, int version, List<string> digests, string type, ReadOnlyMemory<byte> content,
        List<ReadOnlyMemory<byte>> certificates)
    {
        var signerVersion = ReadVersion(signer);
        var identifier = signer.ReadSequence();
        var (issuer, serial) = (identifier.ReadEncodedValue(), identifier.ReadInteger());
        identifier.ThrowIfNotEmpty();
        var digest = ReadAlgorithm(signer);
        var attributes = signer.PeekEncodedValue();
        var signedAttributes = ReadAll(signer.ReadSetOf(Tag0), ReadAttribute);
        var algorithm = ReadAlgorithm(signer);
        var signature = signer.ReadOctetString();
        var unsigned = signer.HasData ? ReadAll(signer.ReadSetOf(Tag1), ReadAttribute) : [];
        signer.ThrowIfNotEmpty();
        return new()
        {
            Version = version,
            DigestAlgorithms = digests,
            ContentType = type,
            Content = content,
            Certificates = certificates,
            SignerVersion = signerVersion,
            Issuer = issuer,
            SerialNumber = serial,
            DigestAlgorithm = digest,
            SignedAttributeBytes = AsSet(attributes),
            SignedAttributes = signedAttributes,
            SignatureAlgorithm = algorithm,
            Signature = signature,
            UnsignedAttributes = unsigned,
        };
    }

    private static byte[] AsSet(ReadOnlyMemory<byte> attributes)
    {
        const byte Set = 0x31;
        var bytes = attributes.ToArray();
        bytes[0] = Set;
        return bytes;
    }

    private static SignerAttribute ReadAttribute(AsnReader reader)
    {
        var attribute = reader.ReadSequence();
        var type = attribute.ReadObjectIdentifier();
        var values = ReadAll(attribute.ReadSetOf(), value => value.ReadEncodedValue());
        attribute.ThrowIfNotEmpty();
        return new(type, values);
    }
}
