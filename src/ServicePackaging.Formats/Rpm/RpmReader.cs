using System.Buffers.Binary;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Rpm;

/// <summary>
/// Reads binary packages of rpm's formats 3 and 4 from a seekable stream. The headers are read immediately (at most 256 MiB each, and not
/// more than the stream contains). The payload is streamed on each call. Malformed, truncated and malicious packages cause an
/// <see cref="InvalidDataException"/>, which the properties also throw.
/// </summary>
public sealed class RpmReader : IDisposable
{
    private readonly PackageStream _source;
    private readonly Lazy<IReadOnlyList<RpmFileInfo>> _files;

    private RpmReader(PackageStream source)
    {
        _source = source;
        var stream = source.Stream;
        stream.Position = 0;
        ReadLead(stream);
        Signature = RpmHeaderReader.Read(stream, (int)RpmSignatureTag.Region);
        stream.Position += -Signature.Bytes.Length & (RpmFormat.SignatureAlignment - 1);
        HeaderOffset = stream.Position;
        Header = RpmHeaderReader.Read(stream, (int)RpmTag.Region);
        PayloadOffset = stream.Position;
        _files = new(() => RpmFileList.Read(Header));
    }

    /// <summary>The name, version and release in the lead, truncated to 65 bytes.</summary>
    public string LeadName { get; private set; } = "";

    /// <summary>The architecture's number in the lead.</summary>
    public int LeadArchitecture { get; private set; }

    /// <summary>The signature header: digests and signatures.</summary>
    public RpmHeader Signature { get; }

    /// <summary>The header.</summary>
    public RpmHeader Header { get; }

    /// <summary>The package's name.</summary>
    public string Name => Required(RpmTag.Name);

    /// <summary>The epoch, or null.</summary>
    public uint? Epoch => (uint?)Header.Number(RpmTag.Epoch);

    /// <summary>The version.</summary>
    public string Version => Required(RpmTag.Version);

    /// <summary>The release.</summary>
    public string Release => Required(RpmTag.Release);

    /// <summary>The architecture.</summary>
    public string Architecture => Required(RpmTag.Architecture);

    /// <summary>The payload's compressor according to the header, or null.</summary>
    public string? Compressor => Header.Text(RpmTag.PayloadCompressor);

    /// <summary>The files, in the header's order.</summary>
    /// <exception cref="InvalidDataException">The list is malformed.</exception>
    public IReadOnlyList<RpmFileInfo> Files => _files.Value;

    /// <summary>The relations, by kind and in the header's order.</summary>
    /// <exception cref="InvalidDataException">The lists are malformed.</exception>
    public IReadOnlyList<RpmRelation> Relations => RpmHeaderLists.Relations(Header);

    /// <summary>The scriptlets.</summary>
    /// <exception cref="InvalidDataException">A tag does not have its type.</exception>
    public IReadOnlyDictionary<RpmScriptletKind, RpmScriptlet> Scriptlets => RpmHeaderLists.Scriptlets(Header);

    /// <summary>The script that runs when a transaction installs certain files, or null.</summary>
    /// <exception cref="InvalidDataException">A tag does not have its type, or there are several scripts.</exception>
    public RpmFileTrigger? FileTrigger => RpmHeaderLists.FileTrigger(Header);

    /// <summary>The changes.</summary>
    /// <exception cref="InvalidDataException">The list is malformed.</exception>
    public IReadOnlyList<RpmChange> Changelog => RpmHeaderLists.Changelog(Header);

    /// <summary>The position of the header.</summary>
    internal long HeaderOffset { get; }

    /// <summary>The position of the payload.</summary>
    internal long PayloadOffset { get; }

    /// <summary>The length of the payload as stored, in bytes.</summary>
    internal long PayloadLength => _source.Stream.Length - PayloadOffset;

    /// <summary>The operating system's number in the lead.</summary>
    internal int LeadOs { get; private set; }

    /// <summary>The type of the signature after the lead, as a number.</summary>
    internal int LeadSignatureType { get; private set; }

    /// <summary>Opens a package file.</summary>
    /// <exception cref="InvalidDataException">It is not a package, or its headers are malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RpmReader Open(string path) => Open(File.OpenRead(path));

    /// <summary>Opens a package from a seekable stream. The stream is disposed of with the reader, and if opening fails, unless
    /// <paramref name="leaveOpen"/> is set.</summary>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="InvalidDataException">It is not a package, or its headers are malformed.</exception>
    public static RpmReader Open(Stream stream, bool leaveOpen = false) =>
        PackageStream.Open(stream, leaveOpen, source => new RpmReader(source));

