using System.Xml.Linq;
using ServicePackaging.Formats.MacPkg;

namespace ServicePackaging.Signing.MacPkg;

/// <summary>Turns the entries of an archive that was read into nodes that can be written again.</summary>
internal static class XarNodes
{
    /// <summary>Returns the files and directories of the archive.</summary>
    /// <exception cref="InvalidDataException">The files do not follow one another in the heap, or an entry is of an unknown
    /// type.</exception>
    public static IReadOnlyList<XarNode> Read(XarReader archive)
    {
        var offset = FilesOffset(archive);
        foreach (var data in archive.Entries.Select(entry => entry.Data).OfType<XarData>())
        {
            if (data.Offset != offset)
            {
                throw new InvalidDataException("The files of the archive do not follow one another in the order of the table of contents.");
            }

            offset += data.Length;
        }

        var children = archive.Entries.ToLookup(entry => entry.Directory, StringComparer.Ordinal);
        return ReadDirectory("");

        XarNode[] ReadDirectory(string path) => [.. children[path].Select(ReadEntry)];

        XarNode ReadEntry(XarEntry entry) => entry.Type switch
        {
            XarFormat.Directory => new XarDirectory(entry.Name, ReadDirectory(entry.Path)),
            XarFormat.File => new XarFile(entry.Name, entry.Data is { } data ? ReadContent(entry.Path, data) : null),
            _ => throw new InvalidDataException($"The archive's entry '{entry.Path}' is neither a file nor a directory."),
        };
    }

    /// <summary>Returns the signatures of the archive, as far as the table of contents describes them.</summary>
    /// <exception cref="InvalidDataException">A certificate is damaged.</exception>
    public static IReadOnlyList<XarSignature> ReadSignatures(XarReader archive)
    {
        var toc = XElement.Load(new MemoryStream(archive.TocBytes)).Element(XarFormat.Toc)!;
        try
        {
            return [.. archive.Signatures.Select(piece => Describe(piece, toc.Element(piece.Name)!))];
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("A certificate in the table of contents is not valid base64.", e);
        }
    }

    /// <summary>Opens the part of the heap that contains the files.</summary>
    public static Stream OpenFiles(XarReader archive)
    {
        var offset = FilesOffset(archive);
        return archive.OpenHeap(offset, archive.Entries.Sum(entry => entry.Data?.Length ?? 0));
    }

    private static XarSignature Describe(XarPiece piece, XElement element) => new(
        piece.Name, (string?)element.Attribute(XarFormat.Style) ?? "", checked((int)Math.Min(piece.Length, int.MaxValue)),
        [
            .. element.Descendants(XName.Get(XarFormat.X509Certificate, XarFormat.KeyInfoNamespace))
                .Select(certificate => Convert.FromBase64String(certificate.Value)),
        ],
        _ => []);

    private static long FilesOffset(XarReader archive) =>
        archive.Algorithm.Length + archive.Signatures.Sum(signature => signature.Length);

    private static XarContent ReadContent(string path, XarData data) => data is { Archived: { } archived, Extracted: { } extracted }
        ? new XarContent(data.Length, data.Size, archived.Value, extracted.Value, data.Encoding)
        : throw new InvalidDataException($"The archive's '{path}' has no digests.");
}
