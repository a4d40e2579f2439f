using System.Buffers.Binary;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>A path of a bill of materials, as read.</summary>
/// <param name="Id">The number of the path.</param>
/// <param name="ParentId">The number of the directory that contains it; 0 for the root.</param>
/// <param name="Name">The last component; <c>.</c> for the root.</param>
/// <param name="Record">The properties of the object.</param>
internal sealed record BomPath(uint Id, uint ParentId, string Name, BomRecord Record);

/// <summary>Reads complete bills of materials.</summary>
internal sealed class BomReader
{
    private const int MaxNameLength = 1024;
    private const int MaxTargetLength = 4096;
    private const int MaxSlices = 32;
    private const ushort OldArchitecture = 3;

    private readonly BomStore _store;
    private readonly Dictionary<uint, long> _largeSizes = [];
    private readonly Dictionary<(uint Parent, string Name), BomPath> _byName = [];
    private long _textLength;

    /// <exception cref="InvalidDataException">The bytes are not a bill of materials, or it is malformed.</exception>
    public BomReader(byte[] bytes)
    {
        _store = new BomStore(bytes);
        _store.ReadTree(_store.Variable(BomFormat.HardLinks), compare: null);
        var index = _store.Variable(BomFormat.VirtualIndex);
        if (index.Length != BomFormat.VirtualIndexLength)
        {
            throw new InvalidDataException("The bill of materials has an invalid block 'VIndex'.");
        }

        _store.ReadTree(_store.Block(BomStore.Number(index, 4)), compare: null);
        ReadLargeSizes();
        var pairs = _store.ReadTree(_store.Variable(BomFormat.Paths), CompareKeys);
        var ids = new HashSet<uint>();
        foreach (var (value, key) in pairs)
        {
            var path = ReadPath(_store.Block(value), _store.Block(key));
            if (!ids.Add(path.Id) || !_byName.TryAdd((path.ParentId, path.Name), path))
            {
                throw new InvalidDataException("The bill of materials contains a path twice.");
            }
        }

        Totals = ReadInfo(_store.Variable(BomFormat.BomInfo));
    }

    /// <summary>The names of the store's blocks, in their order.</summary>
    public IReadOnlyCollection<string> Variables => _store.Variables;

    /// <summary>All paths, keyed by directory and name.</summary>
    public IReadOnlyCollection<BomPath> Paths => _byName.Values;

    /// <summary>The number of bytes of machine code for each processor; the entry for 0 counts all other bytes.</summary>
    public IReadOnlyList<(uint CpuType, uint Bytes)> Totals { get; }

    /// <summary>Finds a path by its parent's number and its name, or returns null.</summary>
    public BomPath? Find(uint parentId, string name) => _byName.GetValueOrDefault((parentId, name));

    /// <summary>Finds an absolute path, or returns null.</summary>
    public BomPath? Find(string path)
    {
        var found = Find(0, ".");
        foreach (var range in path.AsSpan(1).Split('/'))
        {
            var name = path.AsSpan(1)[range].ToString();
            found = name.Length == 0 || found is null ? found : Find(found.Id, name);
        }

        return found;
    }

    // The order that lsbom requires: by the number of the parent, then by the bytes of the name.
    private int CompareKeys(uint first, uint second)
    {
        var a = _store.Block(first);
        var b = _store.Block(second);
        var parents = BomStore.Number(a, 0).CompareTo(BomStore.Number(b, 0));
        return parents != 0 ? parents : a[sizeof(uint)..].SequenceCompareTo(b[sizeof(uint)..]);
    }

    private void ReadLargeSizes()
    {
        foreach (var (value, key) in _store.ReadTree(_store.Variable(BomFormat.LargeSizes), compare: null))
        {
            var size = _store.Block(value);
            var record = BomStore.Number(_store.Block(key), 0);
            if (size.Length != sizeof(long) || !_largeSizes.TryAdd(record, BinaryPrimitives.ReadInt64BigEndian(size)))
            {
                throw new InvalidDataException("The bill of materials has an invalid block 'Size64'.");
            }
        }
    }

    private BomPath ReadPath(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key)
    {
        if (value.Length != 2 * sizeof(uint) || key.Length is < sizeof(uint) + 2 or > MaxNameLength || key[^1] != 0)
        {
            throw new InvalidDataException("The bill of materials has an invalid path.");
        }

        var name = key[sizeof(uint)..^1];
        if (name.ContainsAny((byte)0, (byte)'/'))
        {
            throw new InvalidDataException("The bill of materials has a path that consists of more than its last component.");
        }

        var recordId = BomStore.Number(value, 4);
        var record = ReadRecord(_store.Block(recordId));
        if (_largeSizes.TryGetValue(recordId, out var size))
        {
            record = record with { Size = size };
        }

        return new BomPath(BomStore.Number(value, 0), BomStore.Number(key, 0), Text(name), record);
    }

