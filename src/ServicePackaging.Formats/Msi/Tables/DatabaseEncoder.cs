using ServicePackaging.Formats.Msi.Storage;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>Creates the streams of a database from its rows.</summary>
internal static class DatabaseEncoder
{
    /// <summary>Returns the streams of all tables and of the string pool, with their names in the compound file.</summary>
    /// <param name="rows">The rows of all tables except _Validation, which is generated from the list of tables.</param>
    public static IEnumerable<(string Name, byte[] Content)> Encode(IReadOnlyCollection<MsiRow> rows)
    {
        MsiTable[] tables = [.. rows.Select(row => row.Table).Append(MsiTables.Validation).Distinct()];
        MsiRow[] all = [.. rows, .. SystemTables.Validate(tables), .. SystemTables.Describe(tables)];
        var pool = new StringPool();
        foreach (var cell in all.SelectMany(row => row.Cells))
        {
            pool.Add(cell.Text);
        }

        pool.Seal();
        var encoder = new TableEncoder(pool);
        foreach (var table in all.GroupBy(row => row.Table).OrderBy(table => table.Key.Name, StringComparer.Ordinal))
        {
            yield return (StreamNameEncoder.EncodeTable(table.Key.Name), encoder.Encode(table.Key, table));
        }

        using var poolStream = new MemoryStream();
        using var dataStream = new MemoryStream();
        pool.Write(poolStream, dataStream);
        yield return (StreamNameEncoder.EncodeTable(MsiFormat.StringPoolTable), poolStream.ToArray());
        yield return (StreamNameEncoder.EncodeTable(MsiFormat.StringDataTable), dataStream.ToArray());
    }
}
