using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Placement;

/// <summary>Decides where published and declared files are installed. Configuration is in the configuration directory. On platforms with
/// links, a link is left where the file was published: the program finds it there, and the administrator where configuration belongs.
/// Without links, what .NET reads beside the program stays there, and other configuration is only in the configuration directory.</summary>
internal sealed class PayloadPlacement
{
    private readonly ServiceDefinition _definition;
    private readonly PlatformRules _rules;
    private readonly Dictionary<string, PayloadItem> _published;
    private readonly Dictionary<string, string> _moved;
    private readonly List<PlacedItem> _items = [];
    private readonly Dictionary<string, int> _files;

    private PayloadPlacement(ServiceDefinition definition, Payload payload, PlatformRules rules)
    {
        (_definition, _rules) = (definition, rules);
        _files = new(rules.FileNameComparer);
        _published = new(rules.FileNameComparer);
        foreach (var item in payload.Items.Where(item => item is not PayloadFolder))
        {
            _published.TryAdd(item.Path, item);
        }

        _moved = new(rules.FileNameComparer);
        foreach (var file in definition.ConfigFiles.Where(IsMoved))
        {
            _moved[file.PayloadPath!] = file.TargetPath;
        }
    }

    /// <summary>Returns everything that is installed of a payload and of a definition's files: first what was published, by path.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="payload">What was published.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="program">The path in the payload of the program that the service manager starts, or null.</param>
    public static IReadOnlyList<PlacedItem> Create(ServiceDefinition definition, Payload payload, Platform platform, string? program)
    {
        var placement = new PayloadPlacement(definition, payload, PlatformRules.For(platform));
        var conventional = placement.ConventionalFiles();
        placement.AddPublished(payload, program);
        placement.AddConfiguration([.. definition.ConfigFiles, .. conventional]);
        foreach (var file in definition.Files)
        {
            placement.AddDeclared(file);
        }

        return placement._items;
    }

    private bool IsPublished(PackagedFile file) => file.PayloadPath is { } path && _published.ContainsKey(path);

    private bool IsMoved(PackagedFile file) =>
        IsPublished(file) && (_rules.HasSymlinks || !ConventionalConfigFiles.Contains(file.PayloadPath!));

    // What .NET reads beside the program is configuration without a declaration.
    private List<PackagedFile> ConventionalFiles()
    {
        var files = new List<PackagedFile>();
        foreach (var name in _rules.HasSymlinks ? ConventionalConfigFiles.Names : [])
        {
            var target = InDirectory(_definition.Layout.Config, name);
            if (_published.GetValueOrDefault(name) is PayloadFile file && _moved.TryAdd(name, target))
            {
                files.Add(new(new SourceFile(file.Content, file.Kind), name, target, Mode: null, ServiceAccount.Root.User, Group: null));
            }
        }

        return files;
    }

    // In a fixed order, so that the package always contains the same one of two spellings of a directory.
    private void AddPublished(Payload payload, string? program)
    {
        foreach (var item in payload.Items.OrderBy(item => item.Path, StringComparer.Ordinal))
        {
            var target = InDirectory(_definition.Layout.Install, item.Path);
            if (!_moved.TryGetValue(item.Path, out var moved))
            {
                Add(Published(item, target, program) with { PublishedPath = item.Path });
            }
            else if (_rules.HasSymlinks)
            {
                Add(new PlacedLink(target, moved));
            }
        }
    }

    private PlacedItem Published(PayloadItem item, string target, string? program) => item switch
    {
        PayloadFile file => new PlacedFile(target, new SourceFile(file.Content, file.Kind), RoleOf(file.Path, program)),
        PayloadSymlink link => new PlacedLink(target, link.Target),
        _ => new PlacedFolder(target),
    };

    private FileRole RoleOf(string path, string? program) =>
        !_rules.HasSymlinks && ConventionalConfigFiles.Contains(path) ? FileRole.Configuration
        : ConventionalConfigFiles.AreSettings(path) ? FileRole.Settings
        : _rules.FileNameComparer.Equals(path, program) ? FileRole.Program
        : FileRole.Content;

    private void AddConfiguration(IReadOnlyList<PackagedFile> files)
    {
        foreach (var file in files.Where(file => !IsPublished(file) || IsMoved(file)))
        {
            Add(Declared(file, FileRole.Configuration) with { MovedFrom = IsPublished(file) ? file.PayloadPath : null });
        }
    }

    // A published file that is declared at its own path, or at that of other configuration, is not packaged twice: it gets the declared
    // metadata.
    private void AddDeclared(PackagedFile file)
    {
        if (IsPublished(file) && _files.TryGetValue(file.TargetPath, out var index))
        {
            var placed = (PlacedFile)_items[index];
            _items[index] = placed with { Mode = file.Mode ?? placed.Mode, Owner = file.Owner, Group = file.Group ?? placed.Group };
        }
        else
        {
            Add(Declared(file, _rules.IsConfigurationPath(file.TargetPath) ? FileRole.SystemConfiguration : FileRole.Content));
        }
    }

    private static PlacedFile Declared(PackagedFile file, FileRole role) =>
        new(file.TargetPath, file.Source, role) { Mode = file.Mode, Owner = file.Owner, Group = file.Group };

    private void Add(PlacedItem item)
    {
        if (item is PlacedFile)
        {
            _files.TryAdd(item.Target, _items.Count);
        }

        _items.Add(item);
    }

    private string InDirectory(string directory, string path) => $"{directory}{_rules.Separator}{_rules.Normalise(path)}";
}
