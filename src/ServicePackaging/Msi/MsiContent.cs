using System.Globalization;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi;

/// <summary>A file to be installed.</summary>
/// <param name="Path">A place of <see cref="Platforms.WindowsPaths"/> and names below it.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="IsConfiguration">Whether it is the administrator's once it is there.</param>
/// <param name="Key">Its key in table File.</param>
/// <param name="Component">Its component.</param>
/// <param name="PublishedPath">The path that it has in what was published, or null where it is from elsewhere.</param>
internal sealed record MsiPlannedFile(string Path, FileContent Content, bool IsConfiguration, string Key, string Component, string? PublishedPath);

/// <summary>Collects what a package consists of.</summary>
internal sealed class MsiContent(MsiProduct product, MsiTree tree)
{
    // Microsoft, "Component Table": what is left when the product is removed, and what is not written over when it is there.
    private const int Permanent = 16;
    private const int NeverOverwrite = 128;
    private const int RegistryKeyPath = 4;

    private const int LocalMachine = 2;

    // Microsoft, "RegLocator Table": the value as it is, of the registry of 64 bits.
    private const int RawValue = 2;
    private const int Registry64 = 16;

    private readonly Dictionary<string, MsiPlannedFile> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Rows so far, without directories.</summary>
    public List<MsiRow> Rows { get; } = [];

    /// <summary>Actions of our own so far.</summary>
    public List<MsiAction> Actions { get; } = [];

    /// <summary>The files so far, by path.</summary>
    public IReadOnlyDictionary<string, MsiPlannedFile> Files => _files;

    /// <summary>Adds a file in a component of its own; null when there is one at its place already.</summary>
    public MsiPlannedFile? AddFile(string path, FileContent content, bool isConfiguration, string? component = null, string? publishedPath = null)
    {
        var file = new MsiPlannedFile(path, content, isConfiguration, MsiNames.Identifier("f", path), component ?? MsiNames.Identifier("c", path), publishedPath);
        if (!_files.TryAdd(path, file))
        {
            return null;
        }

        AddComponent(file.Component, path, tree.Add(MsiTree.Parent(path)!), isConfiguration ? Permanent + NeverOverwrite : 0, null, file.Key);
        return file;
    }

    /// <summary>The identifier of a directory, which is part of the package from now on.</summary>
    public string FolderOf(string path) => tree.Add(path);

    /// <summary>Adds a directory in a component of its own, which makes it though it is empty and gives it a security descriptor.</summary>
    public void AddDirectory(string path, string securityDescriptor)
    {
        var directory = AddDirectory(path);
        Rows.Add(MsiTables.MsiLockPermissionsEx.Row(MsiNames.Identifier("p", path), directory, "CreateFolder", securityDescriptor, MsiValue.Null));
    }

    /// <summary>Adds a directory in a component of its own, which makes it though it is empty.</summary>
    /// <returns>The row's key.</returns>
    public string AddDirectory(string path)
    {
        var directory = tree.Add(path);
        var component = MsiNames.Identifier("c", path);
        AddComponent(component, path, directory, 0, null, keyPath: null);
        Rows.Add(MsiTables.CreateFolder.Row(directory, component));
        return directory;
    }

    /// <summary>Adds a value of the machine's registry to a component.</summary>
    /// <returns>The row's key.</returns>
    public string AddRegistry(string component, string key, string? name, string value)
    {
        var identifier = MsiNames.Identifier("r", $@"{key}\{name}");
        Rows.Add(MsiTables.Registry.Row(identifier, LocalMachine, key, name, value, component));
        return identifier;
    }

    /// <summary>Looks for a value of the machine's registry before the installation begins; a number is found with a # before it.</summary>
    public void AddSearch(string property, string signature, string key, string name)
    {
        Rows.Add(MsiTables.RegLocator.Row(signature, LocalMachine, key, name, product.Is64Bit ? RawValue + Registry64 : RawValue));
        Rows.Add(MsiTables.AppSearch.Row(property, signature));
    }

    /// <summary>Adds a component whose key is a value of the machine's registry.</summary>
    public void AddRegistryComponent(string component, string key, string name, string value, string? condition, int attributes = 0)
    {
        var registry = AddRegistry(component, key, name, value);
        AddComponent(component, $@"HKLM\{key}\{name}", MsiNames.InstallFolder, RegistryKeyPath + attributes, condition, registry);
    }

    /// <summary>The payload in the order of the cabinet; after the tree is complete.</summary>
    public IReadOnlyList<MsiFile> CompleteFiles() =>
    [
        .. InOrder().Select(file => new MsiFile { Key = file.Key, Component = file.Component, FileName = tree.Pair(file.Path), Content = file.Content }),
    ];

    /// <summary>What is installed, a line each.</summary>
    public IReadOnlyList<string> Listing() =>
    [
        .. InOrder().Select(file => string.Create(
            CultureInfo.InvariantCulture, $"{file.Content.Length,12} {file.Path}{(file.IsConfiguration ? "  (configuration)" : "")}")),
    ];

    private IEnumerable<MsiPlannedFile> InOrder() => _files.Values.OrderBy(file => file.Path, StringComparer.OrdinalIgnoreCase);

    private void AddComponent(string component, string place, string directory, int attributes, string? condition, string? keyPath)
    {
        Rows.Add(MsiTables.Component.Row(
            component, MsiProduct.Format(product.ComponentCode(place)), directory, product.ComponentAttributes + attributes, condition, keyPath));
        Rows.Add(MsiTables.FeatureComponents.Row(MsiNames.Feature, component));
    }
}
