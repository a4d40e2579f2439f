using System.Buffers.Binary;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Writes the trees of a bill of materials, with as many levels as the keys require.</summary>
internal static class BomTreeWriter
{
    /// <summary>Adds a tree.</summary>
    /// <param name="pairs">The blocks of values and keys, in the order of the keys.</param>
    /// <returns>The block of the tree.</returns>
    public static uint Write(BomBlocks blocks, IReadOnlyList<(uint Value, uint Key)> pairs, int nodeLength = BomFormat.NodeLength)
    {
        var nodes = WriteLeaves(blocks, pairs, nodeLength);
        while (nodes.Count > 1)
        {
            nodes = WriteInterior(blocks, nodes, nodeLength);
        }

        Span<byte> tree = stackalloc byte[BomFormat.TreeLength];
        tree.Clear();
        BomFormat.TreeMagic.CopyTo(tree);
        BinaryPrimitives.WriteUInt32BigEndian(tree[4..], BomFormat.TreeVersion);
        BinaryPrimitives.WriteUInt32BigEndian(tree[8..], nodes[0].Value);
        BinaryPrimitives.WriteUInt32BigEndian(tree[12..], (uint)nodeLength);
        BinaryPrimitives.WriteUInt32BigEndian(tree[16..], (uint)pairs.Count);
        return blocks.Add(tree);
    }

    // Each leaf is linked to the previous and the next leaf, so that a listing does not have to climb. Leaves are numbered consecutively.
    private static List<(uint Value, uint Key)> WriteLeaves(BomBlocks blocks, IReadOnlyList<(uint Value, uint Key)> pairs, int nodeLength)
    {
        var leaves = new List<(uint, uint)>();
        var first = blocks.NextId;
        var parts = Split(pairs.Count, BomFormat.CapacityOf(nodeLength));
        foreach (var (start, count) in parts)
        {
            var id = blocks.NextId;
            var node = new byte[nodeLength];
            BinaryPrimitives.WriteUInt16BigEndian(node, 1);
            BinaryPrimitives.WriteUInt16BigEndian(node.AsSpan(2), (ushort)count);
            BinaryPrimitives.WriteUInt32BigEndian(node.AsSpan(4), id - first + 1 < parts.Count ? id + 1 : 0);
            BinaryPrimitives.WriteUInt32BigEndian(node.AsSpan(8), id > first ? id - 1 : 0);
            PutPairs(node, pairs, start, count);
            blocks.Add(node);
            leaves.Add((id, count == 0 ? 0 : pairs[start + count - 1].Key));
        }

        return leaves;
    }

    // As in Apple's files, each child is followed by the last key below it, except the last child, which has no key.
    private static List<(uint Value, uint Key)> WriteInterior(BomBlocks blocks, List<(uint Value, uint Key)> children, int nodeLength)
    {
        var nodes = new List<(uint, uint)>();
        foreach (var (start, count) in Split(children.Count, BomFormat.CapacityOf(nodeLength) + 1))
        {
            var node = new byte[nodeLength];
            BinaryPrimitives.WriteUInt16BigEndian(node.AsSpan(2), (ushort)(count - 1));
            PutPairs(node, children, start, count - 1);
            var (last, lastKey) = children[start + count - 1];
            BinaryPrimitives.WriteUInt32BigEndian(node.AsSpan(BomFormat.NodeHeaderLength + ((count - 1) * BomFormat.PairLength)), last);
            nodes.Add((blocks.Add(node), lastKey));
        }

        return nodes;
    }

    private static void PutPairs(Span<byte> node, IReadOnlyList<(uint Value, uint Key)> pairs, int start, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var pair = node[(BomFormat.NodeHeaderLength + (i * BomFormat.PairLength))..];
            BinaryPrimitives.WriteUInt32BigEndian(pair, pairs[start + i].Value);
            BinaryPrimitives.WriteUInt32BigEndian(pair[4..], pairs[start + i].Key);
        }
    }

    // The smallest possible number of parts, of nearly equal size, so that no node has a single child. Empty input is one part, too.
    private static List<(int Start, int Count)> Split(int count, int capacity)
    {
        var parts = Math.Max(1, (count + capacity - 1) / capacity);
        return [.. Enumerable.Range(0, parts).Select(i =>
        {
            var start = (int)((long)count * i / parts);
            return (start, (int)((long)count * (i + 1) / parts) - start);
        })];
    }
}
