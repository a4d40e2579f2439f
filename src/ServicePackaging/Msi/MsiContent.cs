using ServicePackaging.Diagnostics;

namespace ServicePackaging.Msi;

/// <summary>The files and directories of all fragments together.</summary>
internal sealed class MsiContent
{
    private readonly Dictionary<string, MsiPlannedFile> _files;

    private MsiContent(IReadOnlyList<MsiItem> items, Dictionary<string, MsiPlannedFile> files)
    {
        _files = files;
        Items = items;
        FilesByPath = [.. files.Values.OrderBy(file => file.Path, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>All files and directories, in the order of the fragments.</summary>
    public IReadOnlyList<MsiItem> Items { get; }

    /// <summary>The files, in the order of the cabinet.</summary>
    public IReadOnlyList<MsiPlannedFile> FilesByPath { get; }

    /// <summary>Merges fragments. Of two files at one path the first one counts; the other is reported.</summary>
    public static MsiContent Merge(IEnumerable<MsiFragment> fragments, DiagnosticBag diagnostics)
    {
        var items = new List<MsiItem>();
        var configured = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var files = new Dictionary<string, MsiPlannedFile>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in fragments.SelectMany(fragment => fragment.Items))
        {
            if (item is MsiPlannedFile file && (!files.TryAdd(file.Path, file) || !configured.Add(file.ConfigurationPath ?? file.Path)))
            {
                diagnostics.Report(DiagnosticCatalog.SameTarget, file.ConfigurationPath ?? file.Path);
            }
            else
            {
                items.Add(item);
            }
        }

        return new MsiContent(items, files);
    }

    /// <summary>The file at a path, or null; case does not matter.</summary>
    public MsiPlannedFile? FindFile(string path) => _files.GetValueOrDefault(path);
}
