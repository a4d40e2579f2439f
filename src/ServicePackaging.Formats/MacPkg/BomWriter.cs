using System.Buffers.Binary;
using System.Text;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Writes bills of materials like Apple's mkbom, including Mach-O records.</summary>
internal sealed class BomWriter
{
    private readonly BomBlocks _blocks = new(new MemoryStream());
    private readonly int _nodeLength;
    private readonly Dictionary<string, uint> _directories = new(StringComparer.Ordinal);
    private readonly List<(uint Parent, byte[] Name, uint Id, uint Record)> _paths = [];
    private readonly List<(uint Record, long Size)> _largeSizes = [];
    private readonly SortedDictionary<uint, long> _totals = new() { [0] = 0 };

    /// <summary>Creates a bill of materials without paths.</summary>
    /// <param name="nodeLength">The length of the nodes in the trees of paths and sizes, in bytes. Only tests use another length than
    /// Apple.</param>
    public BomWriter(int nodeLength = BomFormat.NodeLength) => _nodeLength = nodeLength;

    /// <summary>Adds an object. Parents must be added before their children.</summary>
    /// <param name="path">An absolute path; the root is <c>/</c>.</param>
    public void Add(string path, BomRecord record)
    {
        var slash = path.LastIndexOf('/');
        var id = (uint)_paths.Count + BomFormat.RootId;
        var (parent, name) = path == "/" ? (0, ".") : (_directories[path[..slash]], path[(slash + 1)..]);
        if (record.Mode.Type == UnixFileType.Directory)
        {
            _directories.Add(path == "/" ? "" : path, id);
        }

        var block = _blocks.Add(Encode(record));
        _paths.Add((parent, Encoding.UTF8.GetBytes(name), id, block));
        if (record.Size >= BomFormat.FirstLargeSize)
        {
            _largeSizes.Add((block, record.Size));
        }

        Count(record);
    }

    /// <summary>Completes the bill of materials.</summary>
    /// <returns>The bytes of the bill of materials.</returns>
    public ReadOnlyMemory<byte> Finish()
    {
        _paths.Sort((a, b) => a.Parent != b.Parent ? a.Parent.CompareTo(b.Parent) : a.Name.AsSpan().SequenceCompareTo(b.Name));
        var paths = BomTreeWriter.Write(_blocks, [.. _paths.Select(AddPath)], _nodeLength);
        var hardLinks = BomTreeWriter.Write(_blocks, []);
        var virtualIndex = AddVirtualIndex();
        var sizes = BomTreeWriter.Write(_blocks, [.. _largeSizes.Select(AddSize)], _nodeLength);
        uint[] variables = [AddInfo(), paths, hardLinks, virtualIndex, sizes];
        return _blocks.Finish([.. BomFormat.Variables.Zip(variables)]);
    }

    private void Count(BomRecord record)
    {
        if (record.Mode.Type != UnixFileType.Directory && record.Slices.Count == 0)
        {
            _totals[0] += record.Size;
        }

        foreach (var slice in record.Slices)
        {
            _totals[slice.CpuType] = _totals.GetValueOrDefault(slice.CpuType) + slice.Length;
        }
    }

    private (uint Value, uint Key) AddPath((uint Parent, byte[] Name, uint Id, uint Record) path)
    {
        Span<byte> value = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(value, path.Id);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], path.Record);
        return (_blocks.Add(value), _blocks.Add([.. BomFormat.Bytes(path.Parent), .. path.Name, 0]));
    }

    private (uint Value, uint Key) AddSize((uint Record, long Size) large)
    {
        Span<byte> size = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(size, large.Size);
        return (_blocks.Add(size), _blocks.Add(BomFormat.Bytes(large.Record)));
    }

    private uint AddVirtualIndex()
    {
        var tree = BomTreeWriter.Write(_blocks, [], BomFormat.VirtualIndexNodeLength);
        Span<byte> index = stackalloc byte[BomFormat.VirtualIndexLength];
        index.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(index, BomFormat.Version);
        BinaryPrimitives.WriteUInt32BigEndian(index[4..], tree);
        return _blocks.Add(index);
    }

    private uint AddInfo()
    {
        var info = new byte[BomFormat.InfoHeaderLength + (_totals.Count * BomFormat.TotalLength)];
        BinaryPrimitives.WriteUInt32BigEndian(info, BomFormat.Version);
        BinaryPrimitives.WriteUInt32BigEndian(info.AsSpan(4), (uint)_paths.Count + 1);
        BinaryPrimitives.WriteUInt32BigEndian(info.AsSpan(8), (uint)_totals.Count);
        var total = info.AsSpan(BomFormat.InfoHeaderLength);
        foreach (var (cpuType, bytes) in _totals)
        {
            BinaryPrimitives.WriteUInt32BigEndian(total, cpuType);
            BinaryPrimitives.WriteUInt32BigEndian(total[8..], (uint)Math.Min(bytes, uint.MaxValue));
            total = total[BomFormat.TotalLength..];
        }

        return _blocks.Add(info);
    }

    private static byte[] Encode(BomRecord record)
    {
        var (kind, tail) = record.Mode.Type switch
        {
            UnixFileType.Directory => (BomFormat.Directory, new byte[sizeof(uint)]),
            UnixFileType.SymbolicLink => (BomFormat.SymbolicLink, EncodeTarget(record.LinkTarget)),
            _ => (BomFormat.File, record.Slices.Count == 0 ? new byte[BomFormat.RecordTailLength] : EncodeSlices(record.Slices)),
        };
        var bytes = new byte[BomFormat.RecordHeaderLength + tail.Length];
        var fields = bytes.AsSpan();
        fields[0] = kind;
        fields[1] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(fields[2..], ArchitectureOf(record));
        BinaryPrimitives.WriteUInt16BigEndian(fields[4..], (ushort)record.Mode.ToBits());
        BinaryPrimitives.WriteUInt32BigEndian(fields[6..], record.UserId);
        BinaryPrimitives.WriteUInt32BigEndian(fields[10..], record.GroupId);
        BinaryPrimitives.WriteUInt32BigEndian(fields[14..], record.Time);
        BinaryPrimitives.WriteUInt32BigEndian(fields[18..], unchecked((uint)record.Size));
        fields[22] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(fields[23..], record.Checksum);
        tail.CopyTo(fields[BomFormat.RecordHeaderLength..]);
        return bytes;
    }

    private static ushort ArchitectureOf(BomRecord record) => record switch
    {
        { Slices.Count: 0 } => BomFormat.PlainArchitecture,
        { IsUniversal: true } => BomFormat.UniversalArchitecture,
        _ => BomFormat.ThinArchitecture,
    };

    private static byte[] EncodeTarget(string target)
    {
        var text = Encoding.UTF8.GetBytes(target + '\0');
        return [.. BomFormat.Bytes((uint)text.Length), .. text, .. new byte[BomFormat.RecordTailLength]];
    }

    private static byte[] EncodeSlices(IReadOnlyList<BomSlice> slices) =>
    [
        1,
        .. BomFormat.Bytes((uint)slices.Count),
        .. slices.SelectMany(slice => new[] { slice.CpuType, slice.CpuSubtype, slice.Length, slice.Checksum }).SelectMany(BomFormat.Bytes),
        .. new byte[BomFormat.RecordTailLength],
    ];
}
