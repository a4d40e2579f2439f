using System.Diagnostics;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model.Values;

namespace ServicePackaging.Model.Reading;

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
        Debug.Assert(Vocabulary.Contains(name), $"'{name}' is not in the vocabulary, so the build does not collect it.");
        foreach (var candidate in new[] { platform + name, name, Vocabulary.ProjectPropertyOf(name) }.OfType<string>())
        {
            if (input.Properties.TryGetValue(candidate, out var value) && !string.IsNullOrWhiteSpace(value))
            {
                return (candidate, value.Trim());
            }
        }

        return null;
    }
}

/// <summary>One item with its metadata.</summary>
internal sealed class ItemReader(string itemType, InputItem item, DiagnosticBag diagnostics)
{
    /// <summary>The item's type.</summary>
    public string Type => itemType;

    /// <summary>The item's identity.</summary>
    public string Include => item.Include;

    /// <summary>The file that the identity names.</summary>
    public string FullPath => item.FullPath;

    /// <summary>How a message names the item itself.</summary>
    public string Description => $"{itemType} '{item.Include}'";

    /// <summary>The item's metadata.</summary>
    public ValueReader Values { get; } = new(
        name => item.Metadata.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null,
        name => $"{itemType} '{item.Include}' {name}",
        diagnostics);

    /// <summary>Whether the identity is one line of text; if not, that is reported.</summary>
    public bool IsPrintable()
    {
        var found = ControlCharacters.FindIn(Include);
        if (found is not null)
        {
            diagnostics.Report(DiagnosticCatalog.ControlCharacter, itemType, found);
        }

        return found is null;
    }

    /// <summary>The identity as a value of a kind, or the fallback; a fault is reported.</summary>
    public T ReadInclude<T>(ValueKind<T> kind, T fallback)
    {
        if (kind.TryParse(Include.Trim(), out var value))
        {
            return value;
        }

        diagnostics.Report(DiagnosticCatalog.InvalidValue, itemType, Include, kind.Expected);
        return fallback;
    }

    /// <summary>Reports that a required piece of metadata is absent.</summary>
    public void ReportMissing(string metadata, string expected) =>
        diagnostics.Report(DiagnosticCatalog.MissingMetadata, itemType, item.Include, metadata, expected);
}

/// <summary>Reads named texts as values of the vocabulary's kinds.</summary>
internal sealed class ValueReader(Func<string, string?> find, Func<string, string> describe, DiagnosticBag diagnostics)
{
    /// <summary>How a message names the value, such as the property that was actually set.</summary>
    public string Describe(string name) => describe(name);

    /// <summary>The text as it was written, trimmed; null when it was not. A control character in it is reported.</summary>
    public string? Text(string name)
    {
        var text = find(name)?.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (text is not null && ControlCharacters.FindIn(text, allowed: "\n\t") is { } found)
        {
            diagnostics.Report(DiagnosticCatalog.ControlCharacter, describe(name), found);
            return null;
        }

        return text;
    }

    /// <summary>A text of one line; a line break in it is reported.</summary>
    public string? Line(string name)
    {
        var text = Text(name);
        if (text is not null && text.AsSpan().ContainsAny('\n', '\r'))
        {
            diagnostics.Report(DiagnosticCatalog.ControlCharacter, describe(name), "0a");
            return null;
        }

        return text;
    }

    /// <summary>A name that has to follow a rule; one that does not is reported and replaced by the fallback.</summary>
    public string ReadName(string name, string fallback, Func<string, bool> rule, string what, string alphabet)
    {
        var value = Line(name) ?? fallback;
        if (rule(value))
        {
            return value;
        }

        diagnostics.Report(DiagnosticCatalog.InvalidName, describe(name), value, what, alphabet, fallback);
        return fallback;
    }

    /// <summary>The value, or the fallback when nothing was written or it had to be refused.</summary>
    public T Read<T>(string name, ValueKind<T> kind, T fallback) =>
        Line(name) is { } text && TryRead(name, text, kind, out var value) ? value : fallback;

    /// <summary>The value, or null.</summary>
    public T? ReadOptional<T>(string name, ValueKind<T> kind)
        where T : struct =>
        Line(name) is { } text && TryRead(name, text, kind, out var value) ? value : null;

    private bool TryRead<T>(string name, string text, ValueKind<T> kind, out T value)
    {
        if (kind.TryParse(text, out value!))
        {
            return true;
        }

        diagnostics.Report(DiagnosticCatalog.InvalidValue, describe(name), text, kind.Expected);
        return false;
    }
}
