using System.Globalization;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>A cell of a table: nothing, a number, a text or a stream. An empty text is nothing: Windows Installer knows no
/// difference.</summary>
public readonly record struct MsiValue
{
    private readonly object? _value;

    private MsiValue(object? value) => _value = value;

    /// <summary>Nothing.</summary>
    public static MsiValue Null => default;

    /// <summary>Whether there is nothing.</summary>
    public bool IsNull => _value is null;

    /// <summary>The number, or null where it is something else.</summary>
    public int? Number => _value as int?;

    /// <summary>The text, or null where it is something else; never empty.</summary>
    public string? Text => _value as string;

    /// <summary>The stream's content, or null where it is something else.</summary>
    public FileContent? Content => _value as FileContent;

    /// <summary>A number.</summary>
    public static implicit operator MsiValue(int number) => new(number);

    /// <summary>A number, or nothing.</summary>
    public static implicit operator MsiValue(int? number) => new(number);

    /// <summary>A text; null and the empty text are nothing.</summary>
    public static implicit operator MsiValue(string? text) => new(string.IsNullOrEmpty(text) ? null : text);

    /// <summary>A stream, or nothing.</summary>
    public static implicit operator MsiValue(FileContent? content) => new(content);

    /// <summary>The number in digits, the text itself, <c>[stream]</c>, or the empty text.</summary>
    public override string ToString() => _value switch
    {
        int number => number.ToString(CultureInfo.InvariantCulture),
        string text => text,
        FileContent => "[stream]",
        _ => "",
    };
}
