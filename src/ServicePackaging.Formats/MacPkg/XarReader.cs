using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Reads xar archives and accepts only what both Apple's libxar and libarchive accept. The header, the table of contents and its
/// digest are read immediately, files on demand. Any damage causes an <see cref="InvalidDataException"/>.</summary>
internal sealed class XarReader
{
    // The largest packages of Apple need less than one MiB.
    private const int MaxTocMiB = 4;

    // RFC 1950 section 2.2: the flag FDICT, in the second byte of the header.
    private const int PresetDictionaryFlag = 0x20;

    private readonly Stream _stream;
    private readonly long _heapOffset;
    private readonly Dictionary<string, XarEntry> _byPath;

    /// <summary>Reads the header and the table of contents.</summary>
    /// <param name="stream">A seekable stream, which stays open. It must be kept open while the reader is used.</param>
    public XarReader(Stream stream)
    {
        _stream = stream;
        var header = new byte[XarFormat.HeaderLength];
        stream.Position = 0;
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || !header.AsSpan().StartsWith(XarFormat.Magic))
        {
            throw new InvalidDataException("Not a xar archive: the magic 'xar!' is missing.");
        }

        Algorithm = ReadAlgorithm(header);
        var length = BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(XarFormat.TocLengthOffset));
        var plainLength = BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(XarFormat.TocPlainLengthOffset));
        if (length > (ulong)(stream.Length - XarFormat.HeaderLength) || length > MaxTocMiB << 20 || plainLength > MaxTocMiB << 20)
        {
            throw new InvalidDataException($"The table of contents does not fit into the archive, or is larger than {MaxTocMiB} MiB.");
        }

        _heapOffset = XarFormat.HeaderLength + (long)length;
        var compressed = new byte[length];
        stream.ReadExactly(compressed);
        TocBytes = Inflate(compressed, (long)plainLength);
        var toc = XmlBytes.Read(TocBytes, XarFormat.Root, "The table of contents").Element(XarFormat.Toc)
            ?? throw new InvalidDataException("The table of contents has no element 'toc'.");
        CheckDigest(toc, compressed);
        CreationTime = toc.Element(XarFormat.CreationTime)?.Value ?? "";
        Signatures = [.. XarFormat.Signatures.SelectMany(name => toc.Elements(name)).Select(ReadSignature)];
        Entries = [.. XarTocReader.ReadEntries(toc)];
        _byPath = Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var end = HeapLength;
        foreach (var (name, offset, pieceLength) in Pieces)
        {
            if (offset > end || pieceLength > end - offset)
            {
                throw new InvalidDataException($"The archive's '{name}' is not within the heap.");
            }
        }
    }

    /// <summary>The digest algorithm of the table of contents.</summary>
    public XarAlgorithm Algorithm { get; }

    /// <summary>The table of contents in XML.</summary>
    public byte[] TocBytes { get; }

    /// <summary>The creation time according to the archive; empty if it is not specified.</summary>
    public string CreationTime { get; }

    /// <summary>The positions of the signatures in the heap.</summary>
    public IReadOnlyList<XarPiece> Signatures { get; }

    /// <summary>Files and directories, parents first.</summary>
    public IReadOnlyList<XarEntry> Entries { get; }

    /// <summary>All pieces of the heap, the digest first.</summary>
    public IEnumerable<XarPiece> Pieces => Signatures
        .Prepend(new XarPiece(XarFormat.Checksum, 0, Algorithm.Length))
        .Concat(Entries.Where(entry => entry.Data is not null)
            .Select(entry => new XarPiece(entry.Path, entry.Data!.Offset, entry.Data.Length)));

    /// <summary>The number of bytes after the table of contents.</summary>
    public long HeapLength => _stream.Length - _heapOffset;

    /// <summary>Finds a file by its path, or returns null.</summary>
    public XarEntry? FindFile(string path) => _byPath.GetValueOrDefault(path) is { Type: XarFormat.File } file ? file : null;

    /// <summary>Opens a section of the heap.</summary>
    public Stream OpenHeap(long offset, long length) => new SectionStream(_stream, _heapOffset + offset, length);

    /// <summary>Opens a file as stored in the heap.</summary>
    public Stream OpenStored(XarEntry entry) => entry.Data is { } data ? OpenHeap(data.Offset, data.Length) : new MemoryStream([]);

    /// <summary>Opens a file and decodes it. Reading throws if its length differs from the table of contents.</summary>
    /// <exception cref="InvalidDataException">The encoding is unknown.</exception>
    public Stream Open(XarEntry entry) => entry.Data is not { } data
        ? new MemoryStream([])
        : data.Encoding switch
        {
            XarFormat.PlainEncoding when data.Length == data.Size => OpenStored(entry),
            XarFormat.ZlibEncoding => OpenZlib(OpenStored(entry), data.Size, entry.Path),
            _ => throw new InvalidDataException(
                $"The archive's '{entry.Path}' has the unsupported encoding '{data.Encoding}'."),
        };

    /// <summary>Reads a complete file that is expected to be small.</summary>
    /// <exception cref="InvalidDataException">The file is larger than the limit, or cannot be decoded.</exception>
    public byte[] ReadAll(XarEntry entry, int limitMiB)
    {
        using var content = new LimitedStream(Open(entry), limitMiB, $"The archive's '{entry.Path}'");
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static XarAlgorithm ReadAlgorithm(ReadOnlySpan<byte> header)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(header[XarFormat.HeaderLengthOffset..]) != XarFormat.HeaderLength
            || BinaryPrimitives.ReadUInt16BigEndian(header[XarFormat.VersionOffset..]) != XarFormat.Version)
        {
            throw new InvalidDataException(
                $"The archive's header does not have version {XarFormat.Version} and {XarFormat.HeaderLength} bytes.");
        }

        var number = BinaryPrimitives.ReadUInt32BigEndian(header[XarFormat.AlgorithmOffset..]);
        return XarFormat.Algorithms.FirstOrDefault(algorithm => algorithm.Number == number)
            ?? throw new InvalidDataException($"The archive's digest is of the kind {number}, which Apple's xar does not support.");
    }

    private static byte[] Inflate(byte[] compressed, long plainLength)
    {
        using var zlib = OpenZlib(new MemoryStream(compressed), plainLength, "The table of contents");
        using var bytes = new MemoryStream();
        zlib.CopyTo(bytes);
        return bytes.ToArray();
    }

    // The runtime's decoder reports a preset dictionary with a special exception (an IOException), not as invalid data.
    private static ExactStream OpenZlib(Stream stored, long plainLength, string what)
    {
        Span<byte> header = stackalloc byte[2];
        if (stored.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && (header[1] & PresetDictionaryFlag) != 0)
        {
            throw new InvalidDataException($"{what} requires a preset dictionary, which xar does not support.");
        }

        stored.Position = 0;
        return new ExactStream(new ZLibStream(stored, CompressionMode.Decompress), plainLength, what);
    }

    private void CheckDigest(XElement toc, byte[] compressed)
    {
        var checksum = toc.Element(XarFormat.Checksum) ?? throw new InvalidDataException("The table of contents has no digest.");
        if ((string?)checksum.Attribute(XarFormat.Style) != Algorithm.Style
            || XarTocReader.Number(checksum, XarFormat.Offset) != 0
            || XarTocReader.Number(checksum, XarFormat.Size) != Algorithm.Length)
        {
            throw new InvalidDataException("The digest of the table of contents does not have the kind of the header, or is misplaced.");
        }

        var expected = new byte[Algorithm.Length];
        if (_stream.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false) < expected.Length
            || !CryptographicOperations.HashData(Algorithm.Name, compressed).AsSpan().SequenceEqual(expected))
        {
            throw new InvalidDataException("The digest of the table of contents does not match its bytes.");
        }
    }

    private static XarPiece ReadSignature(XElement signature) => new(
        signature.Name.LocalName, XarTocReader.Number(signature, XarFormat.Offset), XarTocReader.Number(signature, XarFormat.Size));
}
