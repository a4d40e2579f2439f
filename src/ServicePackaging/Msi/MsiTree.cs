using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Msi;

/// <summary>The directories of a package: paths in, identifiers and the rows of table Directory out. Case does not count.</summary>
internal sealed class MsiTree
{
    // Microsoft, "RemoveFile Table", InstallMode.
    private const int AtRemoval = 2;

    private const string Root = "TARGETDIR";
    private const string CommonData = "CommonAppDataFolder";

    private readonly MsiProduct _product;
    private readonly Dictionary<string, string> _identifiers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Alias, string Of)> _aliases = [];
    private readonly Dictionary<string, ShortNames> _shortNames = new(StringComparer.OrdinalIgnoreCase);

    public MsiTree(MsiProduct product, InstallLayout layout)
    {
        _product = product;
        (string Identifier, string Path)[] places =
        [
            (MsiNames.InstallFolder, layout.Install),
            (MsiNames.ConfigFolder, layout.Config),
            (MsiNames.StateFolder, layout.State),
            (MsiNames.LogFolder, layout.Log),
            (MsiNames.CacheFolder, layout.Cache),
            (MsiNames.RuntimeFolder, layout.Runtime),
        ];
        _identifiers[WindowsPaths.ProgramFiles] = product.ProgramFilesFolder;
        _identifiers[WindowsPaths.ProgramData] = CommonData;
        foreach (var (identifier, path) in places)
        {
            if (!_identifiers.TryAdd(path, identifier))
            {
                _aliases.Add((identifier, _identifiers[path]));
            }
        }

        foreach (var (_, path) in places)
        {
            Add(path);
        }
    }

    /// <summary>The identifier of a directory, which is part of the package from now on.</summary>
    public string Add(string path)
    {
        if (Parent(path) is { } parent)
        {
            Add(parent);
        }

        if (!_identifiers.TryGetValue(path, out var identifier))
        {
            _identifiers.Add(path, identifier = MsiNames.Identifier("d", path));
        }

        return identifier;
    }

    /// <summary>The directory that a path is in; null for the places that Windows knows.</summary>
    public static string? Parent(string path) => path.LastIndexOf('\\') is >= 0 and var end ? path[..end] : null;

    /// <summary>The last name of a path.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('\\') + 1)..];

    /// <summary>The rows. No directory or file is added after that.</summary>
    /// <param name="files">The paths of all files, whose names need short forms beside those of directories.</param>
    public IEnumerable<MsiRow> Complete(IEnumerable<string> files)
    {
        var own = _identifiers.Keys.Where(path => Parent(path) is not null).Order(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var siblings in own.Concat(files).GroupBy(path => Parent(path)!, StringComparer.OrdinalIgnoreCase))
        {
            NamesIn(siblings.Key).Reserve(siblings.Select(Name));
        }

        return
        [
            MsiTables.Directory.Row(Root, MsiValue.Null, "SourceDir"),
            .. new[] { _product.ProgramFilesFolder, CommonData, _product.SystemFolder }.Select(known => MsiTables.Directory.Row(known, Root, ".")),
            .. own.Select(path => MsiTables.Directory.Row(_identifiers[path], _identifiers[Parent(path)!], Pair(path))),
            // A dot is the parent itself.
            .. _aliases.Select(alias => MsiTables.Directory.Row(alias.Alias, alias.Of, ".")),
        ];
    }

    /// <summary>The rows that remove each directory with the product once it is empty: Windows Installer itself removes those alone that a component
    /// lies in, and not the vendor's.</summary>
    /// <param name="component">Whose removal they wait for.</param>
    public IEnumerable<MsiRow> Removals(string component) => _identifiers.Where(row => Parent(row.Key) is not null)
        .OrderBy(row => row.Key, StringComparer.OrdinalIgnoreCase)
        .Select(row => MsiTables.RemoveFile.Row(MsiNames.Identifier("x", row.Key), component, MsiValue.Null, row.Value, AtRemoval));

    /// <summary>The name of a file or directory in both forms; after <see cref="Complete"/>.</summary>
    public string Pair(string path) => NamesIn(Parent(path)!).Pair(Name(path));

    private ShortNames NamesIn(string directory)
    {
        if (!_shortNames.TryGetValue(directory, out var names))
        {
            _shortNames.Add(directory, names = new ShortNames());
        }

        return names;
    }
}
