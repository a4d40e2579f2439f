using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Checksums;

namespace ServicePackaging.Formats.Deb;

/// <summary>Makes the text of md5sums from contents as they pass. One for the whole list: a package may hold tens of thousands of files.</summary>
internal sealed class DebChecksumList
{
    private const int DigitsLength = 2 * Md5.DigestLength;

    private readonly Md5 _md5 = new();
    private readonly byte[] _text;
    private int _length;

    /// <summary>An empty list, with room for the files of the entries.</summary>
    public DebChecksumList(IReadOnlyList<PackageEntry> entries)
    {
        _text = new byte[entries.Where(Covers).Sum(entry => LineLength(entry.Path))];
        Observe = _md5.Append;
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
        Span<byte> digest = stackalloc byte[Md5.DigestLength];
        _md5.Finish(digest);
        var line = _text.AsSpan(_length, LineLength(path));
        Convert.TryToHexStringLower(digest, line, out _);
        "  "u8.CopyTo(line[DigitsLength..]);
        Encoding.UTF8.GetBytes(path.AsSpan(1), line[(DigitsLength + 2)..]);
        line[^1] = (byte)'\n';
        _length += line.Length;
    }

    // The path without its slash makes room for the line feed.
    private static int LineLength(string path) => DigitsLength + 2 + Encoding.UTF8.GetByteCount(path);
}
