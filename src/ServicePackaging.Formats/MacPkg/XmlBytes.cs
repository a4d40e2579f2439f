using System.Text;
using System.Xml;
using System.Xml.Linq;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The small XML documents of a package, as bytes.</summary>
internal static class XmlBytes
{
    /// <summary>No document of a package nests deeper than its directories do.</summary>
    private const int MaxDepth = 64;

    /// <summary>Writes a document.</summary>
    /// <param name="encodingName">How the declaration spells UTF-8: Apple's tools differ.</param>
    /// <param name="indent">The white space of one level.</param>
    public static byte[] Write(string encodingName, string indent, Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            Indent = true,
            IndentChars = indent,
            NewLineChars = "\n",
            OmitXmlDeclaration = true,
        };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            xml.WriteRaw($"<?xml version=\"1.0\" encoding=\"{encodingName}\"?>\n");
            write(xml);
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>Reads a document's root element. There are no entities to expand and no other files to fetch.</summary>
    /// <param name="what">The document, for messages.</param>
    /// <exception cref="InvalidDataException">It is not well-formed, has a document type, nests too deep, or has another root.</exception>
    public static XElement Read(byte[] document, string root, string what)
    {
        try
        {
            using (var scan = XmlReader.Create(new MemoryStream(document), Settings()))
            {
                while (scan.Read())
                {
                    if (scan.Depth > MaxDepth)
                    {
                        throw new InvalidDataException($"{what} nests deeper than {MaxDepth} elements.");
                    }
                }
            }

            using var reader = XmlReader.Create(new MemoryStream(document), Settings());
            var element = XElement.Load(reader);
            return element.Name == root
                ? element
                : throw new InvalidDataException($"{what} is not an XML document of the root '{root}'.");
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException or ArgumentException)
        {
            throw new InvalidDataException($"{what} is not well-formed XML: {e.Message}", e);
        }
    }

    /// <summary>Whether XML can hold the text, and a line can.</summary>
    public static bool CanHold(string text) =>
        text.All(c => !char.IsControl(c))
        && PackageEntryValidator.Utf8Length(text) is not null
        && !text.AsSpan().ContainsAny('\uFFFE', '\uFFFF');

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };
}
