using ServicePackaging.Diagnostics;
using ServicePackaging.Values;

namespace ServicePackaging.Reading;

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
