using System.Buffers.Text;
using System.Text;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>Writes the cpio archives of rpm payloads, byte for byte like rpmbuild.</summary>
/// <param name="output">The stream to write to.</param>
/// <param name="timestamp">The timestamp of every entry; from 1970 to 2106.</param>
internal sealed class CpioWriter(Stream output, DateTimeOffset timestamp)
{
    private static readonly byte[] Zeros = new byte[4];

    private readonly uint _time = checked((uint)timestamp.ToUnixTimeSeconds());
    private readonly byte[] _header = new byte[CpioFormat.HeaderLength];
    private long _position;

    /// <summary>Writes an entry under its path, prefixed with <c>.</c>.</summary>
    /// <param name="inode">A unique number, because entries with equal numbers are hard links.</param>
    /// <param name="contentObserver">Receives a file's bytes as they are written.</param>
    /// <exception cref="IOException">A content cannot be read, or its length has changed.</exception>
    /// <exception cref="OverflowException">A content is longer than 4 GiB - 1.</exception>
    public void Write(PackageEntry entry, uint inode, Action<ReadOnlySpan<byte>>? contentObserver, CancellationToken cancellationToken)
    {
        WriteHeader("." + entry.Path, inode, InodeMode.Of(entry), _time, checked((uint)LengthOf(entry)));
        WriteContent(entry, contentObserver, cancellationToken);
    }

    /// <summary>Writes an entry in the stripped form, which sets no limit to the length of the content.</summary>
    /// <param name="index">The entry's number in the list that accompanies the archive.</param>
    public void WriteStripped(
        PackageEntry entry, uint index, Action<ReadOnlySpan<byte>>? contentObserver, CancellationToken cancellationToken)
    {
        CpioFormat.StrippedMagic.CopyTo(_header);
        Format(_header.AsSpan(CpioFormat.MagicLength), index);
        WriteAligned(_header.AsSpan(0, CpioFormat.StrippedHeaderLength));
        WriteContent(entry, contentObserver, cancellationToken);
    }

    /// <summary>Writes the entry that ends an archive.</summary>
    public void Finish() => WriteHeader(CpioFormat.TrailerName, inode: 0, mode: default, time: 0, length: 0);

    /// <summary>Returns the number of bytes of an entry: of a file, the length of its content; of a symbolic link, the length of its
    /// target; otherwise 0.</summary>
    public static long LengthOf(PackageEntry entry) => entry switch
    {
        FileEntry file => file.Content.Length,
        SymlinkEntry link => Encoding.UTF8.GetByteCount(link.Target),
        _ => 0,
    };

    private void WriteHeader(string name, uint inode, InodeMode mode, uint time, uint length)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name + '\0');
        Span<uint> numbers = stackalloc uint[CpioFormat.NumberCount];
        numbers.Clear();
        numbers[CpioFormat.InodeNumber] = inode;
        numbers[CpioFormat.ModeNumber] = (uint)mode.ToBits();
        numbers[CpioFormat.LinkCountNumber] = 1;
        numbers[CpioFormat.TimeNumber] = time;
        numbers[CpioFormat.LengthNumber] = length;
        numbers[CpioFormat.NameLengthNumber] = (uint)nameBytes.Length;
        CpioFormat.Magic.CopyTo(_header);
        for (var i = 0; i < numbers.Length; i++)
        {
            Format(_header.AsSpan(CpioFormat.MagicLength + (i * CpioFormat.NumberLength)), numbers[i]);
        }

        Write(_header);
        WriteAligned(nameBytes);
    }

    private void WriteContent(PackageEntry entry, Action<ReadOnlySpan<byte>>? observer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (entry)
        {
            case FileEntry file:
                using (var content = file.Content.Open())
                {
                    var name = file.Content.SourcePath ?? file.Path;
                    PooledCopy.CopyExactly(content, output, file.Content.Length, name, observer, cancellationToken);
                }

                _position += file.Content.Length;
                WriteAligned(default);
                break;
            case SymlinkEntry link:
                WriteAligned(Encoding.UTF8.GetBytes(link.Target));
                break;
        }
    }

    private void WriteAligned(ReadOnlySpan<byte> bytes)
    {
        Write(bytes);
        Write(Zeros.AsSpan(0, CpioFormat.PaddingOf(_position)));
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _position += bytes.Length;
    }

    private static void Format(Span<byte> field, uint number) =>
        Utf8Formatter.TryFormat(number, field, out _, new('x', CpioFormat.NumberLength));
}
