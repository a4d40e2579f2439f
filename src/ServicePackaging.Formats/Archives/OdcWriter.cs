using System.Text;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>Who and what an entry is where names do not go: in the numbers of a header.</summary>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="UserId">The owner's number.</param>
/// <param name="GroupId">The group's.</param>
/// <param name="LinkCount">How many names the object has; of a directory, its children and 2.</param>
internal readonly record struct OdcAttributes(InodeMode Mode, int UserId, int GroupId, int LinkCount);

/// <summary>Writes cpio archives in POSIX's portable character format, as Apple's pkgbuild does: inodes count up from 0, the end mark takes
/// the next, zeros fill the last block of 512 bytes.</summary>
/// <param name="output">Where to.</param>
/// <param name="timestamp">Of every entry, from 1970 on.</param>
internal sealed class OdcWriter(Stream output, DateTimeOffset timestamp)
{
    private readonly byte[] _header = new byte[OdcFormat.HeaderLength];
    private readonly long _time = timestamp.ToUnixTimeSeconds();
    private int _inode;
    private long _position;

    /// <summary>Writes an entry under its path with <c>.</c> before it; the root as <c>.</c>.</summary>
    /// <param name="contentObserver">Sees a file's bytes as they pass.</param>
    /// <exception cref="IOException">A content cannot be read, or is not of the length it promised.</exception>
    /// <exception cref="OverflowException">A number is beyond the digits that the format has for it.</exception>
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

    /// <summary>Writes the end mark and what fills its block.</summary>
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
        // A directory of more children than six digits can count is no fault: nothing reads the number.
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
            throw new OverflowException($"{value} does not fit the {length} octal digits that cpio has for it.");
        }

        for (var i = offset + length - 1; i >= offset; i--)
        {
            _header[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }
}
