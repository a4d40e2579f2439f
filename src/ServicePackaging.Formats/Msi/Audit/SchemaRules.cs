using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the existing tables, their columns, and the order of their rows.</summary>
internal static class SchemaRules
{
    private static readonly string[] RequiredTables =
        ["_Validation", "Property", "Directory", "Component", "Feature", "FeatureComponents", "File", "Media", "InstallExecuteSequence"];

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("RequiredTables", Required),
        new("RowOrder", RowOrder),
        new("KeysUnique", KeysUnique),
        new("ColumnKeys", ColumnKeys),
        new("ColumnTypes", ColumnTypes),
        new("ColumnsValidated (ICE03, ICE06)", ColumnsValidated),
        new("ValidationUsed (ICE06)", ValidationUsed),
        new("EmptyTables", EmptyTables),
    ];

    private static IEnumerable<string> Required(AuditedPackage package) =>
        from table in RequiredTables
        where package.Database.FindTable(table) is null
        select $"There is no table {table}.";

    // Windows Installer finds rows by binary search on the stored values, not on their meaning.
    private static IEnumerable<string> RowOrder(AuditedPackage package)
    {
        foreach (var table in Stored(package))
        {
            uint[]? previous = null;
            foreach (var row in table.Rows)
            {
                var key = row.RawCells.Take(table.KeyCount).ToArray();
                if (previous is not null && previous.AsSpan().SequenceCompareTo(key) > 0)
                {
                    yield return $"{new AuditedRow(row)} is not in the order of the stored keys.";
                }

                previous = key;
            }
        }
    }

    private static IEnumerable<string> KeysUnique(AuditedPackage package)
    {
        foreach (var table in Stored(package))
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in table.Rows)
            {
                if (!keys.Add(string.Join(' ', row.RawCells.Take(table.KeyCount))))
                {
                    yield return $"{new AuditedRow(row)} exists twice.";
                }
            }
        }
    }

    private static IEnumerable<MsiStoredTable> Stored(AuditedPackage package) =>
        package.Database.Tables.Concat(package.Database.SystemTables);

    // The key of a table consists of its first columns, at least one.
    private static IEnumerable<string> ColumnKeys(AuditedPackage package) =>
        from table in package.Database.Tables
        where table.KeyCount == 0 || table.Columns.Skip(table.KeyCount).Any(column => column.IsKey)
        select $"The columns of the key of {table.Name} are not its first columns.";

    private static IEnumerable<string> ColumnTypes(AuditedPackage package)
    {
        foreach (var table in package.Database.Tables)
        {
            if (!MsiTables.All.TryGetValue(table.Name, out var standard))
            {
                continue;
            }

            // In later versions, some of Microsoft's tables have an additional last column.
            if (table.Columns.Count > standard.Columns.Count || table.Columns.Count < standard.KeyCount)
            {
                yield return $"The table {table.Name} has {table.Columns.Count} columns, the standard table {standard.Columns.Count}.";
                continue;
            }

            foreach (var (stored, column) in table.Columns.Zip(standard.Columns))
            {
                if (stored.Name != column.Name)
                {
                    yield return $"The column {column.Name} of {table.Name} is named {Quote.Shorten(stored.Name)}.";
                }
                else if (stored.Type != ExpectedType(column))
                {
                    yield return $"The column {table.Name}.{column.Name} has the type {stored.Type:X4}, "
                        + $"but the standard type is {ExpectedType(column):X4}.";
                }
            }
        }
    }

    // The bits as in databases that Windows Installer writes: text 0x0D00, number 0x0502 or 0x0104, stream 0x0900.
    private static int ExpectedType(MsiColumn column)
    {
        var storage = column.Kind switch
        {
            MsiColumnKind.Text => 0x0D00 + column.MaxLength,
            MsiColumnKind.Integer16 => 0x0502,
            MsiColumnKind.Integer32 => 0x0104,
            _ => 0x0900,
        };
        return storage | (column.IsLocalizable ? 0x0200 : 0) | (column.IsNullable ? 0x1000 : 0) | (column.IsKey ? 0x2000 : 0);
    }

    private static IEnumerable<string> ColumnsValidated(AuditedPackage package) =>
        from table in package.Database.Tables
        where package.Database.FindTable("_Validation") is not null
        from column in table.Columns
        let row = package.Find("_Validation", $"{table.Name}.{column.Name}")
        where row is null || row.Value.Text("Nullable") != (column.IsNullable ? "Y" : "N")
        select row is null
            ? $"_Validation does not contain {table.Name}.{column.Name}."
            : $"Nullable is '{Quote.Shorten(row.Value.TextOrEmpty("Nullable"))}' in _Validation for {table.Name}.{column.Name}, "
                + "which does not match its type.";

    private static IEnumerable<string> ValidationUsed(AuditedPackage package) =>
        from row in package.Rows("_Validation")
        let table = package.Database.FindTable(row.TextOrEmpty("Table"))
        where table is null || table.IndexOf(row.TextOrEmpty("Column")) < 0
        select $"{row} belongs to a column that does not exist.";

    private static IEnumerable<string> EmptyTables(AuditedPackage package) =>
        from table in package.Database.Tables
        where table.RowCount == 0
        select $"The table {table.Name} has no rows and is unnecessary.";
}
