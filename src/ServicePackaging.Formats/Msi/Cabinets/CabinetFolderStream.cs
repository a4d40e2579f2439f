using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>The unpacked bytes of a folder, verified with its checksums.</summary>
internal sealed class CabinetFolderStream(CabinetBlockReader blocks) : ReadOnlyStream
{
    private readonly byte[] _block = new byte[CabinetFormat.BlockLength];
    private int _start;
    private int _end;

    /// <summary>The number of bytes read so far.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads from one block at a time.</summary>
    /// <exception cref="InvalidDataException">A block cannot be unpacked, or has a wrong checksum.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_start == _end && !Next()))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _block.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        Offset += count;
        return count;
    }

    private bool Next()
    {
        if (!blocks.Read())
        {
            return false;
        }

        if (!blocks.HasNoChecksum && !blocks.IsChecksumRight)
        {
            throw new InvalidDataException($"The block before offset {blocks.Offset} of the cabinet has a wrong checksum.");
        }

        blocks.Unpack().CopyTo(_block);
        (_start, _end) = (0, blocks.Length);
        return true;
    }
}
