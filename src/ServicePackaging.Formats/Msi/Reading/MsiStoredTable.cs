using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>A table as it is stored: what is in it, in which order, by the database's own description.</summary>
public sealed class MsiStoredTable
{
    private readonly uint[][] _columns;
    private readonly StringPoolReader _pool;

    internal MsiStoredTable(string name, IReadOnlyList<MsiStoredColumn> columns, uint[][] values, StringPoolReader pool)
    {
        Name = name;
        Columns = columns;
        _columns = values;
        _pool = pool;
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>Its columns.</summary>
    public IReadOnlyList<MsiStoredColumn> Columns { get; }

    /// <summary>How many columns make up the key.</summary>
    public int KeyCount => Columns.TakeWhile(column => column.IsKey).Count();

    /// <summary>How many rows it has.</summary>
    public int RowCount => _columns.Length == 0 ? 0 : _columns[0].Length;

    /// <summary>The rows in their stored order.</summary>
    public IEnumerable<MsiStoredRow> Rows => Enumerable.Range(0, RowCount).Select(row => new MsiStoredRow(this, row));

    /// <summary>The first row with a key, or null.</summary>
    /// <param name="key">The cells of the key, with a dot between.</param>
    public MsiStoredRow? Find(string key) => Rows.Cast<MsiStoredRow?>().FirstOrDefault(row => row!.Value.Key == key);

    /// <summary>The number of a column, from 0; -1 where there is none of the name.</summary>
    internal int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A cell as it is stored.</summary>
    internal uint Raw(int row, int column) => _columns[column][row];

    /// <summary>A cell as it is meant; a stream is the number of its stored form.</summary>
    internal MsiValue Value(int row, int column) => (Raw(row, column), Columns[column].Kind) switch
    {
        (0, _) => MsiValue.Null,
        (var raw, MsiColumnKind.Text) => _pool[raw],
        (var raw, MsiColumnKind.Integer32) => (int)(raw ^ MsiFormat.Offset32),
        (var raw, MsiColumnKind.Integer16) => (int)raw - MsiFormat.Offset16,
        (var raw, _) => (int)raw,
    };
}

/// <summary>A row as it is stored.</summary>
public readonly record struct MsiStoredRow
{
    private readonly int _index;

    internal MsiStoredRow(MsiStoredTable table, int index)
    {
        Table = table;
        _index = index;
    }

    /// <summary>Whose row it is.</summary>
    public MsiStoredTable Table { get; }

    /// <summary>The cells; where there is a stream, the number 1.</summary>
    public IEnumerable<MsiValue> Cells
    {
        get
        {
            var (table, index) = (Table, _index);
            return Enumerable.Range(0, table.Columns.Count).Select(column => table.Value(index, column));
        }
    }

    /// <summary>The cells of the key, with a dot between.</summary>
    public string Key => string.Join('.', Cells.Take(Table.KeyCount));

    /// <summary>A cell.</summary>
    /// <exception cref="InvalidDataException">The table has no such column.</exception>
    public MsiValue this[string column] => Table.IndexOf(column) is >= 0 and var number
        ? Table.Value(_index, number)
        : throw new InvalidDataException($"The table {Table.Name} has no column {column}.");

    /// <summary>The cells as they are stored: numbers with their offset, texts by their numbers in the pool.</summary>
    public IEnumerable<uint> RawCells
    {
        get
        {
            var (table, index) = (Table, _index);
            return Enumerable.Range(0, table.Columns.Count).Select(column => table.Raw(index, column));
        }
    }

    /// <summary>The table's name and the cells, with a tab between.</summary>
    public override string ToString() => $"{Table.Name}\t{string.Join('\t', Cells)}";
}
