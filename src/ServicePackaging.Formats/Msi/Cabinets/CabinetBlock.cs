using System.Buffers.Binary;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>One block of a folder while it is written: it is filled with bytes, then compressed with its header.</summary>
internal sealed class CabinetBlock
{
    // Three bits mark a deflate block as stored. After the byte boundary, 32 bits contain its length (RFC 1951 section 3.2.4).
    private const int StoredHeaderLength = 5;
    private const byte FinalStored = 1;

    // Not cleared, because bytes that have not been filled are not read.
    private readonly byte[] _window = GC.AllocateUninitializedArray<byte>(CabinetFormat.HistoryLength + CabinetFormat.BlockLength);
    private readonly byte[] _packed = GC.AllocateUninitializedArray<byte>(
        CabinetFormat.Block.Length + CabinetFormat.BlockSignature.Length + DeflateEncoder.MaxEncodedLength(CabinetFormat.BlockLength));

    private int _historyLength;
    private int _packedLength;

    /// <summary>The number of bytes in the block.</summary>
    public int Length { get; private set; }

    /// <summary>The free space for the next bytes.</summary>
    public Span<byte> Free => _window.AsSpan(CabinetFormat.HistoryLength + Length);

    /// <summary>The bytes for the cabinet: the block's header and the packed bytes.</summary>
    public ReadOnlySpan<byte> Packed => _packed.AsSpan(0, _packedLength);

    private ReadOnlySpan<byte> Content => _window.AsSpan(CabinetFormat.HistoryLength, Length);

    /// <summary>Marks bytes of the free space as used.</summary>
    public void Add(int count) => Length += count;

    /// <summary>Empties the block so that it follows a full block, or is the first one of its folder.</summary>
    public void StartAfter(CabinetBlock? previous)
    {
        previous?.Content.CopyTo(_window);
        _historyLength = previous?.Length ?? 0;
        Length = 0;
    }

    /// <summary>Packs the bytes with deflate.</summary>
    public void Compress(DeflateEncoder encoder)
    {
        var payload = _packed.AsSpan(CabinetFormat.Block.Length);
        CabinetFormat.BlockSignature.CopyTo(payload);
        var deflated = payload[CabinetFormat.BlockSignature.Length..];
        var window = _window.AsSpan((CabinetFormat.HistoryLength - _historyLength)..(CabinetFormat.HistoryLength + Length));
        var length = encoder.Encode(window, _historyLength, isFinal: true, deflated);

        // An encoder may split the data into blocks that do not help; the format leaves no room for them.
        Finish(CabinetFormat.BlockSignature.Length + (length <= Length + StoredHeaderLength ? length : Store(deflated)));
    }

    /// <summary>Packs the bytes without compression.</summary>
    public void Copy()
    {
        Content.CopyTo(_packed.AsSpan(CabinetFormat.Block.Length));
        Finish(Length);
    }

    private int Store(Span<byte> output)
    {
        output[0] = FinalStored;
        BinaryPrimitives.WriteUInt16LittleEndian(output[1..], (ushort)Length);
        BinaryPrimitives.WriteUInt16LittleEndian(output[3..], (ushort)~Length);
        Content.CopyTo(output[StoredHeaderLength..]);
        return StoredHeaderLength + Length;
    }

    private void Finish(int payloadLength)
    {
        var header = _packed.AsSpan(0, CabinetFormat.Block.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[CabinetFormat.Block.PackedLength..], (ushort)payloadLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[CabinetFormat.Block.UnpackedLength..], (ushort)Length);
        _packedLength = CabinetFormat.Block.Length + payloadLength;
        var checksum = Checksum(header[CabinetFormat.Block.PackedLength..]) ^ Checksum(Packed[CabinetFormat.Block.Length..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header, checksum);
    }

    // [MS-CAB], checksum method: the exclusive or of 32 bits at a time. In the remaining bytes, the first byte is the most significant.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = 0;
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            checksum ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        }

        uint rest = 0;
        foreach (var value in bytes)
        {
            rest = (rest << 8) | value;
        }

        return checksum ^ rest;
    }
}
