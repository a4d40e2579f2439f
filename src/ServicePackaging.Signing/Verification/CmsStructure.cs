using System.Formats.Asn1;

namespace ServicePackaging.Signing.Verification;

/// <summary>Checks the parts of a CMS signature that its signature does not cover, and that the runtime's class therefore ignores
/// (RFC 5652 sections 5.1 and 5.3).</summary>
internal static class CmsStructure
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";
    private static readonly Asn1Tag Constructed0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Constructed1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>Checks a signature with one signer.</summary>
    public static void Check(ReadOnlyMemory<byte> signature, SignatureFaults faults)
    {
        var content = new AsnReader(signature, AsnEncodingRules.BER).ReadSequence();
        faults.Require(content.ReadObjectIdentifier() == SignedData, "The CMS signature is not of the type SignedData.");
        var signed = content.ReadSequence(Constructed0).ReadSequence();
        content.ThrowIfNotEmpty();

        faults.Require(signed.TryReadInt32(out var version) && version == 1, "The CMS signature does not have version 1.");
        var digests = signed.ReadSetOf();
        var digest = ReadAlgorithm(digests, faults);
        digests.ThrowIfNotEmpty();
        var encapsulated = signed.ReadSequence();
        faults.Require(
            encapsulated.ReadObjectIdentifier() == Data && !encapsulated.HasData, "The CMS signature does not sign detached data.");
        signed.ReadSetOf(Constructed0);
        var signers = signed.ReadSetOf();
        signed.ThrowIfNotEmpty();
        CheckSigner(signers.ReadSequence(), digest, faults);
    }

    private static void CheckSigner(AsnReader signer, string digest, SignatureFaults faults)
    {
        faults.Require(signer.TryReadInt32(out var version) && version == 1, "The signer of the CMS signature does not have version 1.");
        signer.ReadSequence();
        faults.Require(ReadAlgorithm(signer, faults) == digest, "The digest algorithms of the CMS signature differ.");
        signer.ReadSetOf(Constructed0);
        ReadAlgorithm(signer, faults);
        signer.ReadOctetString();
        if (signer.HasData)
        {
            signer.ReadSetOf(Constructed1);
        }

        signer.ThrowIfNotEmpty();
    }

    // The parameters of SHA-2 and RSA are NULL or absent (RFC 5754).
    private static string ReadAlgorithm(AsnReader parent, SignatureFaults faults)
    {
        var algorithm = parent.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        if (algorithm.HasData)
        {
            algorithm.ReadNull();
        }

        faults.Require(!algorithm.HasData, "An algorithm of the CMS signature has unknown parameters.");
        return oid;
    }
}
