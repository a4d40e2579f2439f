using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Deb;

/// <summary>Generates the text of md5sums from contents while they are written. One instance serves the whole list, because a package may
/// contain tens of thousands of files.</summary>
internal sealed class DebChecksumList : IDisposable
{
    private const int DigitsLength = 2 * MD5.HashSizeInBytes;

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly byte[] _text;
    private int _length;

    /// <summary>Creates an empty list with enough capacity for the files of the entries.</summary>
    public DebChecksumList(IReadOnlyList<PackageEntry> entries)
    {
        _text = new byte[entries.Where(Covers).Sum(entry => LineLength(entry.Path))];
        Observe = _md5.AppendData;
    }

    /// <summary>Adds the next bytes of the current file.</summary>
    public Action<ReadOnlySpan<byte>> Observe { get; }

    /// <summary>The lines written so far.</summary>
    public ReadOnlyMemory<byte> Text => _text.AsMemory(0, _length);

    /// <summary>Whether an entry has a line. Conffiles are left out, because the administrator may change them and dpkg keeps their hashes
    /// itself (dh_md5sums(1)).</summary>
    public static bool Covers(PackageEntry entry) => entry is FileEntry { IsConfiguration: false };

    /// <summary>Completes the current file with its line.</summary>
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

    // The line feed takes the byte of the path's leading slash.
    private static int LineLength(string path) => DigitsLength + 2 + Encoding.UTF8.GetByteCount(path);
}
