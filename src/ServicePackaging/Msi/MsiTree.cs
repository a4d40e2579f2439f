using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Msi.Schema;
using ServicePackaging.Platforms;

namespace ServicePackaging.Msi;

/// <summary>The directories of a package: their identifiers, the rows of table Directory, and the names in them. Case does not matter in
/// paths; of several spellings the first one counts.</summary>
internal sealed class MsiTree
{
    private const string Root = "TARGETDIR";
    private const string Same = ".";

    private readonly MsiProduct _product;
    private readonly Dictionary<string, string> _identifiers;
    private readonly IReadOnlyList<(string Alias, string Of)> _aliases;
    private readonly IReadOnlyList<string> _paths;
    private readonly IReadOnlyList<string> _names;

    private MsiTree(
        MsiProduct product, Dictionary<string, string> identifiers, IReadOnlyList<(string Alias, string Of)> aliases,
        IEnumerable<string> files)
    {
        _product = product;
        _identifiers = identifiers;
        _aliases = aliases;
        _paths = [.. identifiers.Keys.Where(path => MsiPath.Parent(path) is not null).Order(StringComparer.OrdinalIgnoreCase)];
        _names = ShortNames.Pairs([.. _paths, .. files]);
    }

    /// <summary>The identifier of a directory.</summary>
    /// <exception cref="KeyNotFoundException">The package does not have the directory.</exception>
    public string this[string path] => _identifiers[path];

    /// <summary>The names of the files, in the order of the cabinet, as <c>short|long</c>.</summary>
    public IEnumerable<string> FileNames => _names.Skip(_paths.Count);

    /// <summary>The rows of table Directory.</summary>
    public IEnumerable<MsiRow> Rows =>
    [
        MsiTables.Directory.Row(Root, MsiValue.Null, "SourceDir"),
        Standard(_product.ProgramFilesFolder),
        Standard(MsiStandardFolders.CommonData),
        Standard(_product.SystemFolder),
        .. _paths.Zip(_names, (path, name) => MsiTables.Directory.Row(this[path], this[MsiPath.Parent(path)!], name)),
        .. _aliases.Select(alias => MsiTables.Directory.Row(alias.Alias, alias.Of, Same)),
    ];

    /// <summary>Creates the tree of a package.</summary>
    /// <param name="product">The product.</param>
    /// <param name="layout">The directories that have their own identifiers.</param>
    /// <param name="content">The files and directories that are installed.</param>
    /// <param name="further">Directories that actions need. Those above any directory are added.</param>
    public static MsiTree Create(MsiProduct product, InstallLayout layout, MsiContent content, IEnumerable<string> further)
    {
        var aliases = new List<(string, string)>();
        var identifiers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [WindowsPaths.ProgramFiles] = product.ProgramFilesFolder,
            [WindowsPaths.ProgramData] = MsiStandardFolders.CommonData,
        };
        var named = Named(layout);
        foreach (var (identifier, path) in named)
        {
            if (!identifiers.TryAdd(path, identifier))
            {
                aliases.Add((identifier, identifiers[path]));
            }
        }

        var directories = named.Select(row => row.Path).Concat(content.Items.Select(item => item.Directory)).Concat(further);
        foreach (var path in directories.SelectMany(path => MsiPath.Ancestors(path).Prepend(path)))
        {
            if (!identifiers.ContainsKey(path))
            {
                identifiers.Add(path, MsiNames.Identifier("d", path));
            }
        }

        return new MsiTree(product, identifiers, aliases, content.FilesByPath.Select(file => file.Path));
    }

    /// <summary>The rows that remove each directory with the product once it is empty. Windows Installer itself removes only directories of
    /// components, and so not the vendor's.</summary>
    /// <param name="component">The component that is removed last.</param>
    public IEnumerable<MsiRow> Removals(string component) => _paths.Select(path => MsiTables.RemoveFile.Row(
        MsiNames.Identifier("x", path), component, MsiValue.Null, this[path], (int)MsiRemoveFileModes.Remove));

    private static MsiRow Standard(string folder) => MsiTables.Directory.Row(folder, Root, MsiStandardFolders.Names[folder]);

    private static (string Identifier, string Path)[] Named(InstallLayout layout) =>
    [
        (MsiNames.InstallFolder, layout.Install),
        (MsiNames.ConfigFolder, layout.Config),
        (MsiNames.StateFolder, layout.State),
        (MsiNames.LogFolder, layout.Log),
        (MsiNames.CacheFolder, layout.Cache),
        (MsiNames.RuntimeFolder, layout.Runtime),
    ];
}
