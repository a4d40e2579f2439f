using System.Buffers.Binary;
using System.Text;
using ServicePackaging.Formats.Msi.Storage;
using static ServicePackaging.Formats.Msi.Storage.MsiFormat.Summary;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>A summary, as stored ([MS-OLEPS] 2.21).</summary>
public sealed class MsiStoredSummary
{
    private const int SectionHeaderLength = 8;
    private const int MostProperties = 256;
    private const int GuidLength = 16;

    private readonly Dictionary<MsiSummaryProperty, object> _values = [];
    private readonly Dictionary<MsiSummaryProperty, int> _types = [];

    private MsiStoredSummary()
    {
    }

    /// <summary>The existing properties: numbers (<see cref="int"/>), texts, times (<see cref="DateTimeOffset"/>).</summary>
    public IReadOnlyDictionary<MsiSummaryProperty, object> Values => _values;

    /// <summary>The types of the existing properties ([MS-OLEPS] 2.15).</summary>
    internal IReadOnlyDictionary<MsiSummaryProperty, int> Types => _types;

    /// <summary>The code page of the texts; 0 if it is not specified.</summary>
    public int CodePage { get; private set; }

    /// <summary>Returns a property's text, or null.</summary>
    public string? Text(MsiSummaryProperty property) => _values.GetValueOrDefault(property) as string;

    /// <summary>Returns a property's number, or null.</summary>
    public int? Number(MsiSummaryProperty property) => _values.GetValueOrDefault(property) as int?;

    /// <summary>Returns a property's time, or null.</summary>
    public DateTimeOffset? Time(MsiSummaryProperty property) => _values.GetValueOrDefault(property) as DateTimeOffset?;

    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    internal static MsiStoredSummary Read(byte[] stream)
    {
        try
        {
            var summary = new MsiStoredSummary();
            summary.ReadSection(stream);
            return summary;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"The summary is damaged: {e.Message}", e);
        }
    }

    private void ReadSection(ReadOnlySpan<byte> stream)
    {
        if (stream.Length < HeaderLength || BinaryPrimitives.ReadUInt16LittleEndian(stream) != ByteOrder
            || new Guid(stream.Slice(FormatIdOffset, GuidLength)) != FormatId)
        {
            throw new InvalidDataException("The summary has an invalid header.");
        }

        var section = From(stream, BinaryPrimitives.ReadInt32LittleEndian(stream[SectionOffsetOffset..]));
        var count = BinaryPrimitives.ReadInt32LittleEndian(From(section, sizeof(int)));
        if (count is < 0 or > MostProperties)
        {
            throw new InvalidDataException($"The summary has {count} properties.");
        }

        var encoding = Encoding.Latin1;
        var index = new List<(MsiSummaryProperty Id, int Offset)>();
        for (var i = 0; i < count; i++)
        {
            var entry = From(section, SectionHeaderLength + (i * SectionHeaderLength));
            var id = (MsiSummaryProperty)BinaryPrimitives.ReadInt32LittleEndian(entry);
            index.Add((id, BinaryPrimitives.ReadInt32LittleEndian(From(entry, sizeof(int)))));
        }

        // The code page comes first, because the texts require it.
        foreach (var (id, offset) in index.OrderBy(entry => entry.Id))
        {
            _types[id] = BinaryPrimitives.ReadUInt16LittleEndian(From(section, offset));
            if (Value(From(section, offset), encoding) is { } value)
            {
                _values[id] = value;
            }

            if (id == MsiSummaryProperty.CodePage && Number(id) is { } codePage)
            {
                CodePage = (ushort)codePage;
                encoding = Storage.CodePage.Encoding(CodePage);
            }
        }
    }

    private static object? Value(ReadOnlySpan<byte> value, Encoding encoding)
    {
        var content = From(value, sizeof(int));
        switch (BinaryPrimitives.ReadUInt16LittleEndian(value))
        {
            case Int16Type:
                return (int)BinaryPrimitives.ReadInt16LittleEndian(content);
            case Int32Type:
                return BinaryPrimitives.ReadInt32LittleEndian(content);
            case TimeType:
                return DateTimeOffset.FromFileTime(BinaryPrimitives.ReadInt64LittleEndian(content)).ToUniversalTime();
            case TextType:
                var text = From(content, sizeof(int))[..BinaryPrimitives.ReadInt32LittleEndian(content)];
                return encoding.GetString(text[..(text.IndexOf((byte)0) is >= 0 and var end ? end : text.Length)]);
            default:
                return null;
        }
    }

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> bytes, int offset) => bytes[offset..];
}
