using System.Buffers.Binary;
using System.IO.Compression;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>Unpacks the MSZIP blocks of a folder, in order.</summary>
/// <remarks>A block refers back to the bytes before it, but the runtime's decoder does not support preset dictionaries. It does support a
/// deflate stream that starts with those bytes as a stored block (RFC 1951 section 3.2.4), followed by the block, because a stored block
/// ends on a byte boundary.</remarks>
internal sealed class MsZipDecoder
{
    private const int StoredHeaderLength = 5;

    private readonly byte[] _input = new byte[StoredHeaderLength + CabinetFormat.HistoryLength + CabinetFormat.MaxPackedLength];
    private readonly byte[] _output = new byte[CabinetFormat.HistoryLength + CabinetFormat.BlockLength];
    private int _historyLength;

    /// <summary>Unpacks the next block.</summary>
    /// <param name="packed">The block with its signature, at most 32,780 bytes.</param>
    /// <param name="length">The declared unpacked length, at most 32,768.</param>
    /// <returns>The bytes, which are valid until the next call.</returns>
    /// <exception cref="InvalidDataException">It is not a valid block.</exception>
    public ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> packed, int length)
    {
        if (!packed.StartsWith(CabinetFormat.BlockSignature))
        {
            throw new InvalidDataException("A block of the cabinet does not have the signature of MSZIP.");
        }

        // The last call left the history before the position of the block, at the end of the first part of the output.
        var history = _output.AsSpan(CabinetFormat.HistoryLength - _historyLength, _historyLength);
        using var deflated = new MemoryStream(_input, 0, Join(history, packed[CabinetFormat.BlockSignature.Length..]));
        using var decoder = new DeflateStream(deflated, CompressionMode.Decompress);
        var expected = _output.AsSpan(CabinetFormat.HistoryLength - _historyLength, _historyLength + length);
        if (decoder.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false) < expected.Length || decoder.ReadByte() >= 0)
        {
            throw new InvalidDataException($"A block of the cabinet does not unpack to its declared length of {length} bytes.");
        }

        return Keep(length);
    }

    private int Join(ReadOnlySpan<byte> history, ReadOnlySpan<byte> deflated)
    {
        _input[0] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(_input.AsSpan(1), (ushort)history.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(_input.AsSpan(3), (ushort)~history.Length);
        history.CopyTo(_input.AsSpan(StoredHeaderLength));
        deflated.CopyTo(_input.AsSpan(StoredHeaderLength + history.Length));
        return StoredHeaderLength + history.Length + deflated.Length;
    }

    // The last 32 KiB of the unpacked data are the next block's history. The block itself remains after them until it is overwritten.
    private Span<byte> Keep(int length)
    {
        _historyLength = Math.Min(_historyLength + length, CabinetFormat.HistoryLength);
        var end = CabinetFormat.HistoryLength + length;
        _output.AsSpan(end - _historyLength, _historyLength).CopyTo(_output.AsSpan(CabinetFormat.HistoryLength - _historyLength));
        return _output.AsSpan(CabinetFormat.HistoryLength - length, length);
    }
}
