using System.Diagnostics;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the developer's texts as one platform and one package format see them, and reports every text it has to refuse.</summary>
internal sealed class InputReader(ServiceInput input, Platform platform, string format, DiagnosticBag diagnostics)
{
    /// <summary>What may stand between the words of a list in one text.</summary>
    public static readonly char[] ListSeparators = [';', ',', ' ', '+'];

    /// <summary>The metadata by which any item is kept to some platforms or formats.</summary>
    public static readonly string[] Filters = [Platforms, Formats];

    private const string Platforms = "Platforms";
    private const string Formats = "Formats";

    /// <summary>The platform that the texts are read for.</summary>
    public Platform Platform => platform;

    /// <summary>The properties: the platform's own spelling wins over the common one.</summary>
    public ValueReader Properties { get; private init; } = new(
        name => FindProperty(input, platform, name)?.Value,
        name => FindProperty(input, platform, name)?.Name ?? name,
        diagnostics);

    /// <summary>Whose service it is, which decides on what places there are.</summary>
    public ServiceScope Scope =>
        ValueKinds.OneOf<ServiceScope>().TryParse(FindProperty(input, platform, "ServiceScope")?.Value ?? "", out var scope) ? scope : ServiceScope.System;

    /// <summary>The items of a type that are meant for this platform and format, in the order declared.</summary>
    public IEnumerable<ItemReader> Items(string itemType) =>
        from item in input.Items[itemType]
        let reader = new ItemReader(itemType, item, diagnostics)
        where reader.IsPrintable()
            && IsMeantFor(reader, Platforms, platform.ToString(), Enum.GetNames<Platform>())
            && IsMeantFor(reader, Formats, format, PackageFormatNames.All)
        select reader;

    /// <summary>The same input as one instance sees it: its item's metadata say again what properties say of the service.</summary>
    public InputReader For(ItemReader instance) => new(input, platform, format, diagnostics)
    {
        Properties = new(
            name => OwnWord(instance, name) is { } metadata ? instance.Values.Line(metadata) : IsOfAnotherUser(instance, name) ? null : Properties.Line(name),
            name => OwnWord(instance, name) is { } metadata ? instance.Values.Describe(metadata) : Properties.Describe(name),
            diagnostics),
    };

    private static string? OwnWord(ItemReader instance, string property) =>
        InstanceWords.MetadataFor(property) is { } metadata && instance.Values.Line(metadata) is not null ? metadata : null;

    // The group is the account's, and goes with it.
    private static bool IsOfAnotherUser(ItemReader instance, string property) => property == "ServiceGroup" && instance.Values.Line(InstanceWords.User) is not null;

    private bool IsMeantFor(ItemReader item, string filter, string self, IReadOnlyList<string> known)
    {
        if (item.Values.Text(filter) is not { } text)
        {
            return true;
        }

        var wanted = text.Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in wanted.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            diagnostics.Report(DiagnosticCatalog.InvalidValue, item.Values.Describe(filter), name, string.Join(";", known));
        }

        return wanted.Contains(self, StringComparer.OrdinalIgnoreCase);
    }

    private static (string Name, string Value)? FindProperty(ServiceInput input, Platform platform, string name)
    {
        Debug.Assert(ServiceVocabulary.Contains(name), $"'{name}' is not in the vocabulary, so the build does not collect it.");
        foreach (var candidate in new[] { platform + name, name, ServiceVocabulary.ProjectPropertyOf(name) }.OfType<string>())
        {
            if (input.Properties.TryGetValue(candidate, out var value) && !string.IsNullOrWhiteSpace(value))
            {
                return (candidate, value.Trim());
            }
        }

        return null;
    }
}
