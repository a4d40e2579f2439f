using System.Buffers.Binary;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the table Icon (Microsoft, "Icon Table": data of an icon or program file).</summary>
internal static class IconRules
{
    private const int HeaderLength = 6;
    private const int EntryLength = 16;
    private const int MostImages = 256;
    private const int LengthOffset = 8;
    private const int PositionOffset = 12;

    public static IReadOnlyList<AuditRule> All { get; } = [new("IconData", Data)];

    private static IEnumerable<string> Data(AuditedPackage package)
    {
        var streams = package.Database.Streams.Where(stream => !stream.IsTable).ToDictionary(stream => stream.Name, StringComparer.Ordinal);
        return from row in package.Rows("Icon")
               let name = $"Icon.{row.Key}"
               // Another rule reports a missing one.
               where streams.ContainsKey(name) && !IsIcon(package, name, streams[name].Length)
               select $"{row} is neither an icon nor a program.";
    }

    private static bool IsIcon(AuditedPackage package, string name, long length)
    {
        using var stream = package.Database.OpenStream(name);
        var head = new byte[HeaderLength + (MostImages * EntryLength)];
        var read = head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        if (read.StartsWith("MZ"u8))
        {
            return true;
        }

        // A reserved word, the type (1 icons, 2 cursors), and the number of images with their lengths and positions.
        if (read.Length < HeaderLength || BinaryPrimitives.ReadUInt16LittleEndian(read) != 0
            || BinaryPrimitives.ReadUInt16LittleEndian(read[2..]) != 1)
        {
            return false;
        }

        var count = BinaryPrimitives.ReadUInt16LittleEndian(read[4..]);
        if (count is 0 or > MostImages || read.Length < HeaderLength + (count * EntryLength))
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var entry = read.Slice(HeaderLength + (i * EntryLength), EntryLength);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(entry[LengthOffset..]);
            if (size == 0 || BinaryPrimitives.ReadUInt32LittleEndian(entry[PositionOffset..]) + size > length)
            {
                return false;
            }
        }

        return true;
    }
}