    private BomRecord ReadRecord(ReadOnlySpan<byte> block)
    {
        if (block.Length < BomFormat.RecordHeaderLength || block[1] != 1 || block[22] != 1)
        {
            throw new InvalidDataException("The bill of materials has an invalid record.");
        }

        var record = new BomRecord
        {
            Mode = InodeMode.FromBits(BinaryPrimitives.ReadUInt16BigEndian(block[4..])),
            UserId = BomStore.Number(block, 6),
            GroupId = BomStore.Number(block, 10),
            Time = BomStore.Number(block, 14),
            Size = BomStore.Number(block, 18),
            Checksum = BomStore.Number(block, 23),
        };
        var architecture = BinaryPrimitives.ReadUInt16BigEndian(block[2..]);
        var tail = block[BomFormat.RecordHeaderLength..];
        return (block[0], record.Mode.Type) switch
        {
            (BomFormat.Directory, UnixFileType.Directory) when tail.Length == sizeof(uint) => record,
            (BomFormat.SymbolicLink, UnixFileType.SymbolicLink) => record with { LinkTarget = ReadTarget(tail) },
            (BomFormat.File, UnixFileType.RegularFile) when architecture is BomFormat.PlainArchitecture or OldArchitecture
                && tail.Length == BomFormat.RecordTailLength => record,
            (BomFormat.File, UnixFileType.RegularFile) when architecture is BomFormat.ThinArchitecture or BomFormat.UniversalArchitecture =>
                record with { Slices = ReadSlices(tail), IsUniversal = architecture == BomFormat.UniversalArchitecture },
            _ => throw new InvalidDataException("The bill of materials has a record whose kind, mode and length are inconsistent."),
        };
    }

    private string ReadTarget(ReadOnlySpan<byte> tail)
    {
        var length = BomStore.Number(tail, 0);
        return length is > 1 and <= MaxTargetLength && tail.Length == sizeof(uint) + length + BomFormat.RecordTailLength
            && tail[(int)(sizeof(uint) + length - 1)] == 0
            ? Text(tail.Slice(sizeof(uint), (int)length - 1))
            : throw new InvalidDataException("The bill of materials has a link without a target.");
    }

    private static List<BomSlice> ReadSlices(ReadOnlySpan<byte> tail)
    {
        var count = tail.Length > 1 ? BomStore.Number(tail, 1) : 0;
        if (count is 0 or > MaxSlices || tail[0] != 1
            || tail.Length != 1 + sizeof(uint) + (count * BomFormat.SliceLength) + BomFormat.RecordTailLength)
        {
            throw new InvalidDataException("The bill of materials has a record of machine code without its architectures.");
        }

        var slices = new List<BomSlice>((int)count);
        for (var i = 0; i < count; i++)
        {
            var slice = tail.Slice(1 + sizeof(uint) + (i * BomFormat.SliceLength), BomFormat.SliceLength);
            slices.Add(new BomSlice(
                BomStore.Number(slice, 0), BomStore.Number(slice, 4), BomStore.Number(slice, 8), BomStore.Number(slice, 12)));
        }

        return slices;
    }

    private List<(uint CpuType, uint Bytes)> ReadInfo(ReadOnlySpan<byte> info)
    {
        var count = BomStore.Number(info, 8);
        if (BomStore.Number(info, 0) != BomFormat.Version
            || BomStore.Number(info, 4) != _byName.Count + 1
            || info.Length - BomFormat.InfoHeaderLength != count * (long)BomFormat.TotalLength)
        {
            throw new InvalidDataException("The bill of materials has a block 'BomInfo' that does not count its paths.");
        }

        var totals = new List<(uint, uint)>();
        for (var rest = info[BomFormat.InfoHeaderLength..]; !rest.IsEmpty; rest = rest[BomFormat.TotalLength..])
        {
            totals.Add((BomStore.Number(rest, 0), BomStore.Number(rest, 8)));
        }

        return totals;
    }

    // Blocks may overlap, so a few bytes could produce many names. In valid files, the names never exceed the length of the file.
    private string Text(ReadOnlySpan<byte> text)
    {
        _textLength += text.Length;
        return _textLength <= _store.Length
            ? PackageText.Decode(text)
            : throw new InvalidDataException("The bill of materials has names that are longer than the file.");
    }
}
