using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Holds the trees of a directory, which are known to be trees, to the rules of red-black trees in the format's order.</summary>
internal sealed class DirectoryTreeAudit(IReadOnlyList<CompoundFileEntry> directory, Action<CompoundFileDefectKind, string> report)
{
    /// <summary>Looks at the tree of each storage.</summary>
    public void Run()
    {
        var storages = new Stack<uint>([0u]);
        while (storages.TryPop(out var storage))
        {
            var entries = TopDown(directory[(int)storage].Child);
            CheckOrder(storage, entries);
            CheckColors(storage, entries);
            entries.Where(entry => entry.Kind == CompoundFileEntryKind.Storage).ToList().ForEach(entry => storages.Push(entry.Id));
        }
    }

    // Each entry before those below it, the left side before the right.
    private List<CompoundFileEntry> TopDown(uint top)
    {
        var entries = new List<CompoundFileEntry>();
        var open = new Stack<uint>([top]);
        while (open.TryPop(out var id))
        {
            if (id != NoEntry)
            {
                entries.Add(directory[(int)id]);
                open.Push(directory[(int)id].Right);
                open.Push(directory[(int)id].Left);
            }
        }

        return entries;
    }

    // A search for a name goes by comparisons from the top: an entry is found where all above it agree on the way.
    private void CheckOrder(uint storage, List<CompoundFileEntry> entries)
    {
        var bounds = new Dictionary<uint, (string? Above, string? Below)>();
        foreach (var entry in entries)
        {
            var (above, below) = bounds.GetValueOrDefault(entry.Id);
            if ((above is not null && Compare(entry.Name, above) <= 0) || (below is not null && Compare(entry.Name, below) >= 0))
            {
                report(
                    CompoundFileDefectKind.TreeOrder,
                    $"Entry {entry.Id} ('{entry.Name}') is not where a search in storage {storage} looks for it.");
            }

            bounds[entry.Left] = (above, entry.Name);
            bounds[entry.Right] = (entry.Name, below);
        }
    }

    private void CheckColors(uint storage, List<CompoundFileEntry> entries)
    {
        var blackHeights = new Dictionary<uint, int> { [NoEntry] = 0 };
        var isLevel = true;
        foreach (var entry in entries.AsEnumerable().Reverse())
        {
            if (entry.Color == CompoundFileColor.Red && (IsRed(entry.Left) || IsRed(entry.Right)))
            {
                report(CompoundFileDefectKind.RedBelowRed, $"Entry {entry.Id} ('{entry.Name}') is red as an entry below it is.");
            }

            var (left, right) = (blackHeights[entry.Left], blackHeights[entry.Right]);
            isLevel &= left == right;
            blackHeights[entry.Id] = Math.Max(left, right) + (entry.Color == CompoundFileColor.Red ? 0 : 1);
        }

        if (!isLevel)
        {
            report(
                CompoundFileDefectKind.BlackHeight,
                $"The ways through the tree of storage {storage} pass unequal numbers of black ones.");
        }
    }

    private bool IsRed(uint id) => id != NoEntry && directory[(int)id].Color == CompoundFileColor.Red;

    // By length, then by units in upper case ([MS-CFB] 2.6.4).
    private static int Compare(string a, string b) =>
        a.Length != b.Length ? a.Length - b.Length : string.Compare(a, b, StringComparison.OrdinalIgnoreCase);
}
