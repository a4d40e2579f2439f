using System.Buffers.Binary;
using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Writes the entries of a directory ([MS-CFB] 2.6), starting with the root.</summary>
internal sealed class DirectoryWriter(Stream output)
{
    private readonly byte[] _entry = new byte[DirectoryEntryLength];
    private int _count;

    /// <summary>Writes the root's entry, which refers to the mini stream.</summary>
    public void WriteRoot(Guid classId, uint child, uint miniStreamStart, uint miniStreamLength)
    {
        Start(RootName, CompoundFileEntryKind.Root, new(NoEntry, NoEntry, CompoundFileColor.Black), child);
        classId.TryWriteBytes(_entry.AsSpan(Entry.ClassId));
        Finish(miniStreamStart, miniStreamLength);
    }

    /// <summary>Writes a stream's entry.</summary>
    public void WriteStream(string name, DirectoryNode node, uint start, uint length)
    {
        Start(name, CompoundFileEntryKind.Stream, node, NoEntry);
        Finish(start, length);
    }

    /// <summary>Fills the last sector with unused entries.</summary>
    public void Complete()
    {
        _entry.AsSpan().Clear();
        PutRelatives(new(NoEntry, NoEntry, default), NoEntry);
        while (_count % (SectorLength / DirectoryEntryLength) != 0)
        {
            Write();
        }
    }

    private void Start(string name, CompoundFileEntryKind kind, DirectoryNode node, uint child)
    {
        _entry.AsSpan().Clear();
        for (var i = 0; i < name.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_entry.AsSpan(i * sizeof(char)), name[i]);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_entry.AsSpan(Entry.NameLength), (ushort)((name.Length + 1) * sizeof(char)));
        _entry[Entry.Kind] = (byte)kind;
        PutRelatives(node, child);
    }

    private void PutRelatives(DirectoryNode node, uint child)
    {
        _entry[Entry.Color] = (byte)node.Color;
        Put(Entry.Left, node.Left);
        Put(Entry.Right, node.Right);
        Put(Entry.Child, child);
    }

    private void Finish(uint start, uint length)
    {
        Put(Entry.StartSector, start);
        Put(Entry.StreamLength, length);
        Write();
    }

    private void Put(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_entry.AsSpan(offset), value);

    private void Write()
    {
        output.Write(_entry);
        _count++;
    }
}
