using System.Formats.Asn1;

namespace ServicePackaging.Signing.Verification;

/// <summary>Checks the parts of a CMS signature that its signature does not cover, and that the runtime's class therefore ignores
/// (RFC 5652 sections 5.1 and 5.3).</summary>
internal static class CmsStructure
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";
    private const string TimestampInfo = "1.2.840.113549.1.9.16.1.4";
    private static readonly Asn1Tag Constructed0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Constructed1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>Checks a detached signature with one signer.</summary>
    public static void Check(ReadOnlyMemory<byte> signature, SignatureFaults faults) =>
        Check(signature, 1, Data, "The CMS signature", faults);

    /// <summary>Checks a timestamp token (RFC 3161 section 2.4.2). The version is 3, as the content is not data.</summary>
    public static void CheckToken(ReadOnlyMemory<byte> token, SignatureFaults faults) =>
        Check(token, 3, TimestampInfo, "The timestamp", faults);

    private static void Check(ReadOnlyMemory<byte> signature, int expectedVersion, string type, string what, SignatureFaults faults)
    {
        var content = new AsnReader(signature, AsnEncodingRules.BER).ReadSequence();
        faults.Require(content.ReadObjectIdentifier() == SignedData, $"{what} is not of the type SignedData.");
        var signed = content.ReadSequence(Constructed0).ReadSequence();
        content.ThrowIfNotEmpty();

        faults.Require(
            signed.TryReadInt32(out var version) && version == expectedVersion, $"{what} does not have version {expectedVersion}.");
        var digests = signed.ReadSetOf();
        var digest = ReadAlgorithm(digests, what, faults);
        digests.ThrowIfNotEmpty();
        var encapsulated = signed.ReadSequence();
        faults.Require(
            encapsulated.ReadObjectIdentifier() == type && encapsulated.HasData == (type != Data), $"{what} does not sign {type}.");
        signed.ReadSetOf(Constructed0);
        if (signed.PeekTag() == Constructed1)
        {
            signed.ReadSetOf(Constructed1);
        }

        var signers = signed.ReadSetOf();
        signed.ThrowIfNotEmpty();
        CheckSigner(signers.ReadSequence(), digest, what, faults);
    }

    private static void CheckSigner(AsnReader signer, string digest, string what, SignatureFaults faults)
    {
        faults.Require(
            signer.TryReadInt32(out var version) && version == 1, $"The signer of {what} does not have version 1.");
        signer.ReadSequence();
        faults.Require(ReadAlgorithm(signer, what, faults) == digest, $"The digest algorithms of {what} differ.");
        signer.ReadSetOf(Constructed0);
        ReadAlgorithm(signer, what, faults);
        signer.ReadOctetString();
        if (signer.HasData)
        {
            signer.ReadSetOf(Constructed1);
        }

        signer.ThrowIfNotEmpty();
    }

    // The parameters of SHA-2 and RSA are NULL or absent (RFC 5754).
    private static string ReadAlgorithm(AsnReader parent, string what, SignatureFaults faults)
    {
        var algorithm = parent.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        if (algorithm.HasData)
        {
            algorithm.ReadNull();
        }

        faults.Require(!algorithm.HasData, $"An algorithm of {what} has unknown parameters.");
        return oid;
    }
}
