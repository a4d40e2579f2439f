namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>A table of the database, as a schema: <see cref="MsiTables"/> has them.</summary>
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

    /// <summary>Its columns, those of the key first.</summary>
    public IReadOnlyList<MsiColumn> Columns { get; }

    /// <summary>How many columns make up the key.</summary>
    public int KeyCount { get; }

    /// <summary>Makes a row.</summary>
    /// <param name="cells">A value for each column.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than columns, or one is not what its column takes; the message
    /// names table, column and value.</exception>
    public MsiRow Row(params ReadOnlySpan<MsiValue> cells)
    {
        if (cells.Length != Columns.Count)
        {
            throw new ArgumentException($"{Name}: {cells.Length} values for {Columns.Count} columns.", nameof(cells));
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

    /// <summary>The table's name.</summary>
    public override string ToString() => Name;
}
