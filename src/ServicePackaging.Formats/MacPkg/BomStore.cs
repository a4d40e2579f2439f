using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Reads the blocks and trees of a bill of materials. Any damage causes an <see cref="InvalidDataException"/>. No number in the
/// file makes the reader allocate more memory or loop longer than the length of the file allows.</summary>
internal sealed class BomStore
{
    // Each level multiplies the number of paths by about five hundred.
    private const int MaxDepth = 8;
    private const int MaxVariables = 64;

    private readonly byte[] _bytes;
    private readonly int _indexOffset;
    private readonly uint _indexCount;
    private readonly Dictionary<string, uint> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<uint> _nodes = [];

    /// <summary>Reads the header, the index and the names of blocks.</summary>
    public BomStore(byte[] bytes)
    {
        _bytes = bytes;
        if (bytes.Length < BomFormat.HeaderLength
            || !bytes.AsSpan().StartsWith(BomFormat.Magic)
            || Number(bytes, BomFormat.VersionOffset) != BomFormat.Version)
        {
            throw new InvalidDataException("Not a bill of materials: the magic 'BOMStore' is missing, or the version is not 1.");
        }

        var indexOffset = Number(bytes, BomFormat.IndexOffsetOffset);
        var index = Section(indexOffset, Number(bytes, BomFormat.IndexLengthOffset));
        _indexOffset = (int)indexOffset + sizeof(uint);
        _indexCount = Number(index, 0);
        if (_indexCount == 0 || _indexCount > (index.Length - sizeof(uint)) / BomFormat.IndexEntryLength)
        {
            throw new InvalidDataException("The bill of materials has an index that is outside the file.");
        }

        CheckBlockCount();
        ReadVariables(Section(
            Number(bytes, BomFormat.VariablesOffsetOffset), Number(bytes, BomFormat.VariablesLengthOffset)));
    }

    /// <summary>The names of blocks, in their order.</summary>
    public IReadOnlyCollection<string> Variables => _variables.Keys;

    /// <summary>The total length in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>Returns a named block.</summary>
    public ReadOnlySpan<byte> Variable(string name) => _variables.TryGetValue(name, out var block)
        ? Block(block)
        : throw new InvalidDataException($"The bill of materials has no block '{name}'.");

    /// <summary>Returns a block by its number.</summary>
    public ReadOnlySpan<byte> Block(uint id)
    {
        if (id == 0 || id >= _indexCount)
        {
            throw new InvalidDataException($"The bill of materials has no block {id}.");
        }

        var entry = _indexOffset + ((int)id * BomFormat.IndexEntryLength);
        return Section(Number(_bytes, entry), Number(_bytes, entry + sizeof(uint)));
    }

    /// <summary>Reads the pairs of a tree in order.</summary>
    /// <param name="tree">The block of the tree.</param>
    /// <param name="compare">Compares two blocks of keys; null if the order is unknown.</param>
    public IReadOnlyList<(uint Value, uint Key)> ReadTree(ReadOnlySpan<byte> tree, Comparison<uint>? compare)
    {
        if (tree.Length != BomFormat.TreeLength || !tree.StartsWith(BomFormat.TreeMagic) || Number(tree, 4) != BomFormat.TreeVersion)
        {
            throw new InvalidDataException("The bill of materials has an invalid tree.");
        }

        var walk = new Walk(compare, checked((int)Math.Min(Number(tree, 12), int.MaxValue)));
        ReadNode(walk, Number(tree, 8), MaxDepth);
        CheckChain(walk);
        return walk.Pairs.Count == Number(tree, 16)
            ? walk.Pairs
            : throw new InvalidDataException("The bill of materials has a tree with a wrong number of keys.");
    }

    /// <summary>Returns a number within a block.</summary>
    public static uint Number(ReadOnlySpan<byte> block, int offset) => block.Length - offset >= sizeof(uint)
        ? BinaryPrimitives.ReadUInt32BigEndian(block[offset..])
        : throw new InvalidDataException("The bill of materials has a block that is too short.");

