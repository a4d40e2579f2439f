using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Msi;

/// <summary>The properties of a file's content that the database contains.</summary>
/// <param name="Version">The version of a Windows program or library, or null.</param>
/// <param name="Languages">The language IDs in decimal, separated by commas, or null.</param>
/// <param name="Digest">MD5 if there is no version, otherwise SHA-256.</param>
internal readonly record struct MsiFileFacts(string? Version, string? Languages, byte[] Digest)
{
    /// <summary>The four numbers of the MD5 of a file without a version (Microsoft, "MsiFileHash Table"); otherwise null.</summary>
    public int[]? HashParts => Version is null
        ? [.. Digest.Chunk(sizeof(int)).Select(part => BinaryPrimitives.ReadInt32LittleEndian(part))]
        : null;
}

/// <summary>Passes on the content of a file and reports its properties when it is disposed of, which also disposes of the
/// content.</summary>
internal sealed class MsiFileStream : ReadOnlyStream
{
    private const int MostLanguageCharacters = 20;

    private readonly Stream _content;
    private readonly Action<MsiFileFacts> _report;
    private readonly VersionResource? _version;
    private readonly IncrementalHash _hash;

    public MsiFileStream(Stream content, Action<MsiFileFacts> report)
    {
        _content = content;
        _report = report;
        if (content.CanSeek)
        {
            _version = VersionResource.Read(content);
            content.Position = 0;
        }

        _hash = IncrementalHash.CreateHash(_version is null ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _content.Read(buffer);
        _hash.AppendData(buffer[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _report(new(_version?.Version, Languages(), _hash.GetHashAndReset()));
            _hash.Dispose();
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    // As many languages as fit into the column.
    private string? Languages()
    {
        string? list = null;
        foreach (var language in _version?.Languages ?? [])
        {
            var longer = string.Create(CultureInfo.InvariantCulture, $"{list}{(list is null ? "" : ",")}{language}");
            list = longer.Length <= MostLanguageCharacters ? longer : list;
        }

        return list;
    }
}
