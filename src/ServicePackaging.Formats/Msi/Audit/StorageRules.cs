using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the compound file and its streams.</summary>
internal static class StorageRules
{
    private const string Defect = "CompoundFile.";

    // The summary, and the streams that signing adds.
    private static readonly string[] KnownStreams = [MsiFormat.Summary.StreamName, "\u0005DigitalSignature", "\u0005MsiDigitalSignatureEx"];

    private static readonly string[] PoolStreams =
        [MsiFormat.StringPoolTable, MsiFormat.StringDataTable, MsiFormat.TablesTable, MsiFormat.ColumnsTable];

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("ClassId", ClassId),
        new("TableStreams", TableStreams),
        new("OtherStreams", OtherStreams),
        new("StreamCells", StreamCells),
        new("StreamNames (ICE29)", StreamNames),
    ];

    /// <summary>The names of the rules of <see cref="Defects"/>.</summary>
    public static IEnumerable<string> DefectNames => Enum.GetNames<CompoundFileDefectKind>().Select(name => Defect + name);

    /// <summary>Violations of [MS-CFB]. Each kind is a rule.</summary>
    public static IEnumerable<PackageFault> Defects(AuditedPackage package) =>
        package.Database.CompoundFile.Defects.Select(defect => new PackageFault($"{Defect}{defect.Kind}", defect.Text));

    private static IEnumerable<string> ClassId(AuditedPackage package)
    {
        var id = package.Database.CompoundFile.RootClassId;
        if (id != MsiFormat.PackageClassId)
        {
            yield return $"The root storage has the class {id:B}; the class of packages is {MsiFormat.PackageClassId:B}.";
        }
    }

    // A table without rows does not have a stream.
    private static IEnumerable<string> TableStreams(AuditedPackage package)
    {
        foreach (var stream in package.Database.Streams.Where(stream => stream.IsTable && !PoolStreams.Contains(stream.Name)))
        {
            if (package.Database.FindTable(stream.Name) is null)
            {
                yield return $"There is a stream of the table {Quote.Shorten(stream.Name)}, which is not in _Tables.";
            }
            else if (stream.Length == 0)
            {
                yield return $"The table {stream.Name} has no rows, but has an empty stream.";
            }
        }
    }

    private static IEnumerable<string> OtherStreams(AuditedPackage package)
    {
        var used = package.Database.EmbeddedCabinets.Concat(KnownStreams)
            .Concat(StreamsOfRows(package).Select(cell => cell.Stream)).ToHashSet(StringComparer.Ordinal);
        return from stream in package.Database.Streams
               where !stream.IsTable && !used.Contains(stream.Name)
               select $"The stream '{Quote.Shorten(stream.Name)}' does not belong to any row.";
    }

    private static IEnumerable<string> StreamCells(AuditedPackage package)
    {
        var streams = package.Database.Streams
            .Where(stream => !stream.IsTable).Select(stream => stream.Name).ToHashSet(StringComparer.Ordinal);
        return from cell in StreamsOfRows(package)
               where !streams.Contains(cell.Stream)
               select $"{cell.Row} has no stream '{Quote.Shorten(cell.Stream)}'.";
    }

    // Two characters of a name are stored as one unit. A stored name has at most 31 units.
    private static IEnumerable<string> StreamNames(AuditedPackage package) =>
        from cell in StreamsOfRows(package)
        where !IsStorable(cell.Stream)
        select $"{cell.Row} would have a stream with a name that is too long for a compound file.";

    private static bool IsStorable(string name) =>
        name.Length <= MsiFormat.StreamName.MostUnits
        || (name.Length <= 2 * MsiFormat.StreamName.MostUnits
            && name.All(c => MsiFormat.StreamName.Alphabet.Contains(c, StringComparison.Ordinal)));

    private static IEnumerable<(AuditedRow Row, string Stream)> StreamsOfRows(AuditedPackage package) =>
        from table in package.Database.Tables
        let columns = table.Columns.Index()
            .Where(column => column.Item.Kind == MsiColumnKind.Stream).Select(column => column.Index).ToList()
        where columns.Count > 0
        from row in package.Rows(table.Name)
        let raw = row.Row.RawCells.ToList()
        where columns.Exists(column => raw[column] != 0)
        select (row, $"{table.Name}.{row.Key}");
}
