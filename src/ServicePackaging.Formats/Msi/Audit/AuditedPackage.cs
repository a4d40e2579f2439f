using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>The view of a package that the rules use. Missing tables and columns are empty; separate rules report that they are
/// missing.</summary>
internal sealed class AuditedPackage(MsiDatabase database, CancellationToken cancellationToken)
{
    private const long MostCharacters = 100_000_000;

    private static readonly AuditedRow[] NoRows = [];

    private readonly Dictionary<string, AuditedRow[]> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ILookup<string, AuditedRow>> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Table, int Column), HashSet<string>> _values = [];
    private readonly Dictionary<string, HashSet<string>> _lists = new(StringComparer.Ordinal);
    private DirectoryPaths? _directories;

    public MsiDatabase Database => database;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The paths of the directories on the target machine.</summary>
    public DirectoryPaths Directories => _directories ??= new(this);

    /// <summary>Whether the package declares a 64-bit platform.</summary>
    public bool Is64Bit => Platform is "x64" or "Intel64" or "Arm64";

    /// <summary>The platform in the summary's template; empty if it is missing.</summary>
    public string Platform => (database.Summary?.Text(MsiSummaryProperty.Template) ?? "").Split(';')[0];

    /// <summary>Rejects a package that would take hours to check: a small file in which all cells refer to one long text.</summary>
    /// <exception cref="InvalidDataException">The cells are too long in total.</exception>
    public void CheckLength()
    {
        long length = 0;
        foreach (var table in database.Tables)
        {
            foreach (var column in table.Columns.Index().Where(column => column.Item.Kind == MsiColumnKind.Text))
            {
                for (var row = 0; row < table.RowCount; row++)
                {
                    length += table.Raw(row, column.Index) is > 0 and var id ? database.Strings[(int)id - 1].Text.Length : 0;
                }
            }

            if (length > MostCharacters)
            {
                throw new InvalidDataException($"The cells of the package have more than {MostCharacters} characters in total.");
            }
        }
    }

    /// <summary>Returns the rows of a table.</summary>
    public IReadOnlyList<AuditedRow> Rows(string table)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_rows.TryGetValue(table, out var rows))
        {
            rows = database.FindTable(table) is { } stored ? [.. stored.Rows.Select(row => new AuditedRow(row))] : NoRows;
            _rows.Add(table, rows);
        }

        return rows;
    }

    /// <summary>Finds a row by its key; null if it is missing or the key is null.</summary>
    public AuditedRow? Find(string table, string? key)
    {
        if (!_byKey.TryGetValue(table, out var rows))
        {
            _byKey.Add(table, rows = Rows(table).ToLookup(row => row.Key, StringComparer.Ordinal));
        }

        return key is null ? null : rows[key].Cast<AuditedRow?>().FirstOrDefault();
    }

    /// <summary>Whether a table has a row with a key.</summary>
    public bool Has(string table, string? key) => Find(table, key) is not null;

    /// <summary>Returns the values of a column by its number, starting with 1.</summary>
    public IReadOnlySet<string> Values(string table, int column)
    {
        if (!_values.TryGetValue((table, column), out var values))
        {
            var stored = database.FindTable(table);
            values = stored is null || column < 1 || column > stored.Columns.Count
                ? []
                : [.. Enumerable.Range(0, stored.RowCount).Select(row => stored.Value(row, column - 1).ToString())];
            _values.Add((table, column), values);
        }

        return values;
    }

    /// <summary>Returns the names in a property that are separated by semicolons.</summary>
    public IReadOnlySet<string> Listed(string property)
    {
        if (!_lists.TryGetValue(property, out var names))
        {
            _lists.Add(property, names = (Property(property) ?? "").Split(';').ToHashSet(StringComparer.Ordinal));
        }

        return names;
    }

    /// <summary>Returns the initial value of a property, or null.</summary>
    public string? Property(string name) => Find("Property", name)?.Text("Value");
}

/// <summary>The view of a row that the rules use.</summary>
internal readonly record struct AuditedRow(MsiStoredRow Row)
{
    /// <summary>The cells of the key, separated by dots.</summary>
    public string Key => Row.Key;

    /// <summary>Returns a cell's text; null if it has none.</summary>
    public string? Text(string column) => Cell(column).Text;

    /// <summary>Returns a cell's text; empty if it has none.</summary>
    public string TextOrEmpty(string column) => Text(column) ?? "";

    /// <summary>Returns a cell's number; null if it has none.</summary>
    public int? Number(string column) => Cell(column).Number;

    /// <summary>Whether any of the bits is set in a cell's number.</summary>
    public bool HasBit(string column, int bits) => ((Number(column) ?? 0) & bits) != 0;

    /// <summary>Returns a readable name of the row: <c>File 'F1'</c>.</summary>
    public override string ToString() => $"{Row.Table.Name} '{Quote.Shorten(Key)}'";

    private MsiValue Cell(string column) => Row.Table.IndexOf(column) < 0 ? MsiValue.Null : Row[column];
}

/// <summary>Prepares texts of packages for use within sentences.</summary>
internal static class Quote
{
    private const int MostCharacters = 120;

    /// <summary>Returns the start of a text.</summary>
    public static string Shorten(string text) => text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}...";
}
