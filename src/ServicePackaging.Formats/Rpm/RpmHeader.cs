using System.Buffers.Binary;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>A header, as read. The values are stored by tag, and decoded on access.</summary>
public sealed class RpmHeader
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly Dictionary<int, RpmIndexEntry> _entries;

    internal RpmHeader(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> data, IReadOnlyList<RpmIndexEntry> entries)
    {
        Bytes = bytes;
        _data = data;
        _entries = [];
        foreach (var entry in entries)
        {
            _entries.TryAdd(entry.Tag, entry);
        }

        Tags = [.. _entries.Keys];
    }

    /// <summary>The tags in the order of the header, the tags of its region first.</summary>
    public IReadOnlyList<int> Tags { get; }

    /// <summary>The complete header, including its magic.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Returns the value of a tag, or null if the header does not contain the tag. Text that is not UTF-8 is decoded as
    /// Latin-1.</summary>
    public RpmValue? this[int tag] => _entries.TryGetValue(tag, out var entry) ? Decode(entry) : null;

    /// <inheritdoc cref="this[int]"/>
    public RpmValue? this[RpmTag tag] => this[(int)tag];

    /// <inheritdoc cref="this[int]"/>
    public RpmValue? this[RpmSignatureTag tag] => this[(int)tag];

    /// <summary>Returns the texts of a tag; empty if the header does not contain the tag.</summary>
    /// <exception cref="InvalidDataException">The tag does not contain texts.</exception>
    public IReadOnlyList<string> Texts(RpmTag tag) => Of<RpmTexts>((int)tag)?.Values ?? [];

    /// <summary>Returns the text of a tag, or the first one of several languages; null if the header does not contain the tag.</summary>
    /// <exception cref="InvalidDataException">The tag does not contain texts.</exception>
    public string? Text(RpmTag tag) => Texts(tag) is [var first, ..] ? first : null;

    /// <summary>Returns the numbers of a tag; empty if the header does not contain the tag.</summary>
    /// <exception cref="InvalidDataException">The tag does not contain numbers.</exception>
    public IReadOnlyList<ulong> Numbers(RpmTag tag) => Of<RpmNumbers>((int)tag)?.Values ?? [];

    /// <summary>Returns the number of a tag; null if the header does not contain the tag.</summary>
    /// <exception cref="InvalidDataException">The tag does not contain numbers.</exception>
    public ulong? Number(RpmTag tag) => Numbers(tag) is [var first, ..] ? first : null;

    /// <summary>Returns the value of a tag with the expected type; null if the header does not contain the tag.</summary>
    internal T? Of<T>(int tag)
        where T : RpmValue => this[tag] switch
        {
            null => null,
            T value => value,
            var other => throw new InvalidDataException($"The package's tag {tag} has the invalid type {other.Type}."),
        };

    private RpmValue Decode(RpmIndexEntry entry)
    {
        var data = _data.Span[entry.Offset..];
        return entry.Type switch
        {
            RpmType.Number16 or RpmType.Number32 or RpmType.Number64 => new RpmNumbers(entry.Type, DecodeNumbers(entry, data)),
            RpmType.Text or RpmType.TextArray or RpmType.LocalisedText => new RpmTexts(entry.Type, DecodeTexts(entry, data)),
            _ => new RpmBytes(entry.Type, _data.Slice(entry.Offset, entry.Count)),
        };
    }

    private static ulong[] DecodeNumbers(RpmIndexEntry entry, ReadOnlySpan<byte> data)
    {
        var width = RpmFormat.WidthOf(entry.Type);
        var numbers = new ulong[entry.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            var field = data.Slice(i * width, width);
            numbers[i] = width switch
            {
                sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(field),
                sizeof(uint) => BinaryPrimitives.ReadUInt32BigEndian(field),
                _ => BinaryPrimitives.ReadUInt64BigEndian(field),
            };
        }

        return numbers;
    }

    private static string[] DecodeTexts(RpmIndexEntry entry, ReadOnlySpan<byte> data)
    {
        var texts = new string[entry.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var length = data.IndexOf((byte)0);
            texts[i] = PackageText.Decode(data[..length]);
            data = data[(length + 1)..];
        }

        return texts;
    }
}
