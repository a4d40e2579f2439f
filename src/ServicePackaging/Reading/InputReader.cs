using System.Diagnostics;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the developer's texts as one platform and one package format see them, and reports every text it has to refuse.</summary>
internal sealed class InputReader(ServiceInput input, ReadingTarget target, DiagnosticBag diagnostics)
{
    /// <summary>The separators of a list in one text.</summary>
    public static readonly char[] ListSeparators = [';', ',', ' ', '+'];

    /// <summary>The developer's files.</summary>
    public ISourceFiles Sources => input.Sources;

    /// <summary>The path of each published file, by the path that it was published from.</summary>
    public IReadOnlyDictionary<string, string> PublishedPaths => input.PublishedPaths;

    /// <summary>The format and platform that the texts are read for.</summary>
    public ReadingTarget Target => target;

    /// <summary>The properties: the platform's own form overrides the common one.</summary>
    public ValueReader Properties { get; private init; } = new(
        name => FindProperty(input, target.Platform, name)?.Value,
        name => FindProperty(input, target.Platform, name)?.Name ?? name,
        diagnostics);

    /// <summary>The items of a type that are meant for this platform and format, in the order declared.</summary>
    public IEnumerable<ItemReader> Items(ServiceItem type) =>
        from item in input.Items[type.Name]
        let reader = new ItemReader(type, item, diagnostics)
        where reader.IsPrintable()
            && IsMeantFor(reader, ServiceItems.Platforms, target.Platform.ToString(), Enum.GetNames<Platform>())
            && IsMeantFor(reader, ServiceItems.Formats, target.Format, target.KnownFormats)
        select reader;

    /// <summary>The same input as one instance sees it: its item's metadata override properties of the service.</summary>
    public InputReader For(ItemReader instance) => new(input, target, diagnostics)
    {
        Properties = new(
            name => FindOverride(instance, name) is { } metadata ? instance.Values.Line(metadata)
                : BelongsToOtherUser(instance, name) ? null
                : FindProperty(input, target.Platform, name)?.Value,
            name => FindOverride(instance, name) is { } metadata ? instance.Values.Describe(metadata)
                : FindProperty(input, target.Platform, name)?.Name ?? name,
            diagnostics),
    };

    /// <summary>Finds the form of a property that applies to a platform: the platform's own before the common one.</summary>
    /// <returns>The name that was set, and its value; null if none is set.</returns>
    public static (string Name, string Value)? FindProperty(
        IReadOnlyDictionary<string, string> properties, Platform? platform, ServiceProperty property)
    {
        foreach (var candidate in new[] { platform + property.Name, property.Name, property.ProjectProperty }.OfType<string>())
        {
            if (properties.TryGetValue(candidate, out var value) && !string.IsNullOrWhiteSpace(value))
            {
                return (candidate, value.Trim());
            }
        }

        return null;
    }

    private static ItemMetadata? FindOverride(ItemReader instance, string property) =>
        ServiceProperties.Find(property)?.InstanceMetadata is { } name
        && ServiceItems.Instance.Metadata.First(metadata => metadata.Name == name) is var row
        && instance.Values.Line(row) is not null
            ? row
            : null;

    // The group belongs to the account.
    private static bool BelongsToOtherUser(ItemReader instance, string property) =>
        property == ServiceProperties.Group.Name && FindOverride(instance, ServiceProperties.User.Name) is not null;

    private static bool IsMeantFor(ItemReader item, ItemMetadata filter, string self, IReadOnlyList<string> known)
    {
        if (item.Values.Text(filter) is not { } text)
        {
            return true;
        }

        var wanted = text.Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in wanted.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            item.Values.Refuse(filter, name, string.Join(";", known));
        }

        return wanted.Contains(self, StringComparer.OrdinalIgnoreCase);
    }

    private static (string Name, string Value)? FindProperty(ServiceInput input, Platform platform, string name)
    {
        var property = ServiceProperties.Find(name);
        Debug.Assert(property is not null, $"'{name}' is not in the vocabulary, so the build does not collect it.");
        return FindProperty(input.Properties, platform, property);
    }
}
