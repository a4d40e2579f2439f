using System.Buffers.Binary;
using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Writes tables of sector numbers: FAT, mini FAT and DIFAT.</summary>
internal sealed class SectorTableWriter(Stream output)
{
    private readonly byte[] _buffer = new byte[SectorLength * 32];
    private int _used;
    private uint _index;

    /// <summary>Adds the chain of a run that starts at the sector with the number of the next table entry.</summary>
    public void AddChain(uint count)
    {
        for (var i = 1u; i < count; i++)
        {
            Add(_index + 1);
        }

        if (count > 0)
        {
            Add(Sector.EndOfChain);
        }
    }

    /// <summary>Adds a value several times.</summary>
    public void AddRepeated(uint value, uint count)
    {
        for (var i = 0u; i < count; i++)
        {
            Add(value);
        }
    }

    /// <summary>Adds a value.</summary>
    public void Add(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_used), value);
        _used += sizeof(uint);
        _index++;
        if (_used == _buffer.Length)
        {
            Flush();
        }
    }

    /// <summary>Fills the last sector with free entries and writes the rest.</summary>
    public void Complete()
    {
        while (_used % SectorLength != 0)
        {
            Add(Sector.Free);
        }

        Flush();
    }

    private void Flush()
    {
        output.Write(_buffer, 0, _used);
        _used = 0;
    }
}
