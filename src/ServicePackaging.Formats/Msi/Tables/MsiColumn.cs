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

    /// <summary>Separate streams.</summary>
    Stream,
}

/// <summary>A column of a table: its storage (Microsoft, "Column Definition Format") and its valid values (Microsoft, "_Validation
/// Table").</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">How its cells are stored.</param>
public sealed record MsiColumn(string Name, MsiColumnKind Kind)
{
    /// <summary>The maximum number of characters of a text; 0 means no limit.</summary>
    public int MaxLength { get; init; }

    /// <summary>Whether a cell may be empty.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether the texts are intended for users, and may be translated.</summary>
    public bool IsLocalizable { get; init; }

    /// <summary>Whether the column belongs to the key.</summary>
    public bool IsKey { get; init; }

    /// <summary>The format of its texts (Microsoft, "Column Data Types"), or null.</summary>
    public string? Category { get; init; }

    /// <summary>The smallest number, or null.</summary>
    public int? Minimum { get; init; }

    /// <summary>The largest number, or null.</summary>
    public int? Maximum { get; init; }

    /// <summary>The table or tables, separated by semicolons, to whose rows the cells refer; or null.</summary>
    public string? KeyTable { get; init; }

    /// <summary>The column of <see cref="KeyTable"/>, starting with 1.</summary>
    public int KeyColumn { get; init; }

    /// <summary>The allowed values, separated by semicolons, or null.</summary>
    public string? Set { get; init; }
}
