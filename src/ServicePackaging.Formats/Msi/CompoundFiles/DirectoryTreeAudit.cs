using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Checks that the trees of a directory, which are known to be trees, are red-black trees in the order of the format.</summary>
internal sealed class DirectoryTreeAudit(IReadOnlyList<CompoundFileEntry> directory, Action<CompoundFileDefectKind, string> report)
{
    /// <summary>Checks the tree of each storage.</summary>
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

    // Returns each entry before its children, and the left side before the right side.
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

    // A search compares a name with the entries from the top. It finds an entry only if all entries on the path are in the correct order.
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
                report(CompoundFileDefectKind.RedBelowRed, $"Entry {entry.Id} ('{entry.Name}') is red, and so is one of its children.");
            }

            var (left, right) = (blackHeights[entry.Left], blackHeights[entry.Right]);
            isLevel &= left == right;
            blackHeights[entry.Id] = Math.Max(left, right) + (entry.Color == CompoundFileColor.Red ? 0 : 1);
        }

        if (!isLevel)
        {
            report(
                CompoundFileDefectKind.BlackHeight,
                $"The paths through the tree of storage {storage} contain different numbers of black entries.");
        }
    }

    private bool IsRed(uint id) => id != NoEntry && directory[(int)id].Color == CompoundFileColor.Red;

    // By length, then by the units in upper case ([MS-CFB] 2.6.4).
    private static int Compare(string a, string b) =>
        a.Length != b.Length ? a.Length - b.Length : string.Compare(a, b, StringComparison.OrdinalIgnoreCase);
}
