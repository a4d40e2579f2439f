using System.Buffers.Binary;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The layout of a bill of materials, as written by mkbom: a store of numbered blocks, some of which form trees. All numbers are
/// big-endian. Apple has not published the format; it is known from the bytes of Apple's packages and from bom(5).</summary>
internal static class BomFormat
{
    public const int HeaderLength = 512;
    public const uint Version = 1;
    public const int VersionOffset = 8;
    public const int BlockCountOffset = 12;
    public const int IndexOffsetOffset = 16;
    public const int IndexLengthOffset = 20;
    public const int VariablesOffsetOffset = 24;
    public const int VariablesLengthOffset = 28;

    /// <summary>The address and length of a block in the index.</summary>
    public const int IndexEntryLength = 8;

    /// <summary>The free list after the index: no entries, and the two spare entries that are always present.</summary>
    public const int FreeListLength = sizeof(uint) + (2 * IndexEntryLength);

    public const string BomInfo = "BomInfo";
    public const string Paths = "Paths";
    public const string HardLinks = "HLIndex";
    public const string VirtualIndex = "VIndex";
    public const string LargeSizes = "Size64";

    /// <summary>The named blocks, in their order.</summary>
    public static readonly IReadOnlyList<string> Variables = [BomInfo, Paths, HardLinks, VirtualIndex, LargeSizes];

    public const int TreeLength = 21;
    public const uint TreeVersion = 1;
    public const int NodeLength = 4096;
    public const int VirtualIndexNodeLength = 128;
    public const int VirtualIndexLength = 13;

    /// <summary>The header before the pairs of a node: whether it is a leaf, the number of pairs, and the next and the previous
    /// leaf.</summary>
    public const int NodeHeaderLength = 12;
    public const int PairLength = 8;

    /// <summary>An entry of BomInfo: processor, 0, bytes, 0.</summary>
    public const int TotalLength = 16;
    public const int InfoHeaderLength = 12;

    /// <summary>The root's identifier. The root has the parent 0 and the name <c>.</c>.</summary>
    public const uint RootId = 1;

    /// <summary>The fields that all records have, from the kind to the checksum.</summary>
    public const int RecordHeaderLength = 27;
    public const int RecordTailLength = 8;
    public const int SliceLength = 16;

    public const byte File = 1;
    public const byte Directory = 2;
    public const byte SymbolicLink = 3;
    public const byte Device = 4;

    public const ushort PlainArchitecture = 0x000F;
    public const ushort ThinArchitecture = 0x100F;
    public const ushort UniversalArchitecture = 0x200F;

    /// <summary>The smallest length that does not fit into a record and therefore has an entry in Size64.</summary>
    public const long FirstLargeSize = 1L << 32;

    public static ReadOnlySpan<byte> Magic => "BOMStore"u8;

    public static ReadOnlySpan<byte> TreeMagic => "tree"u8;

    /// <summary>Returns the number of pairs that fit into a node of the given length.</summary>
    public static int CapacityOf(int nodeLength) => (nodeLength - NodeHeaderLength) / PairLength;

    /// <summary>Encodes a number in four bytes.</summary>
    public static byte[] Bytes(uint number)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
