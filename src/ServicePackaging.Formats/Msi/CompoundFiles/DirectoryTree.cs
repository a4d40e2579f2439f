using System.Numerics;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>The position of one directory entry among its siblings.</summary>
internal readonly record struct DirectoryNode(uint Left, uint Right, CompoundFileColor Color);

/// <summary>The search tree of a storage's entries, as balanced as possible: the top is the entry in the middle, and the same applies to
/// the subtrees. All levels except the deepest one are full. If the deepest level is red, unless it is full, the tree is a valid red-black
/// tree.</summary>
internal sealed class DirectoryTree
{
    private readonly DirectoryNode[] _nodes;
    private readonly uint[] _sorted;
    private readonly int _redLevel;

    /// <param name="names">The names of the entries 1, 2 ... in the directory.</param>
    public DirectoryTree(IReadOnlyList<string> names)
    {
        var keys = names.Select(CompareKey).ToArray();
        _sorted = [.. Enumerable.Range(0, names.Count).Select(i => (uint)i)];
        Array.Sort(_sorted, (a, b) => Compare(keys[a], keys[b]));
        _nodes = new DirectoryNode[names.Count];
        _redLevel = BitOperations.IsPow2(names.Count + 1) ? -1 : BitOperations.Log2((uint)names.Count);
        Root = Build(0, _sorted.Length, level: 0);
    }

    /// <summary>The number of the top entry.</summary>
    public uint Root { get; }

    /// <summary>Returns the position of an entry by its number, starting with 1.</summary>
    public DirectoryNode this[int entry] => _nodes[entry - 1];

    /// <summary>Returns the form in which names are compared: their units in upper case ([MS-CFB] 2.6.4).</summary>
    public static string CompareKey(string name) => name.ToUpperInvariant();

    // A shorter name precedes a longer one, whatever its characters ([MS-CFB] 2.6.4).
    private static int Compare(string a, string b) =>
        a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);

    private uint Build(int start, int end, int level)
    {
        if (start == end)
        {
            return CompoundFileFormat.NoEntry;
        }

        var middle = start + ((end - start) / 2);
        var color = level == _redLevel ? CompoundFileColor.Red : CompoundFileColor.Black;
        _nodes[_sorted[middle]] = new(Build(start, middle, level + 1), Build(middle + 1, end, level + 1), color);
        return _sorted[middle] + 1;
    }
}