    /// <summary>Streams the payload: calls a function for each entry in the archive's order with its content. The content of a symbolic
    /// link is its target. Objects other than files and links have no content, and of several hard links only one has a content.</summary>
    /// <exception cref="InvalidDataException">The payload is malformed or truncated, has an unsupported compression, or contains a file
    /// that the header does not list.</exception>
    public void ReadPayload(Action<RpmFileInfo, Stream> visit, CancellationToken cancellationToken = default) =>
        new RpmPayloadReader(Files).Read(OpenPayload(), (file, _, content) => Visit(visit, file, content), cancellationToken);

    /// <summary>Copies the content of one file of the payload.</summary>
    /// <param name="path">Absolute, as in <see cref="RpmFileInfo.Path"/>.</param>
    /// <param name="destination">The stream to copy to.</param>
    /// <param name="cancellationToken">Checked before each entry.</param>
    /// <exception cref="FileNotFoundException">The payload has no such regular file.</exception>
    /// <exception cref="InvalidDataException">The payload is malformed.</exception>
    public void CopyFile(string path, Stream destination, CancellationToken cancellationToken = default) =>
        FileExtraction.CopyFile<RpmFileInfo>(
            path,
            file => file.IsFile && file.Path == path,
            visit => new RpmPayloadReader(Files).Read(OpenPayload(), (file, _, content) => visit(file, content), cancellationToken),
            destination);

    /// <summary>Reads the whole package and verifies its digests and lengths.</summary>
    /// <returns>The digests that the package contains and that this method supports, all of them correct. SHA-1 and signatures are not
    /// verified.</returns>
    /// <exception cref="InvalidDataException">A digest or length is wrong, or the payload lacks a file or is malformed.</exception>
    public RpmDigests Verify(CancellationToken cancellationToken = default) => new RpmDigestVerification(this).Run(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>Opens the payload as stored in the package.</summary>
    internal Stream OpenCompressedPayload() => new SectionStream(_source.Stream, PayloadOffset, PayloadLength);

    /// <summary>Opens the archive of the payload.</summary>
    internal Stream OpenPayload()
    {
        if (Header.Text(RpmTag.PayloadFormat) is { } format and not RpmFormat.PayloadFormat)
        {
            throw new InvalidDataException($"The payload has the unsupported format '{format}'. Only cpio is supported.");
        }

        var payload = OpenCompressedPayload();
        var kind = Compressor switch
        {
            // Without a compressor, rpm uses gzip, which also passes on data that is not compressed.
            null => CompressionMagic.KindOf(payload) == CompressionKind.Gzip ? CompressionKind.Gzip : CompressionKind.None,
            "gzip" => CompressionKind.Gzip,
            "xz" => CompressionKind.Xz,
            var other => throw new InvalidDataException(
                $"The payload is compressed with '{other}', which is not supported. Supported are gzip, xz and none."),
        };
        return Decompressor.Open(kind, payload);
    }

    private static bool Visit(Action<RpmFileInfo, Stream> visit, RpmFileInfo file, Stream content)
    {
        visit(file, content);
        return true;
    }

    private string Required(RpmTag tag) => Header.Text(tag) ?? throw new InvalidDataException($"The package's header has no {tag}.");

    private void ReadLead(Stream stream)
    {
        var lead = new byte[RpmFormat.LeadLength];
        RpmHeaderReader.ReadExactly(stream, lead);
        if (!lead.AsSpan().StartsWith(RpmFormat.LeadMagic)
            || lead[RpmFormat.LeadMagic.Length] is < RpmFormat.LeadMajorVersion or > RpmFormat.LeadMajorVersion + 1)
        {
            throw new InvalidDataException("Not an rpm package: the magic is missing.");
        }

        if (BinaryPrimitives.ReadInt16BigEndian(lead.AsSpan(RpmFormat.LeadTypeOffset)) == RpmFormat.LeadSourceType)
        {
            throw new InvalidDataException("The package is a source package, which is not supported.");
        }

        var name = lead.AsSpan(RpmFormat.LeadNameOffset, RpmFormat.LeadNameLength);
        LeadName = Encoding.Latin1.GetString(name.Contains((byte)0) ? name[..name.IndexOf((byte)0)] : name);
        LeadArchitecture = BinaryPrimitives.ReadInt16BigEndian(lead.AsSpan(RpmFormat.LeadArchitectureOffset));
        LeadOs = BinaryPrimitives.ReadInt16BigEndian(lead.AsSpan(RpmFormat.LeadOsOffset));
        LeadSignatureType = BinaryPrimitives.ReadInt16BigEndian(lead.AsSpan(RpmFormat.LeadSignatureTypeOffset));
    }
}
