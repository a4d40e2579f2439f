using System.Text;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>The attributes of an entry, as numbers, because the header has no fields for names.</summary>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="UserId">The owner's user ID.</param>
/// <param name="GroupId">The group ID.</param>
/// <param name="LinkCount">How many names the object has. For a directory, the number of its children plus 2.</param>
internal readonly record struct OdcAttributes(InodeMode Mode, int UserId, int GroupId, int LinkCount);

/// <summary>Writes cpio archives in POSIX's portable character format, like Apple's pkgbuild: inodes count up from 0, the end mark gets the
/// next number, and zeros fill the last block of 512 bytes.</summary>
/// <param name="output">The stream to write to.</param>
/// <param name="timestamp">The timestamp of every entry, from 1970 on.</param>
internal sealed class OdcWriter(Stream output, DateTimeOffset timestamp)
{
    private readonly byte[] _header = new byte[OdcFormat.HeaderLength];
    private readonly long _time = timestamp.ToUnixTimeSeconds();
    private int _inode;
    private long _position;

    /// <summary>Writes an entry under its path, prefixed with <c>.</c>; the root is written as <c>.</c>.</summary>
    /// <param name="contentObserver">Receives a file's bytes as they are written.</param>
    /// <exception cref="IOException">A content cannot be read, or its length has changed.</exception>
    /// <exception cref="OverflowException">A number has more digits than its field.</exception>
    public void Write(
        PackageEntry entry, OdcAttributes attributes, Action<ReadOnlySpan<byte>>? contentObserver, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var length = CpioWriter.LengthOf(entry);
        WriteHeader(entry.Path == "/" ? "." : "." + entry.Path, attributes, _time, length);
        switch (entry)
        {
            case FileEntry file:
                using (var content = file.Content.Open())
                {
                    var name = file.Content.SourcePath ?? file.Path;
                    PooledCopy.CopyExactly(content, output, length, name, contentObserver, cancellationToken);
                }

                _position += length;
                break;
            case SymlinkEntry link:
                Write(Encoding.UTF8.GetBytes(link.Target));
                break;
        }
    }

    /// <summary>Writes the end mark and fills its block with zeros.</summary>
    public void Finish()
    {
        WriteHeader(CpioFormat.TrailerName, new OdcAttributes(Mode: default, UserId: 0, GroupId: 0, LinkCount: 1), time: 0, length: 0);
        Write(new byte[(int)(-_position & (OdcFormat.BlockLength - 1))]);
    }

    private void WriteHeader(string name, OdcAttributes attributes, long time, long length)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name + '\0');
        OdcFormat.Magic.CopyTo(_header);
        PutShort(OdcFormat.DeviceOffset, 0);
        PutShort(OdcFormat.InodeOffset, _inode++);
        PutShort(OdcFormat.ModeOffset, attributes.Mode.ToBits());
        PutShort(OdcFormat.UserIdOffset, attributes.UserId);
        PutShort(OdcFormat.GroupIdOffset, attributes.GroupId);
        // A directory with more children than six digits can count is acceptable: nothing reads the number.
        PutShort(OdcFormat.LinkCountOffset, Math.Min(attributes.LinkCount, OdcFormat.MaxShort));
        PutShort(OdcFormat.SpecialDeviceOffset, 0);
        Put(OdcFormat.TimeOffset, OdcFormat.LongLength, time);
        PutShort(OdcFormat.NameLengthOffset, nameBytes.Length);
        Put(OdcFormat.LengthOffset, OdcFormat.LongLength, length);
        Write(_header);
        Write(nameBytes);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _position += bytes.Length;
    }

    private void PutShort(int offset, long value) => Put(offset, OdcFormat.ShortLength, value);

    private void Put(int offset, int length, long value)
    {
        if (value < 0 || value >> (3 * length) != 0)
        {
            throw new OverflowException($"{value} does not fit into the {length} octal digits of its cpio field.");
        }

        for (var i = offset + length - 1; i >= offset; i--)
        {
            _header[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }
}
