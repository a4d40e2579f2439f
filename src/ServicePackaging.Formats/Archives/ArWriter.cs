using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>Writes an ar archive with the headers that dpkg-deb writes: owned by root, mode 100644, names without a trailing
/// slash.</summary>
internal sealed class ArWriter
{
    private readonly Stream _output;
    private readonly long _timestamp;

    /// <summary>Starts the archive by writing its magic bytes.</summary>
    public ArWriter(Stream output, DateTimeOffset timestamp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timestamp, DateTimeOffset.UnixEpoch);
        _output = output;
        _timestamp = timestamp.ToUnixTimeSeconds();
        output.Write(ArFormat.Magic);
    }

    /// <summary>Writes one member, from the content's current position to its end.</summary>
    /// <returns>The number of bytes written: header, content and padding.</returns>
    /// <exception cref="ArgumentException">The name is not 1 to 15 printable ASCII characters.</exception>
    /// <exception cref="IOException">The content is longer than ar can store, or it cannot be read or written.</exception>
    public long WriteMember(string name, Stream content, CancellationToken cancellationToken = default)
    {
        var length = content.Length - content.Position;
        if (length > ArFormat.MaxMemberLength)
        {
            throw new IOException(
                $"The archive member {name} is {length} bytes long; an ar archive, and so a .deb, "
                + $"contains members of at most {ArFormat.MaxMemberLength} bytes.");
        }

        WriteHeader(name, length);
        PooledCopy.CopyExactly(content, _output, length, name, observer: null, cancellationToken);
        var padding = length & 1;
        if (padding != 0)
        {
            _output.WriteByte((byte)'\n');
        }

        return ArFormat.HeaderLength + length + padding;
    }

    private void WriteHeader(string name, long length)
    {
        if (name.Length is 0 or >= ArFormat.NameLength || name.Any(c => c is <= ' ' or > '~' or '/'))
        {
            throw new ArgumentException(
                $"'{name}' is not a valid ar member name, which has 1 to 15 printable ASCII characters.", nameof(name));
        }

        Span<byte> header = stackalloc byte[ArFormat.HeaderLength];
        header.Fill((byte)' ');
        Encoding.ASCII.GetBytes(name, header[ArFormat.NameOffset..]);
        PutDecimal(header[ArFormat.TimestampOffset..], _timestamp);
        "0"u8.CopyTo(header[ArFormat.UserIdOffset..]);
        "0"u8.CopyTo(header[ArFormat.GroupIdOffset..]);
        "100644"u8.CopyTo(header[ArFormat.ModeOffset..]);
        PutDecimal(header[ArFormat.SizeOffset..], length);
        ArFormat.HeaderTrailer.CopyTo(header[ArFormat.TrailerOffset..]);
        _output.Write(header);
    }

    private static void PutDecimal(Span<byte> field, long value) =>
        value.TryFormat(field, out _, provider: CultureInfo.InvariantCulture);
}
