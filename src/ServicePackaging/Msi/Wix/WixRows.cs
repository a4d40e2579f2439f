using System.Globalization;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>The rows of a package that no element expresses yet. An element takes the rows that it expresses, so that the rows without an
/// element are left at the end.</summary>
internal sealed class WixRows
{
    private readonly Dictionary<MsiTable, List<MsiRow>> _tables;
    private readonly HashSet<MsiTable> _used;

    public WixRows(MsiPackage package)
    {
        _tables = package.Rows.GroupBy(row => row.Table).ToDictionary(table => table.Key, table => table.ToList());
        _used = [.. _tables.Keys];
        if (package.Files.Count > 0)
        {
            // Its rows are generated when the package is written.
            _used.Add(MsiTables.File);
        }
    }

    /// <summary>The rows that were not taken.</summary>
    public IReadOnlyList<MsiRow> Left => [.. _tables.Values.SelectMany(rows => rows)];

    /// <summary>Whether the package has rows of a table at all.</summary>
    public bool Has(MsiTable table) => _used.Contains(table);

    /// <summary>The rows of a table that were not taken yet.</summary>
    public IReadOnlyList<MsiRow> Of(MsiTable table) => [.. _tables.GetValueOrDefault(table, [])];

    /// <summary>The rows of a table that have a value in a column.</summary>
    public IReadOnlyList<MsiRow> Of(MsiTable table, string column, string value) => [.. Of(table).Where(row => row[column].Text == value)];

    /// <summary>Takes a row.</summary>
    /// <exception cref="InvalidOperationException">It was taken already.</exception>
    public void Take(MsiRow row)
    {
        if (!_tables[row.Table].Remove(row))
        {
            throw new InvalidOperationException($"Two elements of WiX would express the row {row}.");
        }
    }

    /// <summary>Takes rows.</summary>
    public void Take(IEnumerable<MsiRow> rows)
    {
        foreach (var row in rows)
        {
            Take(row);
        }
    }
}

/// <summary>The values of rows as WiX's attributes have them.</summary>
internal static class WixValues
{
    /// <summary>Ends an entry of a list.</summary>
    public const string End = "[~]";

    /// <summary>A GUID in the usual form of WiX sources.</summary>
    public static string Guid(MsiValue code) => code.Text!.Trim('{', '}');

    /// <summary>A number, or null.</summary>
    public static string? Number(MsiValue value) => value.Number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The long and the short form of a name; the short form is null if the name itself is short.</summary>
    public static (string Name, string? Short) Names(string pair) =>
        pair.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar ? (pair[(bar + 1)..], pair[..bar]) : (pair, null);

    /// <summary>The entries of a list.</summary>
    public static string[] List(string? text) => text?.Split(End, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The attributes for the bits of a number; null if a bit has no attribute.</summary>
    public static IReadOnlyList<(string Name, string? Value)>? Words(int bits, IEnumerable<(int Bit, string Name, string Value)> vocabulary)
    {
        var words = new List<(string, string?)>();
        foreach (var (bit, name, value) in vocabulary.Where(word => (bits & word.Bit) != 0))
        {
            words.Add((name, value));
            bits &= ~bit;
        }

        return bits == 0 ? words : null;
    }
}
