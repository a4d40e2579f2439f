using System.Globalization;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>Creates the metadata of an rpm package (createrepo_c, src/xml_dump_primary.c and its siblings).</summary>
internal static class RpmMdIndexer
{
    private const int MostChanges = 10;

    /// <summary>Creates the metadata.</summary>
    /// <param name="file">The package and its digest.</param>
    /// <param name="reader">Reads the package.</param>
    /// <exception cref="RepositoryException">It cannot be published.</exception>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    public static RpmMdEntry Create(PackageSource file, RpmReader reader)
    {
        var evr = new RpmEvr(reader.Epoch ?? 0, reader.Version, reader.Release);
        var name = $"{reader.Name}-{reader.Version}-{reader.Release}.{reader.Architecture}.rpm";
        var path = RepositoryPaths.RpmPool(name);
        var package = new RpmMdPackage(reader.Name, evr, reader.Architecture, file.Sha256, RpmMdPackage.PoolPrefix + path);
        return RepositoryPaths.IsRelative(path)
            ? new(package, new Dictionary<RpmMdFile, byte[]>
            {
                [RpmMdFile.Primary] = Primary(reader, package, file),
                [RpmMdFile.FileLists] = FileLists(reader, package),
                [RpmMdFile.Other] = Other(reader, package),
            })
            : throw new RepositoryException(RepositoryProblem.UnusablePackage, file.Name, $"'{name}' is not a file name");
    }

    private static byte[] Primary(RpmReader reader, RpmMdPackage package, PackageSource file)
    {
        var header = reader.Header;
        var built = Number(header.Number(RpmTag.BuildTime));
        var xml = new XmlText().Open(0, "package", ("type", "rpm"))
            .Text(1, "name", package.Name)
            .Text(1, "arch", package.Architecture);
        Version(xml, package.Evr)
            .Text(1, "checksum", package.Sha256, ("type", "sha256"), ("pkgid", "YES"))
            .Text(1, "summary", header.Text(RpmTag.Summary))
            .Text(1, "description", header.Text(RpmTag.Description))
            .Text(1, "packager", header.Text(RpmTag.Packager))
            .Text(1, "url", header.Text(RpmTag.Url))

            // createrepo_c takes the modification time of the file, which depends on the host.
            .Empty(1, "time", ("file", built), ("build", built))
            .Empty(1, "size",
                ("package", Number((ulong)file.Length)), ("installed", InstalledSize(header)), ("archive", ArchiveSize(reader)))
            .Empty(1, "location", ("href", package.Location))
            .Open(1, "format")
            .Text(2, "rpm:license", header.Text(RpmTag.License))
            .Text(2, "rpm:vendor", header.Text(RpmTag.Vendor))
            .Text(2, "rpm:group", header.Text(RpmTag.Group))
            .Text(2, "rpm:buildhost", header.Text(RpmTag.BuildHost))
            .Text(2, "rpm:sourcerpm", header.Text(RpmTag.SourceRpm))
            .Empty(2, "rpm:header-range", ("start", Number((ulong)reader.HeaderOffset)), ("end", Number((ulong)reader.PayloadOffset)));
        Relations(xml, reader);
        Files(xml, 2, reader.Files.Where(entry => RpmMdRelations.IsPrimary(entry.Path)));
        return xml.Close(1, "format").Close(0, "package").ToBytes();
    }

    private static byte[] FileLists(RpmReader reader, RpmMdPackage package)
    {
        var xml = Start(package);
        Files(xml, 1, reader.Files);
        return xml.Close(0, "package").ToBytes();
    }

    private static byte[] Other(RpmReader reader, RpmMdPackage package)
    {
        var xml = Start(package);
        foreach (var change in reader.Changelog.Take(MostChanges).Reverse())
        {
            xml.Text(1, "changelog", change.Text, ("author", change.Author.TrimEnd(' ')), ("date", Seconds(change.Time)));
        }

        return xml.Close(0, "package").ToBytes();
    }

    private static XmlText Start(RpmMdPackage package) => Version(
        new XmlText().Open(
            0, "package", ("pkgid", package.Sha256), ("name", package.Name), ("arch", package.Architecture)),
        package.Evr);

    private static XmlText Version(XmlText xml, RpmEvr evr) =>
        xml.Empty(1, "version", ("epoch", Number(evr.Epoch)), ("ver", evr.Version), ("rel", evr.Release));

    private static void Relations(XmlText xml, RpmReader reader)
    {
        var all = reader.Relations;
        var files = reader.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (kind, element) in RpmMdRelations.Kinds)
        {
            if (RpmMdRelations.Select(all, kind, files) is not { Count: > 0 } relations)
            {
                continue;
            }

            xml.Open(2, element);
            foreach (var relation in relations)
            {
                Relation(xml, relation);
            }

            xml.Close(2, element);
        }
    }

    private static void Relation(XmlText xml, RpmMdRelation relation)
    {
        var hasVersion = relation.Flags is not null && relation.Version.Length > 0;
        var (epoch, version, release) = hasVersion ? Split(relation.Version) : (null, null, null);
        xml.Empty(
            3, "rpm:entry", ("name", relation.Name), ("flags", relation.Flags), ("epoch", epoch), ("ver", version), ("rel", release),
            ("pre", relation.IsPre ? "1" : null));
    }

    private static (string? Epoch, string? Version, string? Release) Split(string text)
    {
        var colon = text.IndexOf(':');
        var dash = text.LastIndexOf('-');
        return (
            colon <= 0 ? "0" : text[..colon],
            text[(colon + 1)..(dash > colon ? dash : text.Length)],
            dash > colon ? text[(dash + 1)..] : null);
    }

    private static void Files(XmlText xml, int depth, IEnumerable<RpmFileInfo> files)
    {
        foreach (var file in files)
        {
            xml.Text(depth, "file", file.Path, ("type", file.IsDirectory ? "dir" : file.IsGhost ? "ghost" : null));
        }
    }

    private static string InstalledSize(RpmHeader header) => Number(header.Number(RpmTag.LongSize) ?? header.Number(RpmTag.Size));

    private static string ArchiveSize(RpmReader reader) => Number(
        Of(reader.Signature[RpmSignatureTag.LongPayloadSize]) ?? Of(reader.Signature[RpmSignatureTag.PayloadSize]));

    private static ulong? Of(RpmValue? value) => value is RpmNumbers { Values: [var number, ..] } ? number : null;

    private static string Number(ulong? value) => (value ?? 0).ToString(CultureInfo.InvariantCulture);

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
