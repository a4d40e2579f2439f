using System.Text.Json;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Reading;

namespace ServicePackaging.Tasks;

/// <summary>What the targets of a build changed: the properties that they set and the items that they added and removed. A publish without
/// a build (<c>--no-build</c>) runs none of these targets and packages what was built, so it makes the same changes again.</summary>
internal sealed record BuildNote
{
    /// <summary>The properties whose value the build changed.</summary>
    public required IReadOnlyList<PropertyChange> Properties { get; init; }

    /// <summary>The items that the build added.</summary>
    public required IReadOnlyList<NotedItem> Added { get; init; }

    /// <summary>The items that the build removed.</summary>
    public required IReadOnlyList<NotedItem> Removed { get; init; }

    /// <summary>The digest of the program's assembly that the build created; null if nothing is compiled.</summary>
    public required string? Assembly { get; init; }

    /// <summary>Compares the values after a build with those before it.</summary>
    public static BuildNote Compare(
        string? assembly,
        IReadOnlyDictionary<string, string> declaredProperties, ILookup<string, InputItem> declaredItems,
        IReadOnlyDictionary<string, string> properties, ILookup<string, InputItem> items)
    {
        var (before, after) = (Flatten(declaredItems), Flatten(items));
        return new BuildNote
        {
            Properties =
            [
                .. from name in declaredProperties.Keys.Union(properties.Keys).Order(StringComparer.Ordinal)
                   let change = new PropertyChange(name, declaredProperties.GetValueOrDefault(name), properties.GetValueOrDefault(name))
                   where change.Before != change.After
                   select change,
            ],
            Assembly = Digest(assembly),
            Added = Without(after, before),
            Removed = Without(before, after),
        };
    }

    /// <summary>Reads the note of the build that created the assembly. Returns null if that build wrote no note. A later build that
    /// packages nothing writes none either.</summary>
    /// <exception cref="DiagnosticException">The note cannot be read.</exception>
    public static BuildNote? Read(string file, string? assembly)
    {
        try
        {
            return File.Exists(file) && DiskFile.Read(file, Deserialize) is { } note && note.Assembly == Digest(assembly) ? note : null;
        }
        catch (JsonException)
        {
            throw DiagnosticException.Of(DiagnosticCatalog.Unreadable, UnreadableKind.OtherVersion, file);
        }
    }

    /// <summary>Writes the note.</summary>
    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(this));
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Makes the same changes in the input of a publish that did not build. A value that was declared differently since then, such
    /// as on the command line, is kept.</summary>
    /// <param name="input">The input.</param>
    /// <param name="declaredProperties">The properties before any target of the project has run.</param>
    public ServiceInput ApplyTo(ServiceInput input, IReadOnlyDictionary<string, string> declaredProperties)
    {
        var properties = new Dictionary<string, string>(input.Properties, StringComparer.Ordinal);
        foreach (var change in Properties.Where(change => declaredProperties.GetValueOrDefault(change.Name) == change.Before))
        {
            properties.Remove(change.Name);
            if (change.After is not null)
            {
                properties.Add(change.Name, change.After);
            }
        }

        var items = Without(Flatten(input.Items), Removed);
        return input with
        {
            Properties = properties,
            Items = items.Concat(Without(Added, items)).ToLookup(item => item.Type, item => item.ToInputItem()),
        };
    }

    private static BuildNote? Deserialize(string path) => JsonSerializer.Deserialize<BuildNote>(File.ReadAllText(path));

    private static string? Digest(string? assembly) => File.Exists(assembly) ? DiskFile.Read(assembly, DiskFile.Sha256) : null;

    private static List<NotedItem> Flatten(ILookup<string, InputItem> items) =>
    [
        .. from type in items
           from item in type
           select new NotedItem(type.Key, item.Include, item.FullPath, item.Metadata, item.Written),
    ];

    private static List<NotedItem> Without(IReadOnlyList<NotedItem> items, IReadOnlyList<NotedItem> others)
    {
        var known = others.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        return [.. items.Where(item => !known.Contains(item.Key))];
    }
}

/// <summary>A property whose value a build changed; null is a property without a value.</summary>
internal sealed record PropertyChange(string Name, string? Before, string? After);

/// <summary>An item with its type.</summary>
internal sealed record NotedItem(
    string Type,
    string Include,
    string FullPath,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyCollection<string>? Written)
{
    /// <summary>The item as it was.</summary>
    public InputItem ToInputItem() => new(Include, FullPath, Metadata) { Written = Written?.ToHashSet(StringComparer.OrdinalIgnoreCase) };

    /// <summary>A text that only equal items have in common.</summary>
    internal string Key => string.Join(
        '\0',
        Metadata
            .OrderBy(row => row.Key, StringComparer.OrdinalIgnoreCase)
            .SelectMany(row => new[] { row.Key, row.Value })
            .Prepend(Include)
            .Prepend(Type));
}
