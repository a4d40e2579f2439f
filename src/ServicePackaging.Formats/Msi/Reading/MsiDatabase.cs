using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Cabinets;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>An installation package as it is stored. <see cref="MsiReader"/> opens it.</summary>
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

    /// <summary>Whether cells refer to texts by three bytes.</summary>
    public bool HasLongReferences => _pool.HasLongReferences;

    /// <summary>The string pool.</summary>
    public IReadOnlyList<MsiStoredString> Strings => _pool.Strings;

    /// <summary>The tables in the order of the database's own list.</summary>
    public IReadOnlyList<MsiStoredTable> Tables { get; }

    /// <summary>_Tables and _Columns, which say what tables there are.</summary>
    public IReadOnlyList<MsiStoredTable> SystemTables { get; }

    /// <summary>The summary, or null where there is none.</summary>
    public MsiStoredSummary? Summary { get; }

    /// <summary>All streams.</summary>
    public IReadOnlyList<MsiStreamInfo> Streams { get; }

    /// <summary>The file around it.</summary>
    internal CompoundFileReader CompoundFile { get; }

    /// <summary>A table, or null.</summary>
    public MsiStoredTable? FindTable(string name) => _tables.GetValueOrDefault(name);

    /// <summary>Opens a stream that is no table's, such as <c>Icon.App.ico</c>; only one is read at a time.</summary>
    /// <exception cref="FileNotFoundException">There is none of the name.</exception>
    /// <exception cref="InvalidDataException">It is damaged; also while reading.</exception>
    public Stream OpenStream(string name) => Find(name, isTable: false) is { } entry
        ? CompoundFile.OpenStream(entry)
        : throw new FileNotFoundException($"The package has no stream '{name}'.", name);

    /// <summary>Streams the files of all cabinets within the package, in their order there: calls back for each with its key and its
    /// content, which need not be read to its end.</summary>
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

    /// <summary>Copies a file of the payload out.</summary>
    /// <param name="key">Its key in table File.</param>
    /// <param name="destination">It stays open.</param>
    /// <param name="cancellationToken">Asked between files.</param>
    /// <exception cref="FileNotFoundException">No cabinet has it.</exception>
    /// <exception cref="InvalidDataException">A cabinet is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void CopyFile(string key, Stream destination, CancellationToken cancellationToken = default) =>
        FileExtraction.CopyFile<string>(
            key, name => name == key, visit => ReadFiles((name, content) => visit(name, content), cancellationToken), destination);

    /// <summary>The names of the streams that table Media names as cabinets, by DiskId; each once.</summary>
    internal IEnumerable<string> EmbeddedCabinets => FindTable(MsiTables.Media.Name)?.Rows
        .OrderBy(row => row["DiskId"].Number)
        .Select(row => row["Cabinet"].Text)
        .Where(cabinet => cabinet?.StartsWith('#') == true)
        .Select(cabinet => cabinet![1..])
        .Distinct() ?? [];

    /// <summary>Opens a cabinet; only one stream is read at a time.</summary>
    /// <exception cref="InvalidDataException">There is none of the name, or it is damaged.</exception>
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
        // Each is read once. More than the file has is there only where streams share their sectors, which could be thousands.
        _bytesRead += entry.Length;
        if (_bytesRead > CompoundFile.FileLength)
        {
            throw new InvalidDataException("The package's tables are longer together than the package: their streams overlap.");
        }

        using var stream = CompoundFile.OpenStream(entry);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
