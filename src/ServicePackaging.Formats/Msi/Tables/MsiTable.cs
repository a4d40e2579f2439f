namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>The schema of a table in the database. <see cref="MsiTables"/> contains all of them.</summary>
public sealed class MsiTable
{
    internal MsiTable(string name, IReadOnlyList<MsiColumn> columns)
    {
        Name = name;
        Columns = columns;
        KeyCount = columns.TakeWhile(column => column.IsKey).Count();
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The columns. Those of the key come first.</summary>
    public IReadOnlyList<MsiColumn> Columns { get; }

    /// <summary>The number of columns in the key.</summary>
    public int KeyCount { get; }

    /// <summary>Creates a row.</summary>
    /// <param name="cells">A value for each column.</param>
    /// <exception cref="ArgumentException">The number of values differs from the number of columns, or a value is invalid for its column.
    /// The message contains the table, column and value.</exception>
    public MsiRow Row(params ReadOnlySpan<MsiValue> cells)
    {
        if (cells.Length != Columns.Count)
        {
            throw new ArgumentException($"{Name} has {Columns.Count} columns, but there are {cells.Length} values.", nameof(cells));
        }

        for (var i = 0; i < cells.Length; i++)
        {
            if (MsiColumnRules.Objection(Columns[i], cells[i]) is { } objection)
            {
                throw new ArgumentException($"{Name}.{Columns[i].Name}: '{cells[i]}' {objection}.", nameof(cells));
            }
        }

        return new MsiRow(this, cells.ToArray());
    }

    /// <summary>Returns the table's name.</summary>
    public override string ToString() => Name;
}
