using System.Text.Json;
using ServicePackaging.Model;

namespace ServicePackaging.Tasks;

/// <summary>What the targets of a build changed: the properties that they set and the items that they added and removed. A publish without a
/// build (<c>--no-build</c>) runs none of these targets and packages what was built, so it makes the same changes again.</summary>
internal sealed record BuildNote
{
    /// <summary>The properties whose value the build changed.</summary>
    public required IReadOnlyList<PropertyChange> Properties { get; init; }

    /// <summary>The items that the build added.</summary>
    public required IReadOnlyList<NotedItem> Added { get; init; }

    /// <summary>The items that the build removed.</summary>
    public required IReadOnlyList<NotedItem> Removed { get; init; }

    /// <summary>Compares the values after a build with those before it.</summary>
    public static BuildNote Compare(
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
            Added = Without(after, before),
            Removed = Without(before, after),
        };
    }

    /// <summary>Reads a note, or finds that there is none.</summary>
    public static BuildNote? Read(string file) =>
        File.Exists(file) ? DiskFile.Read(file, path => JsonSerializer.Deserialize<BuildNote>(File.ReadAllText(path))) : null;

    /// <summary>Writes the note.</summary>
    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JsonSerializer.Serialize(this));
    }

    /// <summary>Makes the changes in the input of a publish that built nothing. What was declared otherwise since, such as on the command line, stays.</summary>
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

    private static List<NotedItem> Flatten(ILookup<string, InputItem> items) =>
        [.. items.SelectMany(type => type.Select(item => new NotedItem(type.Key, item.Include, item.FullPath, item.Metadata, item.Written)))];

    private static List<NotedItem> Without(IReadOnlyList<NotedItem> items, IReadOnlyList<NotedItem> others)
    {
        var known = others.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        return [.. items.Where(item => !known.Contains(item.Key))];
    }
}

/// <summary>A property whose value a build changed; null is a property without a value.</summary>
internal sealed record PropertyChange(string Name, string? Before, string? After);

/// <summary>An item with its type.</summary>
internal sealed record NotedItem(string Type, string Include, string FullPath, IReadOnlyDictionary<string, string> Metadata, IReadOnlyCollection<string>? Written)
{
    /// <summary>The item as it was.</summary>
    public InputItem ToInputItem() => new(Include, FullPath, Metadata) { Written = Written?.ToHashSet(StringComparer.OrdinalIgnoreCase) };

    /// <summary>A text that is the same for equal items only.</summary>
    internal string Key => string.Join(
        '\0', Metadata.OrderBy(row => row.Key, StringComparer.OrdinalIgnoreCase).SelectMany(row => new[] { row.Key, row.Value }).Prepend(Include).Prepend(Type));
}
