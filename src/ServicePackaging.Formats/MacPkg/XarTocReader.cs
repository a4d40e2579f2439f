using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>A piece of a heap.</summary>
/// <param name="Name">The name of the piece.</param>
/// <param name="Offset">The position from the start of the heap.</param>
/// <param name="Length">The length in bytes.</param>
internal sealed record XarPiece(string Name, long Offset, long Length);

/// <summary>A file or directory of an archive.</summary>
/// <param name="Path">The names joined by slashes, without a leading slash.</param>
/// <param name="Name">The last name of the path.</param>
/// <param name="Type">The type as in the table of contents.</param>
/// <param name="Mode">The permission bits; 0 if they are not specified.</param>
/// <param name="Data">The position of a file's content; null if it is empty.</param>
internal sealed record XarEntry(string Path, string Name, string Type, UnixFileMode Mode, XarData? Data)
{
    /// <summary>The path of the directory that contains it; empty in the top directory.</summary>
    public string Directory => Path[..^Math.Min(Path.Length, Name.Length + 1)];
}

/// <summary>A file's content in the heap.</summary>
/// <param name="Offset">The position from the start of the heap.</param>
/// <param name="Length">The stored length in bytes.</param>
/// <param name="Size">The decoded length in bytes.</param>
/// <param name="Encoding">The media type.</param>
/// <param name="Archived">The digest of the stored bytes, or null.</param>
/// <param name="Extracted">The digest of the decoded bytes, or null.</param>
internal sealed record XarData(long Offset, long Length, long Size, string Encoding, XarDigest? Archived, XarDigest? Extracted);

/// <summary>A digest in the table of contents.</summary>
internal sealed record XarDigest(XarAlgorithm Algorithm, string Value);

/// <summary>Reads the entries of a table of contents.</summary>
internal static class XarTocReader
{
    private const int MaxDigits = 18;

    // Complete paths are held in memory, so their number and length must be limited.
    private const int MaxPathLength = 1024;
    private const int MaxEntries = 65_536;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads the entries of a toc element, parents first.</summary>
    public static IEnumerable<XarEntry> ReadEntries(XElement toc)
    {
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var pending = new Stack<(XElement File, string Parent)>(toc.Elements(XarFormat.File).Reverse().Select(file => (file, "")));
        while (pending.TryPop(out var next))
        {
            var entry = ReadEntry(next.File, next.Parent);
            // The package is unpacked to case-insensitive file systems.
            if (paths.Count == MaxEntries || !paths.Add(entry.Path))
            {
                throw new InvalidDataException(
                    $"The archive has the name '{entry.Path}' twice, possibly with different case, or more than {MaxEntries} names.");
            }

            yield return entry;
            foreach (var child in next.File.Elements(XarFormat.File).Reverse())
            {
                pending.Push((child, entry.Path + "/"));
            }
        }
    }

    /// <summary>Returns a number in the only form that Apple's xar reads as decimal: with a leading zero, it would be octal.</summary>
    public static long Number(XElement parent, string name)
    {
        var text = parent.Element(name)?.Value ?? "";
        var isDecimal = text.Length is > 0 and <= MaxDigits && (text.Length == 1 || text[0] != '0');
        return isDecimal && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"The table of contents has an element '{name}' that is not a decimal number: '{text}'.");
    }

    private static XarEntry ReadEntry(XElement file, string parent)
    {
        var name = ReadName(file);
        var path = parent + name;
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\0') || path.Length > MaxPathLength)
        {
            throw new InvalidDataException($"The archive has an entry with the invalid name '{name}'.");
        }

        var type = file.Element(XarFormat.Type)?.Value
            ?? throw new InvalidDataException($"The archive's entry '{path}' has no type.");
        return new XarEntry(path, name, type, ReadMode(file), file.Element(XarFormat.Data) is { } data ? ReadData(data, path) : null);
    }

    private static string ReadName(XElement file)
    {
        var name = file.Element(XarFormat.Name) ?? throw new InvalidDataException("The archive has an entry without a name.");
        if ((string?)name.Attribute("enctype") != "base64")
        {
            return name.Value;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(name.Value));
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("The archive has a name that is not valid base64.", e);
        }
    }

    private static UnixFileMode ReadMode(XElement file)
    {
        var mode = 0;
        foreach (var digit in file.Element(XarFormat.Mode)?.Value ?? "0")
        {
            mode = digit is >= '0' and <= '7' && mode < 1 << 16
                ? (mode << 3) | (digit - '0')
                : throw new InvalidDataException("The archive has a mode that is not octal.");
        }

        return (UnixFileMode)mode & StandardModes.All;
    }

    private static XarData ReadData(XElement data, string path)
    {
        var archived = ReadDigest(data, XarFormat.ArchivedChecksum);
        var extracted = ReadDigest(data, XarFormat.ExtractedChecksum);
        if (archived is not null && extracted is null)
        {
            throw new InvalidDataException($"The archive's '{path}' has a digest of the stored bytes, but none of the extracted bytes.");
        }

        return new XarData(
            Number(data, XarFormat.Offset),
            Number(data, XarFormat.Length),
            Number(data, XarFormat.Size),
            (string?)data.Element(XarFormat.Encoding)?.Attribute(XarFormat.Style) ?? XarFormat.PlainEncoding,
            archived,
            extracted);
    }

    private static XarDigest? ReadDigest(XElement data, string name)
    {
        if (data.Element(name) is not { } checksum)
        {
            return null;
        }

        var style = (string?)checksum.Attribute(XarFormat.Style);
        var algorithm = XarFormat.Algorithms.FirstOrDefault(algorithm => algorithm.Style == style)
            ?? throw new InvalidDataException($"The archive has a digest of the kind '{style}', which is not supported.");
        return checksum.Value.Length == 2 * algorithm.Length && !checksum.Value.AsSpan().ContainsAnyExcept(LowerHex)
            ? new XarDigest(algorithm, checksum.Value)
            : throw new InvalidDataException($"The archive has a digest that is not a {algorithm.Style} in lower-case hexadecimal.");
    }
}
