namespace ServicePackaging.Formats.Rpm;

/// <summary>The types of a header's values (rpm, docs/manual/format_header.md).</summary>
public enum RpmType
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>Characters, one byte each.</summary>
    Character,

    /// <summary>Bytes.</summary>
    Number8,

    /// <summary>Numbers of 16 bits.</summary>
    Number16,

    /// <summary>Numbers of 32 bits.</summary>
    Number32,

    /// <summary>Numbers of 64 bits.</summary>
    Number64,

    /// <summary>One text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Several texts.</summary>
    TextArray,

    /// <summary>One text in several languages.</summary>
    LocalisedText,
}

/// <summary>The value of a tag in a header.</summary>
/// <param name="Type">The type with which it is stored.</param>
public abstract record RpmValue(RpmType Type)
{
    /// <summary>The number of elements.</summary>
    public abstract int Count { get; }
}

/// <summary>Numbers.</summary>
/// <param name="Type"><see cref="RpmType.Number16"/>, <see cref="RpmType.Number32"/> or <see cref="RpmType.Number64"/>.</param>
/// <param name="Values">At least one number; all within the range of the type.</param>
public sealed record RpmNumbers(RpmType Type, IReadOnlyList<ulong> Values) : RpmValue(Type)
{
    /// <inheritdoc/>
    public override int Count => Values.Count;
}

/// <summary>Texts.</summary>
/// <param name="Type"><see cref="RpmType.Text"/>, <see cref="RpmType.TextArray"/> or <see cref="RpmType.LocalisedText"/>.</param>
/// <param name="Values">At least one text, without NUL; exactly one for <see cref="RpmType.Text"/>.</param>
public sealed record RpmTexts(RpmType Type, IReadOnlyList<string> Values) : RpmValue(Type)
{
    /// <inheritdoc/>
    public override int Count => Values.Count;
}

/// <summary>Bytes.</summary>
/// <param name="Type"><see cref="RpmType.Bytes"/>, <see cref="RpmType.Number8"/> or <see cref="RpmType.Character"/>.</param>
/// <param name="Values">At least one byte.</param>
public sealed record RpmBytes(RpmType Type, ReadOnlyMemory<byte> Values) : RpmValue(Type)
{
    /// <inheritdoc/>
    public override int Count => Values.Length;
}
