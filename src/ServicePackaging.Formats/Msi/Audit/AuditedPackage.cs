using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>A package as the rules ask of it. Tables and columns that there are not are empty; rules of their own tell that they are
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

    /// <summary>The directories' places on the target machine.</summary>
    public DirectoryPaths Directories => _directories ??= new(this);

    /// <summary>Whether the package says that it is for processors of 64 bits.</summary>
    public bool Is64Bit => Platform is "x64" or "Intel64" or "Arm64";

    /// <summary>The platform of the summary's template; empty where there is none.</summary>
    public string Platform => (database.Summary?.Text(MsiSummaryProperty.Template) ?? "").Split(';')[0];

    /// <summary>Refuses what would take hours: a small file whose cells all refer to one long text.</summary>
    /// <exception cref="InvalidDataException">It does.</exception>
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
                throw new InvalidDataException($"The cells of the package are longer than {MostCharacters} characters together.");
            }
        }
    }

    /// <summary>The rows of a table.</summary>
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

    /// <summary>The row of a key; null where there is none, or the key is null.</summary>
    public AuditedRow? Find(string table, string? key)
    {
        if (!_byKey.TryGetValue(table, out var rows))
        {
            _byKey.Add(table, rows = Rows(table).ToLookup(row => row.Key, StringComparer.Ordinal));
        }

        return key is null ? null : rows[key].Cast<AuditedRow?>().FirstOrDefault();
    }

    /// <summary>Whether a table has a row of a key.</summary>
    public bool Has(string table, string? key) => Find(table, key) is not null;

    /// <summary>The values of a column, by its number from 1.</summary>
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

    /// <summary>The names that a property lists, with a semicolon between.</summary>
    public IReadOnlySet<string> Listed(string property)
    {
        if (!_lists.TryGetValue(property, out var names))
        {
            _lists.Add(property, names = (Property(property) ?? "").Split(';').ToHashSet(StringComparer.Ordinal));
        }

        return names;
    }

    /// <summary>The value that a property starts with, or null.</summary>
    public string? Property(string name) => Find("Property", name)?.Text("Value");
}

/// <summary>A row as the rules ask of it.</summary>
internal readonly record struct AuditedRow(MsiStoredRow Row)
{
    /// <summary>The cells of the key, with a dot between.</summary>
    public string Key => Row.Key;

    /// <summary>A cell's text; null where there is none.</summary>
    public string? Text(string column) => Cell(column).Text;

    /// <summary>A cell's text; empty where there is none.</summary>
    public string TextOrEmpty(string column) => Text(column) ?? "";

    /// <summary>A cell's number; null where there is none.</summary>
    public int? Number(string column) => Cell(column).Number;

    /// <summary>Whether a cell's number has one of the bits.</summary>
    public bool HasBit(string column, int bits) => ((Number(column) ?? 0) & bits) != 0;

    /// <summary>Which row it is, for people: <c>File 'F1'</c>.</summary>
    public override string ToString() => $"{Row.Table.Name} '{Quote.Shorten(Key)}'";

    private MsiValue Cell(string column) => Row.Table.IndexOf(column) < 0 ? MsiValue.Null : Row[column];
}

/// <summary>Texts of packages within sentences.</summary>
internal static class Quote
{
    private const int MostCharacters = 120;

    /// <summary>The start of a text.</summary>
    public static string Shorten(string text) => text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}...";
}
