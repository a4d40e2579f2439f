using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>A xar archive that is taken apart by code other than the product's, to put it together again with a fault.</summary>
internal sealed class XarParts
{
    private readonly byte[] _header;
    private readonly List<(XElement Data, byte[] Stored)> _pieces;

    private XarParts(byte[] archive)
    {
        _header = archive[..28];
        var tocLength = (int)BinaryPrimitives.ReadInt64BigEndian(archive.AsSpan(8));
        Toc = XElement.Parse(Encoding.UTF8.GetString(Inflate(archive[28..(28 + tocLength)])));
        _pieces = [.. Toc.Descendants("data").Select(data => (data, Slice(data))).OrderBy(piece => (long)piece.data.Element("offset")!)];

        byte[] Slice(XElement data)
        {
            var start = 28 + tocLength + (int)data.Element("offset")!;
            return archive[start..(start + (int)data.Element("length")!)];
        }
    }

    /// <summary>The table of contents.</summary>
    public XElement Toc { get; }

    /// <summary>Changes the table of contents after the layout of the heap.</summary>
    public Action<XElement>? EditToc { get; set; }

    /// <summary>Changes the text of the table of contents.</summary>
    public Func<string, string>? EditTocText { get; set; }

    /// <summary>Changes the complete archive after the digests have been computed.</summary>
    public Func<byte[], byte[]>? EditArchive { get; set; }

    public static byte[] Edit(byte[] archive, Action<XarParts> edit)
    {
        var parts = new XarParts(archive);
        edit(parts);
        return parts.Build();
    }

    /// <summary>Returns a file's element, by the last part of its path.</summary>
    public XElement File(string name) => Toc.Descendants("file").Single(file => file.Element("name")!.Value == name);

    /// <summary>Returns the decoded content of a file.</summary>
    public byte[] Content(string name)
    {
        var (data, stored) = _pieces.Single(piece => piece.Data == File(name).Element("data"));
        return IsZlib(data) ? Inflate(stored) : stored;
    }

    /// <summary>Replaces the content of a file, with a new encoding or its current one.</summary>
    public void Set(string name, byte[] content, bool? isZlib = null)
    {
        var index = _pieces.FindIndex(piece => piece.Data == File(name).Element("data"));
        var data = _pieces[index].Data;
        if (isZlib is { } zlib)
        {
            data.Element("encoding")!.SetAttributeValue("style", zlib ? "application/x-gzip" : "application/octet-stream");
        }

        var stored = IsZlib(data) ? Deflate(content) : content;
        _pieces[index] = (data, stored);
        data.Element("archived-checksum")!.Value = Hash(stored);
        data.Element("extracted-checksum")!.Value = Hash(content);
        data.Element("size")!.Value = content.Length.ToString(CultureInfo.InvariantCulture);
        data.Element("length")!.Value = stored.Length.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Replaces a part of a text, which must exist.</summary>
    public void Replace(string name, string what, string with)
    {
        var text = Encoding.UTF8.GetString(Content(name));
        Assert.Contains(what, text, StringComparison.Ordinal);
        Set(name, Encoding.UTF8.GetBytes(text.Replace(what, with, StringComparison.Ordinal)));
    }

    /// <summary>Removes a file.</summary>
    public void Remove(string name)
    {
        _pieces.RemoveAll(piece => piece.Data == File(name).Element("data"));
        File(name).Remove();
    }

    /// <summary>Removes from the heap what the table of contents no longer contains.</summary>
    public void Drop() => _pieces.RemoveAll(piece => piece.Data.Ancestors().Last() != Toc);

    /// <summary>Replaces the table of contents with another zlib stream.</summary>
    public static byte[] WithToc(byte[] archive, byte[] compressedToc, long plainLength)
    {
        var oldLength = (int)BinaryPrimitives.ReadInt64BigEndian(archive.AsSpan(8));
        var header = archive[..28];
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), compressedToc.Length);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), plainLength);
        return [.. header, .. compressedToc, .. CryptographicOperations.HashData(HashAlgorithmName.SHA1, compressedToc), .. archive[(28 + oldLength + 20)..]];
    }

    public static byte[] Deflate(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.SmallestSize))
        {
            zlib.Write(content);
        }

        return bytes.ToArray();
    }

    private byte[] Build()
    {
        var offset = Hash([]).Length / 2;
        foreach (var (data, stored) in _pieces)
        {
            data.Element("offset")!.Value = offset.ToString(CultureInfo.InvariantCulture);
            offset += stored.Length;
        }

        EditToc?.Invoke(Toc);
        var text = Toc.ToString(SaveOptions.DisableFormatting);
        var plain = Encoding.UTF8.GetBytes(EditTocText?.Invoke(text) ?? text);
        var toc = Deflate(plain);
        BinaryPrimitives.WriteInt64BigEndian(_header.AsSpan(8), toc.Length);
        BinaryPrimitives.WriteInt64BigEndian(_header.AsSpan(16), plain.Length);
        byte[] archive = [.. _header, .. toc, .. Convert.FromHexString(Hash(toc)), .. _pieces.SelectMany(piece => piece.Stored)];
        return EditArchive?.Invoke(archive) ?? archive;
    }

    private string Hash(byte[] bytes) => Convert.ToHexStringLower(
        CryptographicOperations.HashData(_header[27] == 1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, bytes));

    private static bool IsZlib(XElement data) => (string?)data.Element("encoding")!.Attribute("style") == "application/x-gzip";

    private static byte[] Inflate(byte[] stored)
    {
        using var plain = new MemoryStream();
        new ZLibStream(new MemoryStream(stored), CompressionMode.Decompress).CopyTo(plain);
        return plain.ToArray();
    }
}
