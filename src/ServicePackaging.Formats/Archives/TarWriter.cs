using System.Text;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>
/// Writes tar archives in the GNU dialect, byte for byte like GNU tar with <c>--format=gnu</c>. The project has its own writer because dpkg
/// rejects the PAX headers that <see cref="System.Formats.Tar"/> writes by default, and because the bytes of its GNU entries have changed
/// between runtimes.
/// </summary>
internal sealed class TarWriter
{
    // Throws if a name cannot be encoded as UTF-8 (an unpaired surrogate) instead of writing a different name.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly byte[] Zeros = new byte[2 * TarFormat.BlockLength];

    private readonly Stream _output;
    private readonly long _modificationTime;
    private readonly byte[] _block = new byte[TarFormat.BlockLength];

    /// <summary>Starts an archive in which all entries have the same timestamp.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timestamp is before 1970 or beyond eleven octal digits (year 2242).</exception>
    public TarWriter(Stream output, DateTimeOffset timestamp)
    {
        _output = output;
        _modificationTime = timestamp.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(_modificationTime, nameof(timestamp));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_modificationTime, TarFormat.FirstBinarySize, nameof(timestamp));
    }

    /// <summary>Writes an entry under its path, prefixed with <c>.</c> (<c>./usr/bin/x</c>), followed by its content if it is a
    /// file.</summary>
    /// <param name="contentObserver">Receives a file's bytes as they are written.</param>
    /// <exception cref="IOException">A content cannot be read, or its length has changed.</exception>
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
                    $"{entry.Path} is of a kind that this writer does not support: {entry.GetType().Name}.", nameof(entry));
        }
    }

    /// <summary>
    /// Writes the two zero blocks that end the archive (POSIX.1-2017 pax, "ustar Interchange Format"). For tape drives, GNU tar adds
    /// padding up to a record of 20 blocks. dpkg and tar stop at the end mark, so this writer does not add the padding.
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
        // The order of GNU tar: the pseudo entry of the target before that of the name.
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
