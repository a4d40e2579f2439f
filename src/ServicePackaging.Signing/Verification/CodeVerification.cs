using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace ServicePackaging.Signing.Verification;

/// <summary>Verifies the signature of one architecture.</summary>
internal sealed class CodeVerification(Stream file, SignedCode code, SignatureFaults faults, CancellationToken cancellationToken)
{
    private const uint DirectorySlot = 0;
    private const uint CmsSlot = 0x10000;
    private const uint AdHoc = 0x2;
    private const int EmptyBlobLength = 8;

    // The slots with a digest in the directory, and the magic of their blobs: requirements, entitlements in XML and in DER. Genuine
    // signatures of single files have no others.
    private static readonly Dictionary<uint, uint> Magics = new() { [2] = 0xFADE0C01, [5] = 0xFADE7171, [7] = 0xFADE7172 };

    /// <summary>Runs all checks.</summary>
    /// <returns>What the signature states; null if there is no code directory.</returns>
    public MachOSliceSignature? Run()
    {
        faults.Require(
            code.SignatureOffset + code.Signature.Length == code.Slice.Length && code.LinkEditEnd.File == (ulong)code.Slice.Length
            && code.LinkEditEnd.Memory >= code.LinkEditEnd.File,
            "The signature is not at the end of the code's last segment.");
        if (!faults.Require(code.Blobs.TryGetValue(DirectorySlot, out var blob), "The signature has no code directory."))
        {
            return null;
        }

        var directory = CodeDirectoryBlob.Read(blob);
        CheckDirectory(directory);
        CheckPages(directory);
        CheckSlots(directory);
        var entitlements = code.Blobs.TryGetValue(5, out var xml) ? Encoding.UTF8.GetString(xml.Span[EmptyBlobLength..]) : null;
        if (code.Blobs.TryGetValue(7, out var der))
        {
            faults.Require(
                entitlements is not null && EntitlementsComparison.AreEqual(entitlements, der[EmptyBlobLength..]),
                "The entitlements in XML and in DER differ.");
        }

        var cms = CheckCms(directory, blob.ToArray());
        return new MachOSliceSignature
        {
            Identifier = directory.Identifier,
            Team = directory.Team,
            Flags = directory.Flags,
            CdHash = Convert.ToHexStringLower(SHA256.HashData(blob.Span).AsSpan(0, 20)),
            Entitlements = entitlements,
            Thumbprint = cms?.Signer.Thumbprint,
            SigningTime = cms?.SigningTime,
            TimestampTime = cms?.TimestampTime,
        };
    }

    private void CheckDirectory(CodeDirectoryBlob directory)
    {
        faults.Require(directory.CodeLimit == code.SignatureOffset, "The code directory does not describe all code before the signature.");

        // Linkers and the .NET SDK state something else in ad-hoc signatures.
        faults.Require(
            (directory.Flags & AdHoc) != 0 || directory.Executable == code.Text,
            "The code directory describes another executable segment.");
        faults.Require(((directory.ExecutableFlags & 1) != 0) == code.IsProgram, "The code directory takes a program for a library.");
    }

    private void CheckPages(CodeDirectoryBlob directory)
    {
        var page = new byte[directory.PageLength];
        file.Position = code.Slice.Offset;
        var left = directory.CodeLimit;
        for (var i = 0; i < directory.PageCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = (int)Math.Min(left, page.Length);
            file.ReadExactly(page, 0, length);
            faults.Require(
                SHA256.HashData(page.AsSpan(0, length)).AsSpan().SequenceEqual(directory.Hash(i)),
                $"The page {i} of the code has changed.");
            left -= length;
        }

        faults.Require(left == 0, "The code directory does not contain all pages.");
    }

    private void CheckSlots(CodeDirectoryBlob directory)
    {
        for (var slot = 1u; slot <= directory.SpecialCount; slot++)
        {
            var hash = directory.Hash(-(int)slot);
            var isEmpty = !hash.ContainsAnyExcept((byte)0);
            var hasBlob = code.Blobs.TryGetValue(slot, out var blob);
            faults.Require(
                hasBlob ? SHA256.HashData(blob.Span).AsSpan().SequenceEqual(hash) : isEmpty,
                $"The blob of the slot {slot} does not match the code directory.");
        }

        foreach (var (slot, blob) in code.Blobs)
        {
            var isKnown = slot is DirectorySlot or CmsSlot
                || (slot <= directory.SpecialCount && Magics.TryGetValue(slot, out var magic)
                    && BinaryPrimitives.ReadUInt32BigEndian(blob.Span) == magic);
            faults.Require(isKnown, $"The signature has an unknown blob in the slot {slot:x}.");
        }
    }

    private CmsFacts? CheckCms(CodeDirectoryBlob directory, byte[] content)
    {
        var hasCms = code.Blobs.TryGetValue(CmsSlot, out var wrapper);
        faults.Require(!hasCms || BinaryPrimitives.ReadUInt32BigEndian(wrapper.Span) == 0xFADE0B01, "The CMS signature has no wrapper.");
        if ((directory.Flags & AdHoc) != 0)
        {
            faults.Require(wrapper.Length <= EmptyBlobLength, "The ad-hoc signature has a certificate.");
            return null;
        }

        if (!faults.Require(wrapper.Length > EmptyBlobLength, "The signature is not ad hoc, but has no CMS signature."))
        {
            return null;
        }

        var facts = CmsVerification.Verify(wrapper[EmptyBlobLength..].ToArray(), content, faults);
        if (facts is not null)
        {
            faults.Try("The digests in the CMS signature", () => CheckCdHashes(facts, SHA256.HashData(content)));
            var units = facts.Signer.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == "2.5.4.11")
                .Select(name => name.GetSingleElementValue());
            faults.Require(
                directory.Team is null ? !units.Any() : units.Contains(directory.Team), "The team is not that of the certificate.");
        }

        return facts;
    }

    private void CheckCdHashes(CmsFacts facts, byte[] hash)
    {
        var list = Encoding.UTF8.GetString(AsnDecoder.ReadOctetString(Value("1.2.840.113635.100.9.1"), AsnEncodingRules.DER, out _));
        var start = list.IndexOf("<data>", StringComparison.Ordinal) + "<data>".Length;
        var end = list.IndexOf("</data>", StringComparison.Ordinal);
        faults.Require(
            Convert.FromBase64String(list[start..end]).AsSpan().SequenceEqual(hash.AsSpan(0, 20))
            && list.LastIndexOf("<data>", StringComparison.Ordinal) < start,
            "The property list of the CMS signature does not have exactly the digest of the code directory.");

        var pair = new AsnReader(Value("1.2.840.113635.100.9.2"), AsnEncodingRules.DER).ReadSequence();
        faults.Require(
            pair.ReadObjectIdentifier() == "2.16.840.1.101.3.4.2.1" && pair.ReadOctetString().AsSpan().SequenceEqual(hash),
            "The CMS signature does not have the digest of the code directory.");

        byte[] Value(string oid) => facts.SignedAttributes.Cast<CryptographicAttributeObject>()
            .Single(attribute => attribute.Oid.Value == oid).Values[0].RawData;
    }
}
