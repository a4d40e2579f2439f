using ServicePackaging.Formats.Msi.Storage;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>The tables that describe the other tables, and the rows that are generated from the schemas.</summary>
internal static class SystemTables
{
    private static readonly MsiTable Tables = new(MsiFormat.TablesTable, MsiColumnParser.Parse("*Name s64"));

    private static readonly MsiTable Columns = new(MsiFormat.ColumnsTable, MsiColumnParser.Parse(
        """
        *Table  s64
        *Number i2
         Name   S64
         Type   i2
        """));

    /// <summary>Returns the rows of _Tables and _Columns for tables.</summary>
    public static IEnumerable<MsiRow> Describe(IReadOnlyCollection<MsiTable> tables) =>
        tables.Select(table => Tables.Row(table.Name)).Concat(
            from table in tables
            from column in table.Columns.Index()
            select Columns.Row(table.Name, column.Index + 1, column.Item.Name, TypeOf(column.Item)));

    /// <summary>Returns the rows of _Validation for tables.</summary>
    public static IEnumerable<MsiRow> Validate(IReadOnlyCollection<MsiTable> tables) =>
        from table in tables
        from column in table.Columns
        select MsiTables.Validation.Row(
            table.Name, column.Name, column.IsNullable ? "Y" : "N", column.Minimum, column.Maximum, column.KeyTable,
            column.KeyTable is null ? MsiValue.Null : column.KeyColumn, column.Category, column.Set, MsiValue.Null);

    /// <summary>Returns the type of a column as in _Columns.</summary>
    public static int TypeOf(MsiColumn column) => MsiFormat.ColumnType.Persistent
        | column.Kind switch
        {
            MsiColumnKind.Integer16 => sizeof(short) | MsiFormat.ColumnType.Short,
            MsiColumnKind.Integer32 => sizeof(int),
            MsiColumnKind.Text => column.MaxLength | MsiFormat.ColumnType.Short | MsiFormat.ColumnType.NotNumber,
            _ => MsiFormat.ColumnType.NotNumber,
        }
        | (column.IsLocalizable ? MsiFormat.ColumnType.Localizable : 0)
        | (column.IsNullable ? MsiFormat.ColumnType.Nullable : 0)
        | (column.IsKey ? MsiFormat.ColumnType.Key : 0);
}
