using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Msi;

/// <summary>What the database says of a file's content.</summary>
/// <param name="Version">The version of a Windows program or library, or null.</param>
/// <param name="Languages">Its languages in digits, with a comma between, or null.</param>
/// <param name="Digest">MD5 where there is no version, else SHA-256.</param>
internal readonly record struct MsiFileFacts(string? Version, string? Languages, byte[] Digest)
{
    /// <summary>The four numbers that make up the MD5 of a file without a version (Microsoft, "MsiFileHash Table"); else null.</summary>
    public int[]? HashParts => Version is null
        ? [.. Digest.Chunk(sizeof(int)).Select(part => BinaryPrimitives.ReadInt32LittleEndian(part))]
        : null;
}

/// <summary>Passes a file's content through, which it disposes of, and tells what it saw when it is disposed.</summary>
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

    // As many as the column has room for.
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
