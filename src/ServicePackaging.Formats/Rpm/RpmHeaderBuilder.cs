using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Builds a header (rpm, docs/manual/format_header.md): tags are sorted, data have the same order and are aligned, and a region
/// contains all of them.</summary>
/// <param name="regionTag">The first tag, which identifies one of the two headers.</param>
internal sealed class RpmHeaderBuilder(int regionTag)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SortedDictionary<int, RpmValue> _values = [];

    /// <summary>The tags that have been added.</summary>
    public IEnumerable<int> Tags => _values.Keys;

    /// <exception cref="ArgumentException">The tag has already been added.</exception>
    public void Add(int tag, RpmValue value) => _values.Add(tag, value);

    /// <summary>Adds a text with the type of the tag.</summary>
    public void Add(RpmTag tag, string text) => Add((int)tag, new RpmTexts(RpmTagTypes.Of(tag), [text]));

    /// <summary>Adds texts. Without texts, it does nothing.</summary>
    public void Add(RpmTag tag, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            Add((int)tag, new RpmTexts(RpmTagTypes.Of(tag), texts));
        }
    }

    /// <summary>Adds a number with the type of the tag.</summary>
    public void Add(RpmTag tag, ulong number) => Add(tag, [number]);

    /// <summary>Adds numbers. Without numbers, it does nothing.</summary>
    public void Add(RpmTag tag, IReadOnlyList<ulong> numbers)
    {
        if (numbers.Count > 0)
        {
            Add((int)tag, new RpmNumbers(RpmTagTypes.Of(tag), numbers));
        }
    }

    /// <summary>Returns the header's bytes, including its magic.</summary>
    /// <exception cref="ArgumentException">The header is larger than rpm supports.</exception>
    public byte[] Build()
    {
        using var index = new MemoryStream();
        using var data = new MemoryStream();
        foreach (var (tag, value) in _values)
        {
            Pad(data, RpmFormat.WidthOf(value.Type));
            WriteEntry(index, tag, value.Type, (int)data.Length, value.Count);
            WriteData(data, value);
        }

        var entries = _values.Count + 1;
        var trailerOffset = (int)data.Length;
        WriteEntry(data, regionTag, RpmType.Bytes, -entries * RpmFormat.IndexEntryLength, RpmFormat.RegionTrailerLength);
        if (entries > RpmFormat.MaxTags || data.Length > RpmFormat.MaxHeaderData)
        {
            throw new ArgumentException($"The package's header would have {entries} tags and {data.Length} bytes, more than rpm supports.");
        }

        using var header = new MemoryStream();
        header.Write(RpmFormat.HeaderMagic);
        WriteInt32(header, entries);
        WriteInt32(header, (int)data.Length);
        WriteEntry(header, regionTag, RpmType.Bytes, trailerOffset, RpmFormat.RegionTrailerLength);
        index.WriteTo(header);
        data.WriteTo(header);
        return header.ToArray();
    }

    private static void WriteEntry(MemoryStream output, int tag, RpmType type, int offset, int count)
    {
        WriteInt32(output, tag);
        WriteInt32(output, (int)type);
        WriteInt32(output, offset);
        WriteInt32(output, count);
    }

    private static void WriteData(MemoryStream data, RpmValue value)
    {
        switch (value)
        {
            case RpmTexts texts:
                foreach (var text in texts.Values)
                {
                    data.Write(Utf8.GetBytes(text));
                    data.WriteByte(0);
                }

                break;
            case RpmBytes bytes:
                data.Write(bytes.Values.Span);
                break;
            case RpmNumbers numbers:
                WriteNumbers(data, numbers);
                break;
        }
    }

    private static void WriteNumbers(MemoryStream data, RpmNumbers numbers)
    {
        var width = RpmFormat.WidthOf(numbers.Type);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        foreach (var number in numbers.Values)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
            data.Write(bytes[^width..]);
        }
    }

    private static void WriteInt32(MemoryStream output, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        output.Write(bytes);
    }

    private static void Pad(MemoryStream output, int alignment)
    {
        while (output.Length % alignment != 0)
        {
            output.WriteByte(0);
        }
    }
}
