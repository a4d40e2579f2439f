using System.Globalization;
using System.Text;
using System.Xml;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>Splits metadata into the elements of its packages. The elements are copied as they are, so that only those of new packages have
/// to be written.</summary>
internal static class RpmMdElements
{
    private static ReadOnlySpan<byte> Start => "<package "u8;

    private static ReadOnlySpan<byte> End => "</package>"u8;

    /// <summary>Returns the elements in their order, each with its line end.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="path">The name of the file for messages.</param>
    /// <exception cref="RepositoryException">There is something else between the packages, such as a comment.</exception>
    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> file, string path)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        var position = file.Span.IndexOf(Start) is var first && first >= 0 ? first : file.Span.LastIndexOf("</"u8);
        while (position >= 0 && file.Span[position..].StartsWith(Start))
        {
            var length = file.Span[position..].IndexOf(End);
            if (length < 0)
            {
                throw new RepositoryException(RepositoryProblem.Damaged, path, "it ends early");
            }

            length += End.Length;
            var blank = file.Span[(position + length)..].IndexOfAnyExcept(" \r\n\t"u8);
            elements.Add(file.Slice(position, length + (blank > 0 && file.Span[position + length] == '\n' ? 1 : 0)));
            position += length + Math.Max(blank, 0);
        }

        return position >= 0 && file.Span[position..].StartsWith("</"u8)
            ? elements
            : throw new RepositoryException(RepositoryProblem.Foreign, path, "something other than packages");
    }

    /// <summary>Returns the pkgid of an element of filelists or other.</summary>
    public static ReadOnlySpan<byte> PackageId(ReadOnlySpan<byte> element, string path) =>
        Between(element, "pkgid=\""u8, (byte)'"') is { IsEmpty: false } id ? id : throw NoPackage(path);

    /// <summary>Reads what identifies a package from its element of primary.</summary>
    /// <exception cref="RepositoryException">The element is malformed.</exception>
    public static RpmMdPackage Package(ReadOnlySpan<byte> element, string path)
    {
        var version = Between(element, "<version "u8, (byte)'>');
        var checksum = Between(element, "<checksum "u8, (byte)'<');
        var location = Between(element, "<location "u8, (byte)'>');
        if (!checksum.StartsWith("type=\"sha256\""u8)
            || !uint.TryParse(Attribute(version, "epoch=\""u8), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch))
        {
            throw NoPackage(path);
        }

        return new(
            Text(Between(element, "<name>"u8, (byte)'<'), path),
            new(epoch, Text(Attribute(version, "ver=\""u8), path), Text(Attribute(version, "rel=\""u8), path)),
            Text(Between(element, "<arch>"u8, (byte)'<'), path),
            Text(checksum[(checksum.IndexOf((byte)'>') + 1)..], path),
            Text(Attribute(location, "href=\""u8), path));
    }

    private static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> start) => Between(tag, start, (byte)'"');

    private static ReadOnlySpan<byte> Between(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start, byte end)
    {
        var position = text.IndexOf(start);
        if (position < 0)
        {
            return [];
        }

        var rest = text[(position + start.Length)..];
        return rest.IndexOf(end) is var length && length < 0 ? [] : rest[..length];
    }

    private static string Text(ReadOnlySpan<byte> text, string path)
    {
        if (text.IsEmpty)
        {
            throw NoPackage(path);
        }

        var value = Encoding.UTF8.GetString(text);
        return value.Contains('&') ? Unescape(value) : value;
    }

    private static string Unescape(string text)
    {
        var settings = new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment, DtdProcessing = DtdProcessing.Prohibit };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        reader.Read();
        return reader.Value;
    }

    private static RepositoryException NoPackage(string path) =>
        new(RepositoryProblem.Damaged, path, "a package has no name, architecture, version, SHA-256 digest or location");
}
