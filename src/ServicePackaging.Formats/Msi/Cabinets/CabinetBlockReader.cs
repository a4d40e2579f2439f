using System.Buffers.Binary;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>Reads the blocks of a folder one by one, and verifies their checksums.</summary>
/// <param name="cabinet">A seekable stream.</param>
/// <param name="folder">The folder to read.</param>
/// <param name="reservedLength">The number of reserved bytes after each block's header.</param>
internal sealed class CabinetBlockReader(Stream cabinet, CabinetFolder folder, int reservedLength)
{
    private readonly byte[] _header = new byte[CabinetFormat.Block.Length + reservedLength];
    private readonly byte[] _packed = new byte[CabinetFormat.MaxPackedLength];
    private readonly MsZipDecoder _decoder = new();
    private uint _checksum;
    private int _packedLength;

    /// <summary>The number of blocks that have been read.</summary>
    public int Count { get; private set; }

    /// <summary>The position of the next block in the cabinet.</summary>
    public long Offset { get; private set; } = folder.DataOffset;

    /// <summary>The number of unpacked bytes that the block declares.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the block declares that it has no checksum.</summary>
    public bool HasNoChecksum => _checksum == 0;

    /// <summary>Whether the checksum of the block is correct.</summary>
    public bool IsChecksumRight =>
        _checksum == Checksum(_packed.AsSpan(0, _packedLength), Checksum(_header.AsSpan(CabinetFormat.Block.PackedLength), 0));

    /// <summary>Reads the next block without unpacking it.</summary>
    /// <returns>False if the folder has no more blocks.</returns>
    /// <exception cref="InvalidDataException">The cabinet is truncated, or the block's lengths are impossible.</exception>
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
                $"Block {Count} of folder {folder.Index} of the cabinet has impossible lengths: {_packedLength} bytes, unpacked {Length}.");
        }

        Fill(_packed.AsSpan(0, _packedLength));
        Offset += _header.Length + _packedLength;
        Count++;
        return true;
    }

    /// <summary>Unpacks the current block. It must be called only once per block.</summary>
    /// <returns>The bytes, which are valid until the next call.</returns>
    /// <exception cref="InvalidDataException">It does not have its declared length when unpacked, or its compression is not
    /// supported.</exception>
    public ReadOnlySpan<byte> Unpack() => folder.Compression switch
    {
        CabinetCompression.None => _packed.AsSpan(0, _packedLength),
        CabinetCompression.MsZip => _decoder.Decode(_packed.AsSpan(0, _packedLength), Length),
        _ => throw new InvalidDataException(
            $"Folder {folder.Index} of the cabinet has the compression {folder.Compression}. Only none and MSZIP are supported."),
    };

    private void Fill(Span<byte> bytes)
    {
        if (cabinet.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException($"The cabinet ends within block {Count} of folder {folder.Index}.");
        }
    }

    // [MS-CAB], checksum method, byte by byte: a byte's shift is its offset modulo 4. The bytes after the last group of four are reversed.
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
