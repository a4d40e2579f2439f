using System.Buffers.Binary;

namespace ServicePackaging.Signing.MachO;

/// <summary>The numbers of code signatures (kern/cs_blobs.h of Apple's xnu). All are big-endian.</summary>
internal static class CodeSignature
{
    public const uint EmbeddedSignatureMagic = 0xFADE0CC0;
    public const uint CodeDirectoryMagic = 0xFADE0C02;
    public const uint RequirementMagic = 0xFADE0C00;
    public const uint RequirementsMagic = 0xFADE0C01;
    public const uint EntitlementsMagic = 0xFADE7171;
    public const uint EntitlementsDerMagic = 0xFADE7172;
    public const uint WrapperMagic = 0xFADE0B01;

    public const uint CodeDirectorySlot = 0;
    public const uint RequirementsSlot = 2;
    public const uint EntitlementsSlot = 5;
    public const uint EntitlementsDerSlot = 7;
    public const uint CmsSlot = 0x10000;

    // The magic and the length before each blob; the number of blobs in the outermost one; the slot and the offset of each.
    public const int BlobHeaderLength = 8;
    public const int SuperBlobHeaderLength = 12;
    public const int IndexLength = 8;

    public const uint AdHocFlag = 0x2;
    public const uint HardenedRuntimeFlag = 0x10000;

    public const int PageShift = 12;
    public const int PageLength = 1 << PageShift;
    public const int HashLength = 32;
    public const int CdHashLength = 20;

    /// <summary>Returns a blob with a content.</summary>
    public static byte[] Blob(uint magic, ReadOnlySpan<byte> content)
    {
        var blob = new byte[BlobHeaderLength + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(blob, magic);
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(sizeof(uint)), (uint)blob.Length);
        content.CopyTo(blob.AsSpan(BlobHeaderLength));
        return blob;
    }

    /// <summary>Returns the blob that contains all blobs of a signature, in the order of their slots.</summary>
    public static byte[] Join(IReadOnlyList<(uint Slot, byte[] Blob)> blobs)
    {
        var start = SuperBlobHeaderLength + (blobs.Count * IndexLength);
        var joined = new byte[start + blobs.Sum(blob => blob.Blob.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(joined, EmbeddedSignatureMagic);
        BinaryPrimitives.WriteUInt32BigEndian(joined.AsSpan(4), (uint)joined.Length);
        BinaryPrimitives.WriteUInt32BigEndian(joined.AsSpan(8), (uint)blobs.Count);
        for (var (i, offset) = (0, start); i < blobs.Count; i++)
        {
            var index = joined.AsSpan(SuperBlobHeaderLength + (i * IndexLength));
            BinaryPrimitives.WriteUInt32BigEndian(index, blobs[i].Slot);
            BinaryPrimitives.WriteUInt32BigEndian(index[4..], (uint)offset);
            blobs[i].Blob.CopyTo(joined, offset);
            offset += blobs[i].Blob.Length;
        }

        return joined;
    }
}
