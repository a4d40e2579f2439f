using System.Buffers.Binary;
using System.Globalization;
using ServicePackaging.Formats.Msi.Storage;
using static ServicePackaging.Formats.Msi.Storage.MsiFormat.Summary;

namespace ServicePackaging.Formats.Msi;

/// <summary>Creates the stream of a summary ([MS-OLEPS] 2.21: one property set in one section).</summary>
internal static class MsiSummaryWriter
{
    private const int PropertyHeaderLength = 8;
    private const int SectionHeaderLength = 8;
    private const int CompressedSource = 2;
    private const int ReadOnlyRecommended = 2;

    /// <summary>Returns the bytes of the stream.</summary>
    public static byte[] Write(MsiSummary summary, Guid packageCode, DateTimeOffset timestamp)
    {
        var properties = Properties(summary, packageCode, timestamp).Where(property => property.Value is not null).ToList();
        var codePage = CodePage.OfSummary([.. properties.Select(property => property.Value).OfType<string>()]);
        properties.Insert(0, (MsiSummaryProperty.CodePage, unchecked((short)codePage)));

        using var values = new MemoryStream();
        var index = new byte[SectionHeaderLength + (properties.Count * PropertyHeaderLength)];
        var entry = index.AsSpan(SectionHeaderLength);
        foreach (var (id, value) in properties)
        {
            BinaryPrimitives.WriteInt32LittleEndian(entry, (int)id);
            BinaryPrimitives.WriteInt32LittleEndian(entry[sizeof(int)..], index.Length + (int)values.Length);
            values.Write(Value(value!, codePage));
            entry = entry[PropertyHeaderLength..];
        }

        BinaryPrimitives.WriteInt32LittleEndian(index, index.Length + (int)values.Length);
        BinaryPrimitives.WriteInt32LittleEndian(index.AsSpan(sizeof(int)), properties.Count);
        return [.. Header(), .. index, .. values.ToArray()];
    }

    private static IEnumerable<(MsiSummaryProperty Id, object? Value)> Properties(
        MsiSummary summary, Guid packageCode, DateTimeOffset timestamp) =>
    [
        (MsiSummaryProperty.Title, "Installation Database"),
        (MsiSummaryProperty.Subject, summary.Subject),
        (MsiSummaryProperty.Author, summary.Author),
        (MsiSummaryProperty.Keywords, summary.Keywords),
        (MsiSummaryProperty.Comments, summary.Comments),
        (MsiSummaryProperty.Template, string.Create(CultureInfo.InvariantCulture, $"{PlatformName(summary.Platform)};{summary.Language}")),
        (MsiSummaryProperty.RevisionNumber, packageCode.ToString("B").ToUpperInvariant()),
        (MsiSummaryProperty.CreateTime, timestamp),
        (MsiSummaryProperty.LastSaveTime, timestamp),
        (MsiSummaryProperty.PageCount, summary.Schema),
        (MsiSummaryProperty.WordCount, CompressedSource),
        (MsiSummaryProperty.CreatingApplication, summary.CreatingApplication),
        (MsiSummaryProperty.Security, ReadOnlyRecommended),
    ];

    private static string PlatformName(MsiPlatform platform) => platform == MsiPlatform.X64 ? "x64" : platform.ToString();

    private static byte[] Header()
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt16LittleEndian(header, ByteOrder);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(SystemOffset), MsiFormat.Summary.System);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(SectionCountOffset), 1);
        FormatId.TryWriteBytes(header.AsSpan(FormatIdOffset));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(SectionOffsetOffset), HeaderLength);
        return header;
    }

    // A type, followed by the value, padded to a multiple of four.
    private static byte[] Value(object value, int codePage)
    {
        var (type, content) = value switch
        {
            short number => (Int16Type, LittleEndian((int)number)[..sizeof(short)]),
            int number => (Int32Type, LittleEndian(number)),
            DateTimeOffset time => (TimeType, LittleEndian(time.ToFileTime())),
            string text => (TextType, Text(CodePage.Bytes(codePage, text))),
            _ => throw new InvalidOperationException($"A summary cannot contain a {value.GetType()}."),
        };
        var bytes = new byte[sizeof(int) + ((content.Length + 3) & ~3)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, type);
        content.CopyTo(bytes, sizeof(int));
        return bytes;
    }

    private static byte[] LittleEndian(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] LittleEndian(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    // The length includes the terminating NUL.
    private static byte[] Text(byte[] text) => [.. LittleEndian(text.Length + 1), .. text, 0];
}
