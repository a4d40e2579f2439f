using ServicePackaging.Diagnostics;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads texts as values of the vocabulary's kinds.</summary>
/// <param name="find">Returns the text of a name; null if it is not set.</param>
/// <param name="describe">How a message names the value, such as the property that was actually set.</param>
/// <param name="diagnostics">Receives every fault.</param>
internal sealed class ValueReader(Func<string, string?> find, Func<string, string> describe, DiagnosticBag diagnostics)
{
    /// <summary>How a message names the value, such as the property that was actually set.</summary>
    public string Describe(INamedRow row) => describe(row.Name);

    /// <summary>The trimmed text; null if it is not set. A control character in it is reported.</summary>
    public string? Text(INamedRow row)
    {
        var text = find(row.Name)?.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (text is not null && ControlCharacters.FindIn(text, allowed: "\n\t") is { } found)
        {
            diagnostics.Report(DiagnosticCatalog.ControlCharacter, Describe(row), found);
            return null;
        }

        return text;
    }

    /// <summary>A text of one line; a line break in it is reported.</summary>
    public string? Line(INamedRow row)
    {
        var text = Text(row);
        if (text is not null && text.AsSpan().ContainsAny('\n', '\r'))
        {
            diagnostics.Report(DiagnosticCatalog.ControlCharacter, Describe(row), "0a");
            return null;
        }

        return text;
    }

    /// <summary>Reads a name that has to follow a rule. A name that does not is reported, and the fallback replaces it.</summary>
    public string ReadName(INamedRow row, string fallback, Func<string, bool> rule, string what, string alphabet)
    {
        var value = Line(row) ?? fallback;
        if (rule(value))
        {
            return value;
        }

        diagnostics.Report(DiagnosticCatalog.InvalidName, Describe(row), value, what, alphabet, fallback);
        return fallback;
    }

    /// <summary>A text for people, with single spaces: a name that is shown. One that is too long is reported.</summary>
    public string? Title(INamedRow row)
    {
        if (Line(row) is not { } text)
        {
            return null;
        }

        var title = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (NameRules.IsShortText(title))
        {
            return title;
        }

        Refuse(row, text, NameRules.ShortText);
        return null;
    }

    /// <summary>The value, or the default if no valid value is set.</summary>
    public T Read<T>(ITypedRow<T> row) => Read(row, row.Default);

    /// <summary>The value, or a computed default.</summary>
    public T Read<T>(ITypedRow<T> row, T fallback)
    {
        if (Line(row) is not { } text)
        {
            return fallback;
        }

        if (row.Kind.TryParse(text, out var value))
        {
            return value;
        }

        Refuse(row, text, row.Kind.Expected);
        return fallback;
    }

    /// <summary>Reports a value of the wrong kind.</summary>
    /// <param name="row">What was set.</param>
    /// <param name="text">The value.</param>
    /// <param name="expected">What to write instead.</param>
    public void Refuse(INamedRow row, string text, string expected) =>
        diagnostics.Report(DiagnosticCatalog.InvalidValue, Describe(row), text, expected);
}
