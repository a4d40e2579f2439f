using System.Buffers.Binary;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>One block of a folder on its way: filled with bytes, then packed, header and all.</summary>
internal sealed class CabinetBlock
{
    // Three bits say that a deflate block is stored; the next 32, from the byte boundary on, how long it is (RFC 1951 section 3.2.4).
    private const int StoredHeaderLength = 5;
    private const byte FinalStored = 1;

    // Not cleared: what is not filled is not read.
    private readonly byte[] _window = GC.AllocateUninitializedArray<byte>(CabinetFormat.HistoryLength + CabinetFormat.BlockLength);
    private readonly byte[] _packed = GC.AllocateUninitializedArray<byte>(
        CabinetFormat.Block.Length + CabinetFormat.BlockSignature.Length + DeflateEncoder.MaxEncodedLength(CabinetFormat.BlockLength));

    private int _historyLength;
    private int _packedLength;

    /// <summary>The bytes filled.</summary>
    public int Length { get; private set; }

    /// <summary>Where the next bytes go.</summary>
    public Span<byte> Free => _window.AsSpan(CabinetFormat.HistoryLength + Length);

    /// <summary>What the cabinet gets: the block's header and the packed bytes.</summary>
    public ReadOnlySpan<byte> Packed => _packed.AsSpan(0, _packedLength);

    private ReadOnlySpan<byte> Content => _window.AsSpan(CabinetFormat.HistoryLength, Length);

    /// <summary>Takes bytes into what is free.</summary>
    public void Add(int count) => Length += count;

    /// <summary>Empties the block to follow a full one, or to be its folder's first.</summary>
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

        // An encoder may find several blocks where none helps; the format leaves them no room.
        Finish(CabinetFormat.BlockSignature.Length + (length <= Length + StoredHeaderLength ? length : Store(deflated)));
    }

    /// <summary>Takes the bytes as they are.</summary>
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

    // [MS-CAB], checksum method: the exclusive or of 32 bits at a time, the rest at the end with its first byte the highest.
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
