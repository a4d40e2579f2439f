using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Unix;

/// <summary>Collects what a package installs: one entry per path.</summary>
/// <param name="diagnostics">Receives the findings.</param>
/// <param name="createDirectory">Creates a directory above an entry: its path, and the path of the entry.</param>
/// <param name="resolve">Returns the path at which an entry is installed.</param>
internal sealed class EntryTree(
    DiagnosticBag diagnostics, Func<string, string, DirectoryEntry> createDirectory, Func<string, string>? resolve = null)
{
    private readonly SortedDictionary<string, PackageEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>The entry at a path, or null.</summary>
    public PackageEntry? this[string path] => _entries.GetValueOrDefault(resolve?.Invoke(path) ?? path);

    /// <summary>The entries of a kind, in the order of their paths.</summary>
    public IEnumerable<T> OfType<T>()
        where T : PackageEntry => _entries.Values.OfType<T>();

    /// <summary>Adds an entry; a second one at the same path is reported.</summary>
    public void Add(PackageEntry entry)
    {
        entry = resolve is null ? entry : entry with { Path = resolve(entry.Path) };
        if (!_entries.TryAdd(entry.Path, entry))
        {
            diagnostics.Report(DiagnosticCatalog.SameTarget, entry.Path);
        }
    }

    /// <summary>Replaces the entry at the same path.</summary>
    public void Replace(PackageEntry entry) => _entries[entry.Path] = entry;

    /// <summary>All entries and the directories above them, parents first; a file where a directory has to be is reported.</summary>
    public IReadOnlyList<PackageEntry> Complete()
    {
        foreach (var path in _entries.Keys.ToArray())
        {
            for (var parent = Parent(path); parent.Length > 0; parent = Parent(parent))
            {
                if (!_entries.TryGetValue(parent, out var existing))
                {
                    _entries.Add(parent, createDirectory(parent, path));
                }
                else if (existing is not DirectoryEntry)
                {
                    diagnostics.Report(DiagnosticCatalog.SameTarget, parent);
                }
            }
        }

        return [.. _entries.Values.OrderBy(entry => entry.Path, Utf8Order.Instance)];
    }

    private static string Parent(string path) => path[..path.LastIndexOf('/')];
}