    // Returns the last key below the node.
    private uint ReadNode(Walk walk, uint id, int depth)
    {
        var node = Block(id);
        if (depth == 0 || !_nodes.Add(id) || node.Length < BomFormat.NodeHeaderLength || node.Length != walk.NodeLength)
        {
            throw new InvalidDataException(
                "The bill of materials has a node that occurs twice, is too deep, or does not have the length of its tree's nodes.");
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(node[2..]);
        if (count > BomFormat.CapacityOf(node.Length))
        {
            throw new InvalidDataException("The bill of materials has a node with more keys than fit into it.");
        }

        switch (BinaryPrimitives.ReadUInt16BigEndian(node))
        {
            case 1:
                return ReadLeaf(walk, id, node, count);
            case 0:
                return ReadInterior(walk, node, count, depth);
            default:
                throw new InvalidDataException("The bill of materials has a node with an invalid leaf flag.");
        }
    }

    private uint ReadLeaf(Walk walk, uint id, ReadOnlySpan<byte> node, int count)
    {
        walk.Leaves.Add((id, Number(node, 4), Number(node, 8)));
        // Every pair has its own blocks. More pairs than blocks would mean that one leaf is reached under many numbers.
        if (walk.Pairs.Count + count > _indexCount)
        {
            throw new InvalidDataException("The bill of materials has a tree with more keys than blocks.");
        }

        for (var i = 0; i < count; i++)
        {
            var pair = node.Slice(BomFormat.NodeHeaderLength + (i * BomFormat.PairLength), BomFormat.PairLength);
            var key = Number(pair, 4);
            if (walk.Pairs.Count > 0 && walk.Compare?.Invoke(walk.Pairs[^1].Key, key) >= 0)
            {
                throw new InvalidDataException("The bill of materials has keys in the wrong order, at which lsbom stops.");
            }

            walk.Pairs.Add((Number(pair, 0), key));
        }

        return walk.Pairs.Count == 0 ? 0 : walk.Pairs[^1].Key;
    }

    private uint ReadInterior(Walk walk, ReadOnlySpan<byte> node, int count, int depth)
    {
        for (var i = 0; i < count; i++)
        {
            var pair = node.Slice(BomFormat.NodeHeaderLength + (i * BomFormat.PairLength), BomFormat.PairLength);
            var last = ReadNode(walk, Number(pair, 0), depth - 1);
            var key = Number(pair, 4);
            if (key != last && (walk.Compare is null || walk.Compare(key, last) != 0))
            {
                throw new InvalidDataException("The bill of materials has a node that does not contain the last key below each child.");
            }
        }

        // The last child comes after the pairs, without a key.
        var lastChild = BomFormat.NodeHeaderLength + (count * BomFormat.PairLength);
        return ReadNode(walk, Number(node, lastChild), depth - 1);
    }

    private static void CheckChain(Walk walk)
    {
        for (var i = 0; i < walk.Leaves.Count; i++)
        {
            var (_, forward, backward) = walk.Leaves[i];
            if (forward != (i + 1 < walk.Leaves.Count ? walk.Leaves[i + 1].Id : 0) || backward != (i > 0 ? walk.Leaves[i - 1].Id : 0))
            {
                throw new InvalidDataException("The bill of materials has leaves that are not linked to the previous and the next leaf.");
            }
        }
    }

    private void CheckBlockCount()
    {
        uint count = 0;
        for (var i = 0; i < _indexCount; i++)
        {
            count += Number(_bytes, _indexOffset + (i * BomFormat.IndexEntryLength)) == 0 ? 0u : 1u;
        }

        if (count != Number(_bytes, BomFormat.BlockCountOffset))
        {
            throw new InvalidDataException("The bill of materials has a wrong number of blocks.");
        }
    }

    private void ReadVariables(ReadOnlySpan<byte> variables)
    {
        var count = Number(variables, 0);
        var rest = variables[sizeof(uint)..];
        for (var i = 0; i < Math.Min(count, MaxVariables); i++)
        {
            var block = Number(rest, 0);
            var nameLength = rest.Length > sizeof(uint) ? rest[sizeof(uint)] : byte.MaxValue;
            rest = rest[(sizeof(uint) + 1 <= rest.Length ? sizeof(uint) + 1 : rest.Length)..];
            if (nameLength > rest.Length || !_variables.TryAdd(Encoding.Latin1.GetString(rest[..nameLength]), block))
            {
                throw new InvalidDataException("The bill of materials has an invalid list of names.");
            }

            rest = rest[nameLength..];
        }
    }

    private ReadOnlySpan<byte> Section(uint offset, uint length) => offset <= _bytes.Length && length <= _bytes.Length - offset
        ? _bytes.AsSpan((int)offset, (int)length)
        : throw new InvalidDataException("The bill of materials ends before a block that it lists.");

    private sealed class Walk(Comparison<uint>? compare, int nodeLength)
    {
        public Comparison<uint>? Compare => compare;

        public int NodeLength => nodeLength;

        public List<(uint Value, uint Key)> Pairs { get; } = [];

        public List<(uint Id, uint Forward, uint Backward)> Leaves { get; } = [];
    }
}
