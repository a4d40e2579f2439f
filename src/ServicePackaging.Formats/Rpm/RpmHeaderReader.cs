using System.Buffers.Binary;

namespace ServicePackaging.Formats.Rpm;

/// <summary>An entry in the index of a header.</summary>
internal readonly record struct RpmIndexEntry(int Tag, RpmType Type, int Offset, int Count);

/// <summary>Reads headers with the same checks as rpm makes before it reads the tags (rpm, lib/header.cc: hdrblobRead).</summary>
internal static class RpmHeaderReader
{
    private const int FormerRegion = 61;

    /// <summary>Reads a header at the position of the stream, and moves the position to its end.</summary>
    /// <param name="stream">A seekable stream.</param>
    /// <param name="regionTag">The region that the header may have.</param>
    /// <exception cref="InvalidDataException">There is no header, or it is malformed.</exception>
    public static RpmHeader Read(Stream stream, int regionTag)
    {
        var preamble = new byte[RpmFormat.HeaderPreambleLength];
        ReadExactly(stream, preamble);
        if (!preamble.AsSpan().StartsWith(RpmFormat.HeaderMagic))
        {
            throw new InvalidDataException("The package has no header where one is expected.");
        }

        var count = BinaryPrimitives.ReadUInt32BigEndian(preamble.AsSpan(8));
        var dataLength = BinaryPrimitives.ReadUInt32BigEndian(preamble.AsSpan(12));
        if (count is 0 or > RpmFormat.MaxTags || dataLength is 0 or > RpmFormat.MaxHeaderData)
        {
            throw new InvalidDataException($"A header of {count} tags and {dataLength} bytes is too large for rpm.");
        }

        var indexLength = (int)count * RpmFormat.IndexEntryLength;
        // Nothing is allocated for bytes that do not exist.
        if (indexLength + (long)dataLength > stream.Length - stream.Position)
        {
            throw new InvalidDataException("The package ends within a header.");
        }

        var bytes = new byte[preamble.Length + indexLength + (int)dataLength];
        preamble.CopyTo(bytes, 0);
        ReadExactly(stream, bytes.AsSpan(preamble.Length));
        var data = bytes.AsMemory(preamble.Length + indexLength);
        return new RpmHeader(bytes, data, ReadIndex(bytes.AsSpan(preamble.Length, indexLength), data.Span, regionTag));
    }

    public static void ReadExactly(Stream stream, Span<byte> buffer)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new InvalidDataException("The package ends early.");
        }
    }

    // A value starts at or after the end of the previous one, so the decoded values are not longer than the data.
    private static List<RpmIndexEntry> ReadIndex(ReadOnlySpan<byte> index, ReadOnlySpan<byte> data, int regionTag)
    {
        var entries = new List<RpmIndexEntry>(index.Length / RpmFormat.IndexEntryLength);
        var end = 0;
        for (var i = 0; i < index.Length; i += RpmFormat.IndexEntryLength)
        {
            var entry = ReadEntry(index[i..]);
            var isRegion = i == 0 && entry.Tag == regionTag;
            if (isRegion)
            {
                CheckRegion(entry, index.Length, data, regionTag);
            }
            else
            {
                end = CheckEntry(entry, end, data);
            }

            entries.Add(entry);
        }

        return entries;
    }

    private static RpmIndexEntry ReadEntry(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32BigEndian(bytes),
        (RpmType)BinaryPrimitives.ReadInt32BigEndian(bytes[4..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[8..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[12..]));

    private static void CheckRegion(RpmIndexEntry entry, int indexLength, ReadOnlySpan<byte> data, int regionTag)
    {
        var isInside = entry is { Type: RpmType.Bytes, Count: RpmFormat.RegionTrailerLength, Offset: >= 0 }
            && entry.Offset <= data.Length - RpmFormat.RegionTrailerLength;
        var trailer = isInside ? ReadEntry(data[entry.Offset..]) : default;
        // In old packages, the trailer of the signature header contains the tag of a former region (rpm, lib/header.cc:
        // hdrblobVerifyRegion).
        var isOfRegion = trailer.Tag == regionTag || (trailer.Tag == FormerRegion && regionTag == (int)RpmSignatureTag.Region);
        var isOne = isInside && isOfRegion && trailer is { Type: RpmType.Bytes, Count: RpmFormat.RegionTrailerLength, Offset: < 0 }
            && trailer.Offset % RpmFormat.IndexEntryLength == 0 && trailer.Offset >= -indexLength;
        if (!isOne)
        {
            throw new InvalidDataException($"The header's region {regionTag} is malformed.");
        }
    }

    private static int CheckEntry(RpmIndexEntry entry, int previousEnd, ReadOnlySpan<byte> data)
    {
        var isPlaced = entry.Tag >= (int)RpmTag.HeaderI18nTable
            && entry.Type is > RpmType.Null and <= RpmType.LocalisedText
            && entry.Offset >= previousEnd && entry.Offset <= data.Length
            && entry.Offset % RpmFormat.WidthOf(entry.Type) == 0
            && entry.Count > 0 && entry.Count <= data.Length - entry.Offset
            && (entry.Type != RpmType.Text || entry.Count == 1);
        var length = isPlaced ? LengthOf(entry, data[entry.Offset..]) : null;
        return length is { } bytes
            ? entry.Offset + bytes
            : throw new InvalidDataException($"The header's tag {entry.Tag} is not within its data.");
    }

    // Returns null if the value ends after the data.
    private static int? LengthOf(RpmIndexEntry entry, ReadOnlySpan<byte> data)
    {
        if (entry.Type is not (RpmType.Text or RpmType.TextArray or RpmType.LocalisedText))
        {
            var length = (long)entry.Count * RpmFormat.WidthOf(entry.Type);
            return length <= data.Length ? (int)length : null;
        }

        var position = 0;
        for (var i = 0; i < entry.Count; i++)
        {
            var text = data[position..].IndexOf((byte)0);
            if (text < 0)
            {
                return null;
            }

            position += text + 1;
        }

        return position;
    }
}
