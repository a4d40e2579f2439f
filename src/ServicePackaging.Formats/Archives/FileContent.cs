using System.Runtime.InteropServices;
using System.Text;

namespace ServicePackaging.Formats.Archives;

/// <summary>The content of one file to be packaged. Its length is known, and it can be read any number of times.</summary>
public abstract class FileContent
{
    /// <summary>The number of bytes that <see cref="Open"/> yields.</summary>
    public abstract long Length { get; }

    /// <summary>Opens the content from its first byte.</summary>
    /// <exception cref="IOException">The underlying file cannot be read.</exception>
    public abstract Stream Open();

    /// <summary>Creates the content of a file on disk. Its length is determined now.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="IOException">The file does not exist.</exception>
    public static FileContent FromFile(string path) => new OnDisk(path, new FileInfo(path).Length);

    /// <summary>Creates a text content, encoded as UTF-8 without a byte order mark.</summary>
    public static FileContent FromText(string text) => new InMemory(Encoding.UTF8.GetBytes(text));

    /// <summary>Creates a content from bytes in memory. It is intended for small generated files.</summary>
    public static FileContent FromBytes(ReadOnlyMemory<byte> bytes) => new InMemory(bytes);

    /// <summary>Reads the content as UTF-8 text. It is intended for small files.</summary>
    /// <exception cref="IOException">The underlying file cannot be read.</exception>
    public string ReadText()
    {
        using var reader = new StreamReader(Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The file on disk, or null if the content is generated.</summary>
    public virtual string? SourcePath => null;

    private sealed class OnDisk(string path, long length) : FileContent
    {
        public override long Length => length;

        public override string SourcePath => path;

        // The writers already read in large blocks: a second buffer would only copy.
        public override Stream Open() =>
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
    }

    private sealed class InMemory(ReadOnlyMemory<byte> bytes) : FileContent
    {
        public override long Length => bytes.Length;

        public override Stream Open() => MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
    }
}
