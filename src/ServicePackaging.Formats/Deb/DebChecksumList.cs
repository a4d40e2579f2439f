using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Deb;

/// <summary>Makes the text of md5sums from contents as they pass. One for the whole list: a package may hold tens of thousands of
/// files.</summary>
internal sealed class DebChecksumList : IDisposable
{
    private const int DigitsLength = 2 * MD5.HashSizeInBytes;

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly byte[] _text;
    private int _length;

    /// <summary>An empty list, with room for the files of the entries.</summary>
    public DebChecksumList(IReadOnlyList<PackageEntry> entries)
    {
        _text = new byte[entries.Where(Covers).Sum(entry => LineLength(entry.Path))];
        Observe = _md5.AppendData;
    }

    /// <summary>Takes the next bytes of the file whose line comes next.</summary>
    public Action<ReadOnlySpan<byte>> Observe { get; }

    /// <summary>The lines so far.</summary>
    public ReadOnlyMemory<byte> Text => _text.AsMemory(0, _length);

    /// <summary>Whether an entry has a line. dh_md5sums(1): conffiles are left out, since they are the administrator's to change and dpkg
    /// keeps their hashes itself.</summary>
    public static bool Covers(PackageEntry entry) => entry is FileEntry { IsConfiguration: false };

    /// <summary>Ends a file with its line.</summary>
    public void AddLine(string path)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        _md5.GetHashAndReset(digest);
        var line = _text.AsSpan(_length, LineLength(path));
        Convert.TryToHexStringLower(digest, line, out _);
        "  "u8.CopyTo(line[DigitsLength..]);
        Encoding.UTF8.GetBytes(path.AsSpan(1), line[(DigitsLength + 2)..]);
        line[^1] = (byte)'\n';
        _length += line.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _md5.Dispose();

    // The path without its slash makes room for the line feed.
    private static int LineLength(string path) => DigitsLength + 2 + Encoding.UTF8.GetByteCount(path);
}
