using System.Buffers.Binary;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>Decodes tables from their streams.</summary>
/// <param name="pool">The texts.</param>
/// <param name="openStream">Returns the content of a table's stream, or null if there is no stream.</param>
internal sealed class TableDecoder(StringPoolReader pool, Func<string, byte[]?> openStream)
{
    // The limit of Windows Installer.
    private const int MostColumns = 32;

    private static readonly MsiStoredColumn[] ColumnsOfTables = [new("Name", 0x2D40)];

    private static readonly MsiStoredColumn[] ColumnsOfColumns =
        [new("Table", 0x2D40), new("Number", 0x2502), new("Name", 0x1D40), new("Type", 0x0502)];

    /// <summary>_Tables.</summary>
    public MsiStoredTable Tables { get; private set; } = null!;

    /// <summary>_Columns.</summary>
    public MsiStoredTable Columns { get; private set; } = null!;

    /// <summary>Reads all tables in _Tables, in their order.</summary>
    /// <exception cref="InvalidDataException">The tables do not match their descriptions.</exception>
    public IReadOnlyList<MsiStoredTable> ReadAll()
    {
        Tables = Read(MsiFormat.TablesTable, ColumnsOfTables);
        Columns = Read(MsiFormat.ColumnsTable, ColumnsOfColumns);
        var columns = Columns.Rows.ToLookup(row => row["Table"]);
        var tables = Tables.Rows.Select(row => row["Name"].Text ?? throw new InvalidDataException("A table has no name.")).ToList();
        return tables.Distinct().Count() == tables.Count
            ? [.. tables.Select(name => Read(name, DescribeColumns(name, columns[name])))]
            : throw new InvalidDataException("Two tables have the same name.");
    }

    private static MsiStoredColumn[] DescribeColumns(string table, IEnumerable<MsiStoredRow> rows)
    {
        var columns = rows.OrderBy(row => row["Number"].Number).ToArray();
        if (columns.Length is 0 or > MostColumns || columns.Where((row, i) => row["Number"].Number != i + 1).Any())
        {
            throw new InvalidDataException($"The table {table} has {columns.Length} columns, or their numbers are not consecutive.");
        }

        return [.. columns.Select(row => new MsiStoredColumn(
            row["Name"].Text ?? throw new InvalidDataException($"The table {table} has a column without a name."),
            row["Type"].Number ?? 0))];
    }

    private MsiStoredTable Read(string name, MsiStoredColumn[] columns)
    {
        var lengths = columns.Select(LengthOf).ToArray();
        var stream = openStream(name) ?? [];
        if (stream.Length % lengths.Sum() != 0)
        {
            throw new InvalidDataException(
                $"The table {name} has {stream.Length} bytes, which is not a multiple of its row length {lengths.Sum()}.");
        }

        var rest = stream.AsSpan();
        var values = new uint[columns.Length][];
        for (var column = 0; column < columns.Length; column++)
        {
            values[column] = new uint[stream.Length / lengths.Sum()];
            foreach (ref var value in values[column].AsSpan())
            {
                value = Take(ref rest, lengths[column]);
                if (columns[column].Kind == MsiColumnKind.Text && !pool.Has(value))
                {
                    throw new InvalidDataException($"The table {name} refers to the text {value}, which does not exist.");
                }
            }
        }

        return new(name, columns, values, pool);
    }

    private static uint Take(ref Span<byte> stream, int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        bytes.Clear();
        stream[..length].CopyTo(bytes);
        stream = stream[length..];
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private int LengthOf(MsiStoredColumn column) => column.Kind switch
    {
        MsiColumnKind.Integer32 => sizeof(uint),
        MsiColumnKind.Text => pool.ReferenceLength,
        _ => sizeof(ushort),
    };
}
