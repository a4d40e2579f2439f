using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>A signature of a table of contents to be written.</summary>
/// <param name="Element">The element's name.</param>
/// <param name="Style">The kind of the signature.</param>
/// <param name="Length">The space for it in the heap.</param>
/// <param name="Certificates">The certificates, DER, that of the key first.</param>
/// <param name="Sign">Signs the digest of the table of contents. What it returns is filled up with zeros.</param>
internal sealed record XarSignature(
    string Element, string Style, int Length, IReadOnlyList<byte[]> Certificates, Func<byte[], byte[]> Sign);

/// <summary>Writes xar archives from a heap that already exists.</summary>
/// <param name="algorithm">The digest algorithm of the table of contents and of the files.</param>
/// <param name="timestamp">The time of the archive.</param>
/// <param name="signatures">The signatures, which follow the digest in the heap.</param>
internal sealed class XarWriter(XarAlgorithm algorithm, DateTimeOffset timestamp, params IReadOnlyList<XarSignature> signatures)
{
    // The lines of certificates, as Apple's productsign breaks them.
    private const int Base64LineLength = 72;

    private int _id;
    private long _offset;

    /// <summary>Writes the archive.</summary>
    /// <param name="nodes">The files and directories. The heap contains their contents in this order, without gaps.</param>
    /// <param name="heap">The heap without the digest at its start, in pieces, each positioned at its first byte.</param>
    /// <returns>The length of the archive.</returns>
    public long Write(Stream output, IReadOnlyList<XarNode> nodes, IReadOnlyList<Stream> heap, CancellationToken cancellationToken)
    {
        var plain = BuildTableOfContents(nodes);
        using var toc = new MemoryStream();
        using (var zlib = new ZlibEncoderStream(toc, cancellationToken))
        {
            zlib.Write(plain);
        }

        var header = new byte[XarFormat.HeaderLength];
        XarFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(XarFormat.HeaderLengthOffset), XarFormat.HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(XarFormat.VersionOffset), XarFormat.Version);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(XarFormat.TocLengthOffset), toc.Length);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(XarFormat.TocPlainLengthOffset), plain.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(XarFormat.AlgorithmOffset), algorithm.Number);
        output.Write(header);
        output.Write(toc.GetBuffer(), 0, (int)toc.Length);
        var digest = CryptographicOperations.HashData(algorithm.Name, toc.GetBuffer().AsSpan(0, (int)toc.Length));
        output.Write(digest);
        foreach (var signature in signatures)
        {
            var space = new byte[signature.Length];
            signature.Sign(digest).CopyTo(space, 0);
            output.Write(space);
        }

        foreach (var piece in heap)
        {
            piece.Position = 0;
            PooledCopy.CopyExactly(piece, output, piece.Length, "The package's heap", observer: null, cancellationToken);
        }

        return XarFormat.HeaderLength + toc.Length + algorithm.Length
            + signatures.Sum(signature => signature.Length) + heap.Sum(piece => piece.Length);
    }

    /// <summary>Returns the table of contents before its compression.</summary>
    public byte[] BuildTableOfContents(IReadOnlyList<XarNode> nodes)
    {
        (_id, _offset) = (0, algorithm.Length);
        return XmlBytes.Write("UTF-8", " ", xml =>
        {
            xml.WriteStartElement(XarFormat.Root);
            xml.WriteStartElement(XarFormat.Toc);
            xml.WriteStartElement(XarFormat.Checksum);
            xml.WriteAttributeString(XarFormat.Style, algorithm.Style);
            WriteNumber(xml, XarFormat.Size, algorithm.Length);
            WriteNumber(xml, XarFormat.Offset, 0);
            xml.WriteEndElement();
            xml.WriteElementString(
                XarFormat.CreationTime, timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
            foreach (var signature in signatures)
            {
                WriteSignature(xml, signature);
            }

            foreach (var node in nodes)
            {
                WriteNode(xml, node);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    private void WriteSignature(XmlWriter xml, XarSignature signature)
    {
        xml.WriteStartElement(signature.Element);
        xml.WriteAttributeString(XarFormat.Style, signature.Style);
        WriteNumber(xml, XarFormat.Offset, _offset);
        WriteNumber(xml, XarFormat.Size, signature.Length);
        xml.WriteStartElement(XarFormat.KeyInfo, XarFormat.KeyInfoNamespace);
        xml.WriteStartElement(XarFormat.X509Data, XarFormat.KeyInfoNamespace);
        foreach (var certificate in signature.Certificates)
        {
            var lines = Convert.ToBase64String(certificate).Chunk(Base64LineLength).Select(line => new string(line));
            xml.WriteElementString(XarFormat.X509Certificate, XarFormat.KeyInfoNamespace, string.Join('\n', lines));
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        _offset += signature.Length;
    }

    private void WriteNode(XmlWriter xml, XarNode node)
    {
        xml.WriteStartElement(XarFormat.File);
        xml.WriteAttributeString(XarFormat.Id, (++_id).ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString(XarFormat.Name, node.Name);
        xml.WriteElementString(XarFormat.Type, node is XarDirectory ? XarFormat.Directory : XarFormat.File);
        xml.WriteElementString(XarFormat.Mode, node is XarDirectory ? "0755" : "0644");
        switch (node)
        {
            case XarDirectory directory:
                foreach (var child in directory.Children)
                {
                    WriteNode(xml, child);
                }

                break;
            case XarFile { Content: { } content }:
                WriteData(xml, content);
                break;
        }

        xml.WriteEndElement();
    }

    private void WriteData(XmlWriter xml, XarContent content)
    {
        xml.WriteStartElement(XarFormat.Data);
        WriteChecksum(xml, XarFormat.ArchivedChecksum, content.ArchivedChecksum);
        WriteChecksum(xml, XarFormat.ExtractedChecksum, content.ExtractedChecksum);
        xml.WriteStartElement(XarFormat.Encoding);
        xml.WriteAttributeString(XarFormat.Style, content.Encoding);
        xml.WriteEndElement();
        WriteNumber(xml, XarFormat.Size, content.Size);
        WriteNumber(xml, XarFormat.Offset, _offset);
        WriteNumber(xml, XarFormat.Length, content.Length);
        xml.WriteEndElement();
        _offset += content.Length;
    }

    private void WriteChecksum(XmlWriter xml, string element, string checksum)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString(XarFormat.Style, algorithm.Style);
        xml.WriteString(checksum);
        xml.WriteEndElement();
    }

    private static void WriteNumber(XmlWriter xml, string element, long number) =>
        xml.WriteElementString(element, number.ToString(CultureInfo.InvariantCulture));
}
