using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ServicePackaging.Formats.Executables;

/// <summary>The content of the version resource of a Windows program or library (Microsoft, "VS_VERSIONINFO structure").</summary>
/// <param name="Version">The file version (not the product version): four numbers from 0 to 65535, separated by dots.</param>
/// <param name="Languages">The languages (LANGID) of its texts, each once; 0 means neutral.</param>
public sealed record VersionResource(string Version, IReadOnlyList<int> Languages)
{
    private const int ResourceDirectory = 2;
    private const int VersionType = 16;
    private const int VersionName = 1;
    private const int EnglishUnitedStates = 0x409;
    private const uint FixedInfoSignature = 0xFEEF04BD;
    private const int FixedInfoLength = 52;

    private const uint IsSubdirectory = 0x80000000;
    private const int DirectoryHeaderLength = 16;
    private const int EntryLength = 8;
    private const int DataEntryLength = 16;

    /// <summary>Reads the resource from a seekable stream, and moves its position.</summary>
    /// <returns>Null if the stream is not a portable executable, has no version resource, or is damaged.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static VersionResource? Read(Stream stream) =>
        PortableExecutableImage.Open(stream) is { } image
        && image.Directory(ResourceDirectory) is { } root
        && FindData(image, root) is { } data
            ? Parse(data)
            : null;

    // Three levels: type, name, language. FindResource prefers the neutral language, then English.
    private static byte[]? FindData(PortableExecutableImage image, uint root)
    {
        var names = FindEntry(image, root, IsSubdirectory, VersionType);
        var languages = FindEntry(image, root, names, VersionName);
        var leaf = FindEntry(image, root, languages, 0, EnglishUnitedStates, null);
        Span<byte> entry = stackalloc byte[DataEntryLength];
        if (leaf is null or >= IsSubdirectory || !image.TryRead(root + leaf.Value, entry))
        {
            return null;
        }

        // The lengths within a version resource have 16 bits.
        var data = new byte[Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]), ushort.MaxValue)];
        return image.TryRead(BinaryPrimitives.ReadUInt32LittleEndian(entry), data) ? data : null;
    }

    // Returns the offset in the first entry that has one of the numbers, in the given order of preference; null matches any number.
    private static uint? FindEntry(PortableExecutableImage image, uint root, uint? directory, params ReadOnlySpan<int?> numbers)
    {
        if (directory is null or < IsSubdirectory)
        {
            return null;
        }

        Span<byte> header = stackalloc byte[DirectoryHeaderLength];
        var address = root + (directory.Value & ~IsSubdirectory);
        if (!image.TryRead(address, header))
        {
            return null;
        }

        var named = BinaryPrimitives.ReadUInt16LittleEndian(header[12..]);
        var entries = new byte[(named + BinaryPrimitives.ReadUInt16LittleEndian(header[14..])) * EntryLength];
        if (!image.TryRead(address + DirectoryHeaderLength, entries))
        {
            return null;
        }

        foreach (var number in numbers)
        {
            for (var entry = entries.AsSpan(); !entry.IsEmpty; entry = entry[EntryLength..])
            {
                if (number is null || BinaryPrimitives.ReadUInt32LittleEndian(entry) == number)
                {
                    return BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
                }
            }
        }

        return null;
    }

    private static VersionResource? Parse(ReadOnlySpan<byte> data)
    {
        var info = VersionBlock.Take(ref data);
        if (info.Key != "VS_VERSION_INFO" || info.Value.Length < FixedInfoLength
            || BinaryPrimitives.ReadUInt32LittleEndian(info.Value) != FixedInfoSignature)
        {
            return null;
        }

        // In each pair of 16-bit numbers, the higher half follows the lower one.
        var version = string.Create(
            CultureInfo.InvariantCulture,
            $"{UInt16(info.Value, 10)}.{UInt16(info.Value, 8)}.{UInt16(info.Value, 14)}.{UInt16(info.Value, 12)}");
        var languages = new List<int>();
        var translations = info.Find("VarFileInfo").Find("Translation").Value;
        for (; translations.Length >= sizeof(uint); translations = translations[sizeof(uint)..])
        {
            languages.Add(UInt16(translations, 0));
        }

        return new(version, [.. languages.Distinct()]);
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    /// <summary>A block of a version resource: its length, the length of its value, its type, its key, its value, and further blocks. All
    /// parts after the key are aligned to multiples of four bytes.</summary>
    private readonly ref struct VersionBlock
    {
        private const int HeaderLength = 6;

        public string? Key { get; private init; }

        public ReadOnlySpan<byte> Value { get; private init; }

        private ReadOnlySpan<byte> Children { get; init; }

        /// <summary>Removes a block and its padding from the start. Returns a block without a key if there is none left.</summary>
        public static VersionBlock Take(scoped ref ReadOnlySpan<byte> blocks)
        {
            var length = blocks.Length < HeaderLength ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(blocks);
            if (length < HeaderLength || length > blocks.Length)
            {
                blocks = [];
                return default;
            }

            var block = blocks[..length];
            blocks = From(blocks, length);
            var keyEnd = HeaderLength;
            while (keyEnd + 1 < length && BinaryPrimitives.ReadUInt16LittleEndian(block[keyEnd..]) != 0)
            {
                keyEnd += sizeof(char);
            }

            var rest = From(block, keyEnd + sizeof(char));
            var valueLength = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(block[2..]), rest.Length);
            return new()
            {
                Key = Encoding.Unicode.GetString(block[HeaderLength..keyEnd]),
                Value = rest[..valueLength],
                Children = From(rest, valueLength),
            };
        }

        /// <summary>Returns the child block that has the key, or a block without a key if there is no such child.</summary>
        public VersionBlock Find(string key)
        {
            for (var rest = Children; !rest.IsEmpty;)
            {
                var child = Take(ref rest);
                if (child.Key == key)
                {
                    return child;
                }
            }

            return default;
        }

        private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> bytes, int offset) => bytes[Math.Min((offset + 3) & ~3, bytes.Length)..];
    }
}
