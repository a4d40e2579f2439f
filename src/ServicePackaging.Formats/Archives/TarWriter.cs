using System.Text;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>
/// Writes tar archives in the GNU dialect, byte for byte as GNU tar does with <c>--format=gnu</c>. Our own, because dpkg refuses the PAX
/// headers that <see cref="System.Formats.Tar"/> writes by default, and because the bytes of its GNU entries have changed between runtimes.
/// </summary>
internal sealed class TarWriter
{
    // Throws where a name has no UTF-8 form (an unpaired surrogate), instead of writing another name.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly byte[] Zeros = new byte[2 * TarFormat.BlockLength];

    private readonly Stream _output;
    private readonly long _modificationTime;
    private readonly byte[] _block = new byte[TarFormat.BlockLength];

    /// <summary>Starts an archive whose entries all carry the one timestamp.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timestamp is before 1970 or beyond eleven octal digits (year 2242).</exception>
    public TarWriter(Stream output, DateTimeOffset timestamp)
    {
        _output = output;
        _modificationTime = timestamp.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(_modificationTime, nameof(timestamp));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_modificationTime, TarFormat.FirstBinarySize, nameof(timestamp));
    }

    /// <summary>Writes an entry under its path with <c>.</c> before it (<c>./usr/bin/x</c>), and a file's content behind it.</summary>
    /// <param name="contentObserver">Sees a file's bytes as they pass.</param>
    /// <exception cref="IOException">A content cannot be read, or is not of the length it promised.</exception>
    public void Write(PackageEntry entry, Action<ReadOnlySpan<byte>>? contentObserver = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (entry)
        {
            case FileEntry file:
                WriteHeaders(entry, "." + entry.Path, TarFormat.RegularFile, linkTarget: "", file.Content.Length);
                WriteContent(file, contentObserver, cancellationToken);
                break;
            case DirectoryEntry:
                WriteHeaders(entry, entry.Path == "/" ? "./" : $".{entry.Path}/", TarFormat.Directory, linkTarget: "", size: 0);
                break;
            case SymlinkEntry link:
                WriteHeaders(entry, "." + entry.Path, TarFormat.SymbolicLink, link.Target, size: 0);
                break;
            default:
                throw new ArgumentException(
                    $"{entry.Path} is of a kind that tar archives do not hold here: {entry.GetType().Name}.", nameof(entry));
        }
    }

    /// <summary>
    /// Ends the archive with the two zero blocks that mark its end (POSIX.1-2017 pax, "ustar Interchange Format"). GNU tar pads on to a
    /// record of 20 blocks for the sake of tape drives; dpkg and tar stop at the end mark, so no more is written.
    /// </summary>
    public void Finish() => _output.Write(Zeros);

    private void WriteContent(FileEntry file, Action<ReadOnlySpan<byte>>? observer, CancellationToken cancellationToken)
    {
        var length = file.Content.Length;
        using (var content = file.Content.Open())
        {
            var name = file.Content.SourcePath ?? file.Path;
            PooledCopy.CopyExactly(content, _output, length, name, observer, cancellationToken);
        }

        _output.Write(Zeros.AsSpan(0, TarFormat.PaddingOf(length)));
    }

    private void WriteHeaders(PackageEntry entry, string name, byte type, string linkTarget, long size)
    {
        var nameBytes = Utf8.GetBytes(name);
        var targetBytes = Utf8.GetBytes(linkTarget);
        // GNU tar's order: the target's pseudo entry before the name's.
        WriteLong(TarFormat.LongLinkTarget, targetBytes);
        WriteLong(TarFormat.LongName, nameBytes);
        WriteBlock(new TarHeader
        {
            Name = nameBytes,
            LinkTarget = targetBytes,
            Type = type,
            Mode = entry.Mode,
            Size = size,
            ModificationTime = _modificationTime,
            Owner = entry.Owner,
            Group = entry.Group,
        });
    }

    private void WriteLong(byte type, byte[] value)
    {
        if (value.Length <= TarFormat.NameLength)
        {
            return;
        }

        WriteBlock(new TarHeader
        {
            Name = TarFormat.LongLinkName.ToArray(),
            Type = type,
            Mode = StandardModes.ReadableFile,
            Size = value.Length + 1,
            Owner = "root",
            Group = "root",
        });
        _output.Write(value);
        _output.Write(Zeros.AsSpan(0, 1 + TarFormat.PaddingOf(value.Length + 1)));
    }

    private void WriteBlock(in TarHeader header)
    {
        header.Encode(_block);
        _output.Write(_block);
    }
}
