using System.Globalization;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Compares each cell with its column's type and its limits in _Validation (Microsoft, "ICE03", "_Validation Table").</summary>
internal static class CellRules
{
    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("CellNull (ICE03)", package => Each(package, cell => cell.Value.IsNull && !cell.Column.IsNullable ? "is required" : null)),
        new("CellLength (ICE03)", package => Each(package, FindLength)),
        new("CellRange (ICE03)", package => Each(package, FindRange)),
        new("CellSet (ICE03)", package => Each(package, FindSet)),
        new("CellForm (ICE03)", package =>
            Each(package, cell => cell.Value.Text is { } text ? CellForms.FindFault(cell.Limits.Category, text) : null)),
        new("ForeignKey (ICE03)", package => Each(package, cell => FindForeignKey(package, cell))),
    ];

    private static IEnumerable<string> Each(AuditedPackage package, Func<Cell, string?> find) =>
        from table in package.Database.Tables
        from column in table.Columns.Index()
        let limits = ColumnLimits.Of(package, table, column.Item)
        from row in package.Rows(table.Name).Index()
        let value = table.Value(row.Index, column.Index)
        let fault = find(new(column.Item, limits, value))
        where fault is not null
        select $"{row.Item}: {column.Item.Name} '{Quote.Shorten(value.ToString())}' {fault}.";

    private static string? FindLength(Cell cell) =>
        cell.Value.Text is { } text && cell.Column.Length > 0 && text.Length > cell.Column.Length
            ? $"is longer than {cell.Column.Length} characters"
            : null;

    private static string? FindRange(Cell cell) =>
        cell.Value.Number is { } number && cell.Column.Kind != MsiColumnKind.Stream
        && (number < cell.Limits.Minimum || number > cell.Limits.Maximum)
            ? $"is outside the range {cell.Limits.Minimum} to {cell.Limits.Maximum}"
            : null;

    private static string? FindSet(Cell cell) =>
        cell.Value.IsNull || cell.Limits.Set is not { } set || set.Contains(cell.Value.ToString())
            ? null
            : "is not one of the values in _Validation";

    private static string? FindForeignKey(AuditedPackage package, Cell cell)
    {
        var (limits, value) = (cell.Limits, cell.Value);
        // The version of a file is a version, or the key of the file whose version is used.
        return value.IsNull
            || limits.KeyTables is null
            || (limits.Category == "Version" && CellForms.FindFault("Version", value.ToString()) is null)
            || limits.KeyTables.Any(table => package.Values(table, limits.KeyColumn).Contains(value.ToString()))
            ? null
            : $"is not a key of {string.Join(" or ", limits.KeyTables)}";
    }

    private sealed record Cell(MsiStoredColumn Column, ColumnLimits Limits, MsiValue Value);

    /// <summary>The limits of a column according to _Validation or, if it does not contain them, the standard table.</summary>
    private sealed record ColumnLimits(
        int Minimum, int Maximum, string? Category, IReadOnlySet<string>? Set, IReadOnlyList<string>? KeyTables, int KeyColumn)
    {
        private const int MostKeyTables = 32;

        public static ColumnLimits Of(AuditedPackage package, MsiStoredTable table, MsiStoredColumn column)
        {
            var standard = MsiTables.All.GetValueOrDefault(table.Name)?.Columns.FirstOrDefault(known => known.Name == column.Name);
            return package.Find("_Validation", string.Create(CultureInfo.InvariantCulture, $"{table.Name}.{column.Name}")) is { } row
                ? Make(
                    row.Number("MinValue"),
                    row.Number("MaxValue"),
                    row.Text("Category"),
                    row.Text("Set"),
                    row.Text("KeyTable"),
                    row.Number("KeyColumn"))
                : Make(standard?.Minimum, standard?.Maximum, standard?.Category, standard?.Set, standard?.KeyTable, standard?.KeyColumn);
        }

        private static ColumnLimits Make(
            int? minimum, int? maximum, string? category, string? set, string? keyTables, int? keyColumn) => new(
            minimum ?? int.MinValue, maximum ?? int.MaxValue, category, set?.Split(';').ToHashSet(StringComparer.Ordinal),
            keyTables?.Split(';', MostKeyTables), keyColumn ?? 1);
    }
}
