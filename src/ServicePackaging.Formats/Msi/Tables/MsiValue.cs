using System.Globalization;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>A cell of a table: empty, a number, a text or a stream. An empty text is an empty cell, because Windows Installer does not
/// distinguish them.</summary>
public readonly record struct MsiValue
{
    private readonly object? _value;

    private MsiValue(object? value) => _value = value;

    /// <summary>An empty cell.</summary>
    public static MsiValue Null => default;

    /// <summary>Whether the cell is empty.</summary>
    public bool IsNull => _value is null;

    /// <summary>The number, or null if it is something else.</summary>
    public int? Number => _value as int?;

    /// <summary>The text, or null if it is something else. It is never an empty text.</summary>
    public string? Text => _value as string;

    /// <summary>The stream's content, or null if it is something else.</summary>
    public FileContent? Content => _value as FileContent;

    /// <summary>Converts a number.</summary>
    public static implicit operator MsiValue(int number) => new(number);

    /// <summary>Converts a number, or null to an empty cell.</summary>
    public static implicit operator MsiValue(int? number) => new(number);

    /// <summary>Converts a text. Null and the empty text result in an empty cell.</summary>
    public static implicit operator MsiValue(string? text) => new(string.IsNullOrEmpty(text) ? null : text);

    /// <summary>Converts a stream, or null to an empty cell.</summary>
    public static implicit operator MsiValue(FileContent? content) => new(content);

    /// <summary>Returns the number in decimal, the text itself, <c>[stream]</c>, or an empty text.</summary>
    public override string ToString() => _value switch
    {
        int number => number.ToString(CultureInfo.InvariantCulture),
        string text => text,
        FileContent => "[stream]",
        _ => "",
    };
}
