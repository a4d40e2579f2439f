using ServicePackaging.Diagnostics;
using ServicePackaging.Values;

namespace ServicePackaging.Reading;

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
