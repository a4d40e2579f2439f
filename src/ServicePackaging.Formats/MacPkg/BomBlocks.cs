using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The numbered blocks of a bill of materials that is being written.</summary>
internal sealed class BomBlocks
{
    private readonly MemoryStream _bytes;
    private readonly List<(uint Address, uint Length)> _index = [(0, 0)];

    /// <summary>Creates a store without blocks.</summary>
    /// <param name="output">An empty stream, to which the store is written.</param>
    public BomBlocks(MemoryStream output)
    {
        _bytes = output;
        _bytes.Write(new byte[BomFormat.HeaderLength]);
    }

    /// <summary>The number of the next block.</summary>
    public uint NextId => (uint)_index.Count;

    /// <summary>Adds a block.</summary>
    /// <returns>The number of the block, starting with 1.</returns>
    public uint Add(ReadOnlySpan<byte> block)
    {
        _index.Add(((uint)_bytes.Position, (uint)block.Length));
        _bytes.Write(block);
        return NextId - 1;
    }

    /// <summary>Completes the store with its named blocks and its index.</summary>
    /// <returns>The bytes of the store.</returns>
    public ReadOnlyMemory<byte> Finish(IReadOnlyList<(string Name, uint Block)> variables)
    {
        var variablesOffset = (uint)_bytes.Position;
        Write((uint)variables.Count);
        foreach (var (name, block) in variables)
        {
            Write(block);
            _bytes.WriteByte((byte)name.Length);
            _bytes.Write(Encoding.ASCII.GetBytes(name));
        }

        var indexOffset = (uint)_bytes.Position;
        Write((uint)_index.Count);
        foreach (var (address, length) in _index)
        {
            Write(address);
            Write(length);
        }

        _bytes.Write(new byte[BomFormat.FreeListLength]);
        WriteHeader(variablesOffset, indexOffset);
        return _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);
    }

    private void WriteHeader(uint variablesOffset, uint indexOffset)
    {
        var header = _bytes.GetBuffer().AsSpan(0, BomFormat.HeaderLength);
        BomFormat.Magic.CopyTo(header);
        Put(header, BomFormat.VersionOffset, BomFormat.Version);
        Put(header, BomFormat.BlockCountOffset, (uint)_index.Count - 1);
        Put(header, BomFormat.IndexOffsetOffset, indexOffset);
        Put(header, BomFormat.IndexLengthOffset, (uint)_bytes.Position - indexOffset);
        Put(header, BomFormat.VariablesOffsetOffset, variablesOffset);
        Put(header, BomFormat.VariablesLengthOffset, indexOffset - variablesOffset);
    }

    private void Write(uint number) => _bytes.Write(BomFormat.Bytes(number));

    private static void Put(Span<byte> header, int offset, uint number) =>
        BinaryPrimitives.WriteUInt32BigEndian(header[offset..], number);
}
