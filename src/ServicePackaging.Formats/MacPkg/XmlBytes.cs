using System.Text;
using System.Xml;
using System.Xml.Linq;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Reads and writes the small XML documents of a package as bytes.</summary>
internal static class XmlBytes
{
    /// <summary>No document of a package is nested more deeply than its directories.</summary>
    private const int MaxDepth = 64;

    /// <summary>Writes a document.</summary>
    /// <param name="encodingName">The name of UTF-8 in the declaration, which differs between Apple's tools.</param>
    /// <param name="indent">The white space of one indentation level.</param>
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

    /// <summary>Reads the root element of a document. Entities are not expanded, and no other files are loaded.</summary>
    /// <param name="what">The name of the document in messages.</param>
    /// <exception cref="InvalidDataException">The document is not well-formed, has a document type, is nested too deeply, or has another
    /// root.</exception>
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
                        throw new InvalidDataException($"{what} is nested more deeply than {MaxDepth} elements.");
                    }
                }
            }

            using var reader = XmlReader.Create(new MemoryStream(document), Settings());
            var element = XElement.Load(reader);
            return element.Name == root
                ? element
                : throw new InvalidDataException($"{what} is not an XML document with the root '{root}'.");
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException or ArgumentException)
        {
            throw new InvalidDataException($"{what} is not well-formed XML: {e.Message}", e);
        }
    }

    /// <summary>Whether the text is a single line that XML can represent.</summary>
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
