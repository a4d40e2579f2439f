using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>A member of an ar archive, and the position of its content in the archive's stream.</summary>
/// <param name="Name">The name without padding and without the trailing slash that System V's ar adds.</param>
/// <param name="Offset">The content's position from the start of the stream.</param>
/// <param name="Length">The content's length in bytes.</param>
/// <param name="Timestamp">Seconds since 1970.</param>
internal sealed record ArMember(string Name, long Offset, long Length, long Timestamp);

/// <summary>Reads ar archives from seekable streams.</summary>
internal static class ArReader
{
    /// <summary>Enumerates the members' headers. Contents are skipped, never read.</summary>
    /// <exception cref="InvalidDataException">The archive is malformed or ends early.</exception>
    public static IEnumerable<ArMember> ReadMembers(Stream archive)
    {
        var end = archive.Length;
        var header = new byte[ArFormat.HeaderLength];
        archive.Position = 0;
        ReadExactly(archive, header.AsSpan(0, ArFormat.Magic.Length));
        if (!header.AsSpan().StartsWith(ArFormat.Magic))
        {
            throw new InvalidDataException("Not an ar archive: the magic '!<arch>' is missing.");
        }

        long position = ArFormat.Magic.Length;
        while (position < end)
        {
            archive.Position = position;
            ReadExactly(archive, header);
            var member = Parse(header, position + ArFormat.HeaderLength);
            if (member.Length > end - member.Offset)
            {
                throw new InvalidDataException(
                    $"The ar member '{member.Name}' declares {member.Length} bytes, but only {end - member.Offset} are left.");
            }

            yield return member;
            position = member.Offset + member.Length + (member.Length & 1);
        }
    }

    /// <summary>Returns the content of a member as a view of the archive's stream. Reading it moves the stream's position.</summary>
    public static Stream Open(Stream archive, ArMember member) => new SectionStream(archive, member.Offset, member.Length);

    private static ArMember Parse(ReadOnlySpan<byte> header, long contentOffset)
    {
        if (!header[ArFormat.TrailerOffset..].SequenceEqual(ArFormat.HeaderTrailer))
        {
            throw new InvalidDataException($"The ar header at offset {contentOffset - ArFormat.HeaderLength} has no trailer.");
        }

        var nameField = header.Slice(ArFormat.NameOffset, ArFormat.NameLength).TrimEnd((byte)' ');
        if (nameField.IsEmpty || nameField.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            throw new InvalidDataException($"The ar header at offset {contentOffset - ArFormat.HeaderLength} has no printable name.");
        }

        var name = Encoding.ASCII.GetString(nameField.Length > 1 ? nameField.TrimEnd((byte)'/') : nameField);
        return new ArMember(
            name,
            contentOffset,
            ParseDecimal(header.Slice(ArFormat.SizeOffset, ArFormat.SizeLength), name),
            ParseDecimal(header.Slice(ArFormat.TimestampOffset, ArFormat.TimestampLength), name));
    }

    private static long ParseDecimal(ReadOnlySpan<byte> field, string name)
    {
        var digits = field.TrimEnd((byte)' ');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException($"The ar header of '{name}' contains a field that is not a number.");
    }

    private static void ReadExactly(Stream archive, Span<byte> buffer)
    {
        if (archive.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new InvalidDataException("The ar archive ends within a header.");
        }
    }
}
