namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>A row with valid values for its table. <see cref="MsiTable.Row"/> creates it.</summary>
public sealed class MsiRow
{
    private readonly MsiValue[] _cells;

    internal MsiRow(MsiTable table, MsiValue[] cells)
    {
        Table = table;
        _cells = cells;
    }

    /// <summary>The table of the row.</summary>
    public MsiTable Table { get; }

    /// <summary>A value for each column.</summary>
    public IReadOnlyList<MsiValue> Cells => _cells;

    /// <summary>The cells of the key, separated by dots.</summary>
    public string Key => string.Join('.', _cells.Take(Table.KeyCount));

    /// <summary>The name of the row's stream, or null.</summary>
    public string? StreamName => _cells.Any(cell => cell.Content is not null) ? $"{Table}.{Key}" : null;

    /// <summary>Returns the value of a column.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public MsiValue this[string column]
    {
        get
        {
            for (var i = 0; i < _cells.Length; i++)
            {
                if (Table.Columns[i].Name == column)
                {
                    return _cells[i];
                }
            }

            throw new ArgumentException($"{Table.Name} has no column {column}.", nameof(column));
        }
    }

    /// <summary>Returns the table's name and the cells, separated by tabs.</summary>
    public override string ToString() => $"{Table.Name}\t{string.Join('\t', _cells)}";
}
