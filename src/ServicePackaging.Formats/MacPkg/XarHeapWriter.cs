using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Writes the pieces of a heap, one after the other.</summary>
/// <param name="output">The stream to write to, which stays open.</param>
/// <param name="algorithm">The digest algorithm of the files.</param>
internal sealed class XarHeapWriter(Stream output, XarAlgorithm algorithm)
{
    /// <summary>Adds a file without compression. Returns null if nothing was written.</summary>
    /// <param name="write">Writes the file to the given stream.</param>
    public XarContent? Store(Action<Stream> write)
    {
        using var stored = new HashingStream(output, algorithm.Name);
        write(stored);
        var checksum = stored.Finish();
        return stored.BytesWritten == 0
            ? null
            : new XarContent(stored.BytesWritten, stored.BytesWritten, checksum, checksum, XarFormat.PlainEncoding);
    }

    /// <summary>Adds a file with zlib compression. Returns null if it is empty.</summary>
    /// <exception cref="IOException">The content cannot be read, or its length has changed.</exception>
    public XarContent? Compress(string name, FileContent file, CancellationToken cancellationToken)
    {
        if (file.Length == 0)
        {
            return null;
        }

        using var stored = new HashingStream(output, algorithm.Name);
        string checksum;
        long size;
        using (var zlib = new ZlibEncoderStream(stored, cancellationToken))
        using (var plain = new HashingStream(zlib, algorithm.Name))
        using (var content = file.Open())
        {
            PooledCopy.CopyExactly(content, plain, file.Length, file.SourcePath ?? name, observer: null, cancellationToken);
            checksum = plain.Finish();
            size = plain.BytesWritten;
        }

        return new XarContent(stored.BytesWritten, size, stored.Finish(), checksum, XarFormat.ZlibEncoding);
    }
}
