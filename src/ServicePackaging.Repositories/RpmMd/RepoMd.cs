using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>A file that repomd.xml lists.</summary>
/// <param name="Type">Its type, such as <c>primary</c>.</param>
/// <param name="Location">The path, relative to the metadata's base.</param>
/// <param name="Sha256">The digest of the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="OpenSha256">The digest of its content without compression.</param>
/// <param name="OpenLength">The length of that.</param>
internal sealed record RepoMdFile(string Type, string Location, string Sha256, long Length, string OpenSha256, long OpenLength);

/// <summary>The file repomd.xml: the digests of the metadata.</summary>
/// <param name="Revision">A number that grows: the time in seconds since 1970.</param>
/// <param name="Files">The files.</param>
internal sealed record RepoMd(long Revision, IReadOnlyList<RepoMdFile> Files)
{
    private const string Namespace = "http://linux.duke.edu/metadata/repo";
    private const string Sha256 = "sha256";

    /// <summary>Returns the content of the file.</summary>
    public byte[] Render()
    {
        var revision = Number(Revision);
        var xml = new XmlText().Declare()
            .Open(0, "repomd", ("xmlns", Namespace), ("xmlns:rpm", "http://linux.duke.edu/metadata/rpm"))
            .Text(1, "revision", revision);
        foreach (var file in Files)
        {
            xml.Open(1, "data", ("type", file.Type))
                .Text(2, "checksum", file.Sha256, ("type", Sha256))
                .Text(2, "open-checksum", file.OpenSha256, ("type", Sha256))
                .Empty(2, "location", ("href", file.Location))
                .Text(2, "timestamp", revision)
                .Text(2, "size", Number(file.Length))
                .Text(2, "open-size", Number(file.OpenLength))
                .Close(1, "data");
        }

        return xml.Close(0, "repomd").ToBytes();
    }

    /// <summary>Reads the content of the file.</summary>
    /// <exception cref="RepositoryException">It is malformed, or does not use SHA-256.</exception>
    public static RepoMd Parse(byte[] file, string path)
    {
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(file), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader);
            XNamespace ns = Namespace;
            var files = root.Elements(ns + "data").Select(data => ParseFile(data, ns, path));
            return new(Math.Max(Length(root.Element(ns + "revision")), 0), [.. files]);
        }
        catch (XmlException exception)
        {
            throw new RepositoryException(RepositoryProblem.Damaged, path, exception.Message.TrimEnd('.'));
        }
    }

    private static RepoMdFile ParseFile(XElement data, XNamespace ns, string path)
    {
        var checksum = data.Element(ns + "checksum");
        var location = data.Element(ns + "location")?.Attribute("href")?.Value;
        return checksum is not null && location is not null && checksum.Attribute("type")?.Value == Sha256
            ? new(
                data.Attribute("type")?.Value ?? "",
                location,
                checksum.Value,
                Length(data.Element(ns + "size")),
                data.Element(ns + "open-checksum")?.Value ?? "",
                Length(data.Element(ns + "open-size")))
            : throw new RepositoryException(RepositoryProblem.Foreign, path, "a file without a SHA-256 digest or a location");
    }

    private static long Length(XElement? element) =>
        long.TryParse(element?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : -1;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
