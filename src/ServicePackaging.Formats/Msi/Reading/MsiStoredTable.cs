using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>A table, as stored: its contents in their order, according to the database's description.</summary>
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

    /// <summary>The columns of the table.</summary>
    public IReadOnlyList<MsiStoredColumn> Columns { get; }

    /// <summary>The number of columns in the key.</summary>
    public int KeyCount => Columns.TakeWhile(column => column.IsKey).Count();

    /// <summary>The number of rows.</summary>
    public int RowCount => _columns.Length == 0 ? 0 : _columns[0].Length;

    /// <summary>The rows in their stored order.</summary>
    public IEnumerable<MsiStoredRow> Rows => Enumerable.Range(0, RowCount).Select(row => new MsiStoredRow(this, row));

    /// <summary>Finds the first row with a key, or returns null.</summary>
    /// <param name="key">The cells of the key, separated by dots.</param>
    public MsiStoredRow? Find(string key) => Rows.Cast<MsiStoredRow?>().FirstOrDefault(row => row!.Value.Key == key);

    /// <summary>Returns the number of a column, starting with 0; -1 if there is no column with this name.</summary>
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

    /// <summary>Returns a cell as stored.</summary>
    internal uint Raw(int row, int column) => _columns[column][row];

    /// <summary>Returns the decoded value of a cell. For a stream, this is the stored number.</summary>
    internal MsiValue Value(int row, int column) => (Raw(row, column), Columns[column].Kind) switch
    {
        (0, _) => MsiValue.Null,
        (var raw, MsiColumnKind.Text) => _pool[raw],
        (var raw, MsiColumnKind.Integer32) => (int)(raw ^ MsiFormat.Offset32),
        (var raw, MsiColumnKind.Integer16) => (int)raw - MsiFormat.Offset16,
        (var raw, _) => (int)raw,
    };
}

/// <summary>A row, as stored.</summary>
public readonly record struct MsiStoredRow
{
    private readonly int _index;

    internal MsiStoredRow(MsiStoredTable table, int index)
    {
        Table = table;
        _index = index;
    }

    /// <summary>The table that contains the row.</summary>
    public MsiStoredTable Table { get; }

    /// <summary>The cells. A cell with a stream has the number 1.</summary>
    public IEnumerable<MsiValue> Cells
    {
        get
        {
            var (table, index) = (Table, _index);
            return Enumerable.Range(0, table.Columns.Count).Select(column => table.Value(index, column));
        }
    }

    /// <summary>The cells of the key, separated by dots.</summary>
    public string Key => string.Join('.', Cells.Take(Table.KeyCount));

    /// <summary>Returns a cell.</summary>
    /// <exception cref="InvalidDataException">The table has no such column.</exception>
    public MsiValue this[string column] => Table.IndexOf(column) is >= 0 and var number
        ? Table.Value(_index, number)
        : throw new InvalidDataException($"The table {Table.Name} has no column {column}.");

    /// <summary>The cells as stored: numbers with their offset, texts as their numbers in the pool.</summary>
    public IEnumerable<uint> RawCells
    {
        get
        {
            var (table, index) = (Table, _index);
            return Enumerable.Range(0, table.Columns.Count).Select(column => table.Raw(index, column));
        }
    }

    /// <summary>Returns the table's name and the cells, separated by tabs.</summary>
    public override string ToString() => $"{Table.Name}\t{string.Join('\t', Cells)}";
}
