using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memexd;

/// <summary>One line of an index file.</summary>
internal sealed record IndexEntry(
    string Path, long Bytes, DateTime Modified, DateTime Processed, long Words, IReadOnlyList<Chunk> Chunks);

/// <summary>How a version of a document is recognised.</summary>
internal readonly record struct Fingerprint(long Bytes, DateTime Modified);

/// <summary>
/// One file of JSON lines per collection below the state directory. It is only ever appended to; the last line about a document counts.
/// What it holds also tells a restarted daemon which documents it need not read again.
/// </summary>
internal sealed class DocumentIndex(CommandLine commandLine, ILogger<DocumentIndex> logger)
{
    private readonly ConcurrentDictionary<string, Fingerprint> _known = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly string _folder = Path.Combine(commandLine.StateDirectory, "index");

    public int Count => _known.Count;

    public bool Holds(string path, Fingerprint version) => _known.TryGetValue(path, out var known) && known == version;

    /// <summary>Marks a version as dealt with until the next start, without an entry.</summary>
    public void Skip(string path, Fingerprint version) => _known[path] = version;

    public void Load()
    {
        Directory.CreateDirectory(_folder);
        foreach (var file in Directory.EnumerateFiles(_folder, "*.jsonl"))
        {
            foreach (var line in File.ReadLines(file))
            {
                try
                {
                    if (JsonSerializer.Deserialize(line, IndexJson.Default.IndexEntry) is { Path: not null } entry)
                    {
                        _known[entry.Path] = new Fingerprint(entry.Bytes, entry.Modified);
                    }
                }
                catch (JsonException)
                {
                    // A power cut in the middle of a write; that document is simply read again.
                    logger.LogWarning("Damaged line ignored in {File}", file);
                }
            }
        }
    }

    public void Add(string collection, IndexEntry entry)
    {
        lock (_writing)
        {
            using var file = new FileStream(Path.Combine(_folder, collection + ".jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite);
            var end = file.Length;
            try
            {
                if (end > 0)
                {
                    // After a torn last line the new entry must start on a line of its own.
                    file.Position = end - 1;
                    if (file.ReadByte() != '\n')
                    {
                        file.WriteByte((byte)'\n');
                    }
                }

                JsonSerializer.Serialize(file, entry, IndexJson.Default.IndexEntry);
                file.WriteByte((byte)'\n');
                file.Flush();
            }
            catch (IOException)
            {
                // A full disk must not leave half a line behind.
                file.SetLength(end);
                throw;
            }
        }

        _known[entry.Path] = new Fingerprint(entry.Bytes, entry.Modified);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IndexEntry))]
internal sealed partial class IndexJson : JsonSerializerContext;
