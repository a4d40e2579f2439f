namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>How the cells of a column are stored.</summary>
public enum MsiColumnKind
{
    /// <summary>Numbers from -32,767 to 32,767.</summary>
    Integer16,

    /// <summary>Numbers from -2,147,483,647 to 2,147,483,647.</summary>
    Integer32,

    /// <summary>Texts of the string pool.</summary>
    Text,

    /// <summary>Streams of their own.</summary>
    Stream,
}

/// <summary>A column of a table: how it is stored (Microsoft, "Column Definition Format"), what it may hold (Microsoft, "_Validation
/// Table").
/// </summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">How its cells are stored.</param>
public sealed record MsiColumn(string Name, MsiColumnKind Kind)
{
    /// <summary>The most characters a text may have; 0 is no limit.</summary>
    public int MaxLength { get; init; }

    /// <summary>Whether a cell may be nothing.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether the texts are for people, and may be translated.</summary>
    public bool IsLocalizable { get; init; }

    /// <summary>Whether it is one of the columns that tell rows apart.</summary>
    public bool IsKey { get; init; }

    /// <summary>The form of its texts (Microsoft, "Column Data Types"), or null.</summary>
    public string? Category { get; init; }

    /// <summary>The least number, or null.</summary>
    public int? Minimum { get; init; }

    /// <summary>The greatest number, or null.</summary>
    public int? Maximum { get; init; }

    /// <summary>The table or tables, with a semicolon between, whose rows the cells name; or null.</summary>
    public string? KeyTable { get; init; }

    /// <summary>The column of <see cref="KeyTable"/>, from 1.</summary>
    public int KeyColumn { get; init; }

    /// <summary>The values allowed, with a semicolon between, or null.</summary>
    public string? Set { get; init; }
}
