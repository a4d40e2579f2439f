using ServicePackaging.Diagnostics;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>One item with its metadata.</summary>
internal sealed class ItemReader(ServiceItem type, InputItem item, DiagnosticBag diagnostics)
{
    /// <summary>The item's type.</summary>
    public ServiceItem Type => type;

    /// <summary>The item's identity.</summary>
    public string Include => item.Include;

    /// <summary>The file that the identity names.</summary>
    public string FullPath => item.FullPath;

    /// <summary>How a message names the item itself.</summary>
    public string Description => $"{type} '{item.Include}'";

    /// <summary>The item's metadata.</summary>
    public ValueReader Values { get; } = new(
        name => item.Metadata.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null,
        name => $"{type} '{item.Include}' {name}",
        diagnostics);

    /// <summary>Whether the identity is one line of text; if not, that is reported.</summary>
    public bool IsPrintable()
    {
        var found = ControlCharacters.FindIn(Include);
        if (found is not null)
        {
            diagnostics.Report(DiagnosticCatalog.ControlCharacter, type, found);
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

        diagnostics.Report(DiagnosticCatalog.InvalidValue, type, Include, kind.Expected);
        return fallback;
    }

    /// <summary>Reports that a required piece of metadata is absent.</summary>
    public void ReportMissing(string metadata, string expected) =>
        diagnostics.Report(DiagnosticCatalog.MissingMetadata, type, item.Include, metadata, expected);

    /// <summary>Reports that a required piece of metadata is absent.</summary>
    public void ReportMissing(INamedRow metadata, string expected) => ReportMissing(metadata.Name, expected);
}
