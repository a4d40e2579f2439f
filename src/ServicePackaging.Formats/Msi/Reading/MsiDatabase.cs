using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Cabinets;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>An installation package, as stored. <see cref="MsiReader"/> opens it.</summary>
public sealed class MsiDatabase : IDisposable
{
    private readonly PackageStream _source;
    private readonly Dictionary<string, CompoundFileEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MsiStoredTable> _tables;
    private readonly StringPoolReader _pool;
    private long _bytesRead;

    internal MsiDatabase(PackageStream source)
    {
        _source = source;
        CompoundFile = CompoundFileReader.Open(source.Stream, leaveOpen: true);
        var streams = new List<MsiStreamInfo>();
        foreach (var entry in CompoundFile.Entries
            .Where(entry => entry.Kind == CompoundFileEntryKind.Stream && entry.Parent == CompoundFile.Root.Id))
        {
            var (name, isTable) = StreamNameDecoder.Decode(entry.Name);
            streams.Add(new(name, isTable, entry.Name, entry.Length));
            if (!_entries.TryAdd(KeyOf(name, isTable), entry))
            {
                throw new InvalidDataException($"The package has two streams '{name}'.");
            }
        }

        Streams = streams;
        _pool = StringPoolReader.Read(ReadTable(MsiFormat.StringPoolTable), ReadTable(MsiFormat.StringDataTable));
        var decoder = new TableDecoder(_pool, name => Find(name, isTable: true) is { } entry ? ReadAll(entry) : null);
        Tables = decoder.ReadAll();
        SystemTables = [decoder.Tables, decoder.Columns];
        _tables = Tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
        Summary = Find(MsiFormat.Summary.StreamName, isTable: false) is { } summary ? MsiStoredSummary.Read(ReadAll(summary)) : null;
    }

    /// <summary>The code page of the texts.</summary>
    public int CodePage => _pool.CodePage;

    /// <summary>Whether references from cells to texts have three bytes.</summary>
    public bool HasLongReferences => _pool.HasLongReferences;

    /// <summary>The string pool.</summary>
    public IReadOnlyList<MsiStoredString> Strings => _pool.Strings;

    /// <summary>The tables, in the order of the database's list.</summary>
    public IReadOnlyList<MsiStoredTable> Tables { get; }

    /// <summary>_Tables and _Columns, which describe the other tables.</summary>
    public IReadOnlyList<MsiStoredTable> SystemTables { get; }

    /// <summary>The summary, or null if it is missing.</summary>
    public MsiStoredSummary? Summary { get; }

    /// <summary>All streams.</summary>
    public IReadOnlyList<MsiStreamInfo> Streams { get; }

    /// <summary>The compound file that contains the package.</summary>
    internal CompoundFileReader CompoundFile { get; }

    /// <summary>Finds a table, or returns null.</summary>
    public MsiStoredTable? FindTable(string name) => _tables.GetValueOrDefault(name);

    /// <summary>Opens a stream that does not belong to a table, such as <c>Icon.App.ico</c>. Only one stream can be read at a
    /// time.</summary>
    /// <exception cref="FileNotFoundException">There is no stream with this name.</exception>
    /// <exception cref="InvalidDataException">It is damaged. Reading the stream can throw it, too.</exception>
    public Stream OpenStream(string name) => Find(name, isTable: false) is { } entry
        ? CompoundFile.OpenStream(entry)
        : throw new FileNotFoundException($"The package has no stream '{name}'.", name);

    /// <summary>Streams the files of all cabinets within the package, in their order: calls a function for each file with its key and its
    /// content, which it may read partially.</summary>
    /// <exception cref="InvalidDataException">A cabinet is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void ReadFiles(Action<string, Stream> visit, CancellationToken cancellationToken = default)
    {
        foreach (var name in EmbeddedCabinets)
        {
            using var cabinet = OpenCabinet(name);
            cabinet.ReadFiles((file, content) => visit(file.Name, content), cancellationToken);
        }
    }

    /// <summary>Copies a file of the payload.</summary>
    /// <param name="key">Its key in the table File.</param>
    /// <param name="destination">The stream to copy to, which stays open.</param>
    /// <param name="cancellationToken">Checked between files.</param>
    /// <exception cref="FileNotFoundException">No cabinet contains it.</exception>
    /// <exception cref="InvalidDataException">A cabinet is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void CopyFile(string key, Stream destination, CancellationToken cancellationToken = default) =>
        FileExtraction.CopyFile<string>(
            key, name => name == key, visit => ReadFiles((name, content) => visit(name, content), cancellationToken), destination);

    /// <summary>The names of the streams that the table Media lists as cabinets, by DiskId and each once.</summary>
    internal IEnumerable<string> EmbeddedCabinets => FindTable(MsiTables.Media.Name)?.Rows
        .OrderBy(row => row["DiskId"].Number)
        .Select(row => row["Cabinet"].Text)
        .Where(cabinet => cabinet?.StartsWith('#') == true)
        .Select(cabinet => cabinet![1..])
        .Distinct() ?? [];

    /// <summary>Opens a cabinet. Only one stream can be read at a time.</summary>
    /// <exception cref="InvalidDataException">There is no stream with this name, or it is damaged.</exception>
    internal CabinetReader OpenCabinet(string name) => Find(name, isTable: false) is { } entry
        ? CabinetReader.Open(CompoundFile.OpenStream(entry))
        : throw new InvalidDataException($"The package has no cabinet '{name}'.");

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static string KeyOf(string name, bool isTable) => isTable ? MsiFormat.StreamName.TableMark + name : name;

    private CompoundFileEntry? Find(string name, bool isTable) => _entries.GetValueOrDefault(KeyOf(name, isTable));

    private byte[] ReadTable(string name) =>
        ReadAll(Find(name, isTable: true)
            ?? throw new InvalidDataException($"The compound file has no {name}: it is not a package of Windows Installer."));

    private byte[] ReadAll(CompoundFileEntry entry)
    {
        // Each stream is read once. The total exceeds the length of the file only if streams, possibly thousands, share their sectors.
        _bytesRead += entry.Length;
        if (_bytesRead > CompoundFile.FileLength)
        {
            throw new InvalidDataException("The package's tables are larger than the package: their streams overlap.");
        }

        using var stream = CompoundFile.OpenStream(entry);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
