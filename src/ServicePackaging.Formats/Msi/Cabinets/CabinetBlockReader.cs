using System.Buffers.Binary;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>Reads the blocks of a folder one by one, and tells what their checksums are worth.</summary>
/// <param name="cabinet">A seekable stream.</param>
/// <param name="folder">Which folder.</param>
/// <param name="reservedLength">The bytes that stand reserved behind each block's header.</param>
internal sealed class CabinetBlockReader(Stream cabinet, CabinetFolder folder, int reservedLength)
{
    private readonly byte[] _header = new byte[CabinetFormat.Block.Length + reservedLength];
    private readonly byte[] _packed = new byte[CabinetFormat.MaxPackedLength];
    private readonly MsZipDecoder _decoder = new();
    private uint _checksum;
    private int _packedLength;

    /// <summary>How many blocks were read.</summary>
    public int Count { get; private set; }

    /// <summary>Where in the cabinet the next block starts.</summary>
    public long Offset { get; private set; } = folder.DataOffset;

    /// <summary>The bytes that the block says it unpacks to.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the block says that it has no checksum.</summary>
    public bool HasNoChecksum => _checksum == 0;

    /// <summary>Whether the block has the checksum that it says.</summary>
    public bool IsChecksumRight =>
        _checksum == Checksum(_packed.AsSpan(0, _packedLength), Checksum(_header.AsSpan(CabinetFormat.Block.PackedLength), 0));

    /// <summary>Reads the next block, packed.</summary>
    /// <returns>False when the folder has no more.</returns>
    /// <exception cref="InvalidDataException">The cabinet ends, or the block's lengths are impossible.</exception>
    public bool Read()
    {
        if (Count == folder.BlockCount)
        {
            return false;
        }

        cabinet.Position = Math.Min(Offset, cabinet.Length);
        Fill(_header);
        _checksum = BinaryPrimitives.ReadUInt32LittleEndian(_header);
        _packedLength = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(CabinetFormat.Block.PackedLength));
        Length = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(CabinetFormat.Block.UnpackedLength));
        var isCopy = folder.Compression == CabinetCompression.None;
        if (Length is 0 or > CabinetFormat.BlockLength || _packedLength > _packed.Length || (isCopy && _packedLength != Length))
        {
            throw new InvalidDataException(
                $"Block {Count} of folder {folder.Index} of the cabinet says that it unpacks {_packedLength} bytes to {Length}.");
        }

        Fill(_packed.AsSpan(0, _packedLength));
        Offset += _header.Length + _packedLength;
        Count++;
        return true;
    }

    /// <summary>Unpacks the block that was read: once, before the next is read.</summary>
    /// <returns>The bytes, until the next call.</returns>
    /// <exception cref="InvalidDataException">It does not unpack to what it says, or is packed in a way that is not read here.</exception>
    public ReadOnlySpan<byte> Unpack() => folder.Compression switch
    {
        CabinetCompression.None => _packed.AsSpan(0, _packedLength),
        CabinetCompression.MsZip => _decoder.Decode(_packed.AsSpan(0, _packedLength), Length),
        _ => throw new InvalidDataException(
            $"Folder {folder.Index} of the cabinet is packed in the way {folder.Compression}, which is not read here: none and MSZIP are."),
    };

    private void Fill(Span<byte> bytes)
    {
        if (cabinet.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException($"The cabinet ends within block {Count} of folder {folder.Index}.");
        }
    }

    // [MS-CAB], checksum method, byte by byte: a byte's place is its offset modulo 4; those behind the last four are in the opposite order.
    private static uint Checksum(ReadOnlySpan<byte> bytes, uint seed)
    {
        var whole = bytes.Length & ~3;
        for (var i = 0; i < bytes.Length; i++)
        {
            var place = i < whole ? i & 3 : bytes.Length - 1 - i;
            seed ^= (uint)bytes[i] << (8 * place);
        }

        return seed;
    }
}
