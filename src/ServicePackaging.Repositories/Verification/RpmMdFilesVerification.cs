using System.Xml;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Verifies the files that repomd.xml lists.</summary>
/// <param name="context">What the parts of a verification share.</param>
/// <param name="location">The metadata.</param>
/// <param name="repoMd">The path of repomd.xml for messages.</param>
internal sealed class RpmMdFilesVerification(VerificationContext context, RpmMdLocation location, string repoMd)
{
    private const string Primary = "primary";
    private const string SameMoment = "Upload metadata files before repomd.xml, and purge caches.";

    private static readonly string[] Lists = [Primary, "filelists", "other"];

    private FaultCollector Faults => context.Faults;

    /// <summary>Verifies the files and the packages that they list.</summary>
    public void Run(IReadOnlyList<RepoMdData> files)
    {
        if (files.All(data => data.Type != Primary))
        {
            Faults.Add(RpmMdRules.MetadataMissing, repoMd, "It does not list 'primary'. dnf and zypper find no packages. Create the "
                + "metadata again.");
        }

        var documents = new Dictionary<string, RpmMdDocument>(StringComparer.Ordinal);
        foreach (var data in files)
        {
            if (Read(data) is { } content && Lists.Contains(data.Type) && Parse(data, content) is { } document)
            {
                documents.TryAdd(data.Type, document);
            }
        }

        if (documents.GetValueOrDefault(Primary) is not { } primary)
        {
            return;
        }

        foreach (var (type, document) in documents.Where(document => document.Key != Primary))
        {
            Compare(primary, type, document);
        }

        new RpmPackageVerification(context, location, repoMd).Run(primary.Items);
    }

    // Returns the content without compression.
    private byte[]? Read(RepoMdData data)
    {
        if (data.Location.Length == 0 || Locations.Resolve(location.Base, data.Location) is not { } path)
        {
            Faults.Add(
                RpmMdRules.LocationUnusable, repoMd,
                $"The location of '{FaultCollector.Show(data.Type)}' is '{FaultCollector.Show(data.Location)}', which is not a path in "
                + "the repository. Mirrors and "
                + "zypper do not find the file. Write a relative path.");
            return null;
        }

        CheckForm(data, path);
        var read = context.Read(path, RepositoryLimits.Index);
        if (read.Content is not { } file)
        {
            if (!read.Failed)
            {
                Faults.Add(
                    RpmMdRules.MetadataMissing, path,
                    $"The file repomd.xml lists it, but it does not exist. dnf and zypper refuse the repository. {SameMoment}");
            }

            return null;
        }

        if (FindDifference(file, data.Length, data.Checksum) is { } difference)
        {
            Faults.Add(RpmMdRules.MetadataDiffers, path, $"{difference} dnf and zypper refuse the repository. {SameMoment}");
            return null;
        }

        return Decompress(data, path, file);
    }

    private byte[]? Decompress(RepoMdData data, string path, byte[] file)
    {
        var content = IndexContent.Read(path, file);
        if (content.Fault is { } fault)
        {
            Faults.Add(
                RpmMdRules.MetadataUnreadable, path,
                $"It cannot be decompressed: {fault}. dnf and zypper refuse the repository. Create the metadata again.");
        }
        else if (content.Content is { } text && FindDifference(text, data.OpenLength, data.OpenChecksum) is { } difference)
        {
            Faults.Add(
                RpmMdRules.MetadataDiffers, path,
                $"Without its compression: {difference} dnf and zypper refuse the repository. Create the metadata again.");
        }

        return content.Content;
    }

    private void CheckForm(RepoMdData data, string path)
    {
        if (FileDigest.Create(data.Checksum.Algorithm, data.Checksum.Value) is not { IsStrong: true })
        {
            Faults.Add(
                RpmMdRules.WeakDigest, repoMd,
                $"The digest of '{FaultCollector.Show(data.Type)}' is of the kind '{FaultCollector.Show(data.Checksum.Algorithm)}'. "
                + "Somebody could replace the file "
                + "although repomd.xml is signed. Use sha256.");
        }

        if (Lists.Contains(data.Type) && IndexContent.SuffixOf(path) is not ("" or ".gz") and var suffix)
        {
            Faults.Add(
                RpmMdRules.MetadataCompression, path,
                $"The compression is '{suffix}'. yum of EL 7 and Amazon Linux 2 reads neither it nor zstd reliably{NotVerified(path)}. "
                + "Use gzip, such as with "
                + "'createrepo_c --general-compress-type=gz'.");
        }
    }

    private static string NotVerified(string path) => IndexContent.IsReadable(path) ? "" : "; the content was not verified";

    private static string? FindDifference(byte[] content, long? length, (string Algorithm, string Value) checksum)
    {
        if (length is { } stated && stated != content.Length)
        {
            return FormattableString.Invariant($"It has {content.Length} bytes, but repomd.xml states {stated}.");
        }

        return FileDigest.Create(checksum.Algorithm, checksum.Value) is { } digest && !digest.Matches(content)
            ? $"It does not have the digest {digest}, which repomd.xml states."
            : null;
    }

    private RpmMdDocument? Parse(RepoMdData data, byte[] content)
    {
        var path = Locations.Resolve(location.Base, data.Location)!;
        try
        {
            var document = RpmMdDocument.Read(content);
            if (document.Count is { } count && count != document.Items.Count)
            {
                Faults.Add(RpmMdRules.PackageCount, path, FormattableString.Invariant(
                    $"It states {count} packages, but has {document.Items.Count}. Clients show wrong progress. ")
                    + "Create the metadata again.");
            }

            return document;
        }
        catch (XmlException exception)
        {
            Faults.Add(
                RpmMdRules.MetadataUnreadable, path,
                $"It is malformed: {exception.Message.TrimEnd('.')}. dnf and zypper refuse the repository. Create the metadata again.");
            return null;
        }
    }

    private void Compare(RpmMdDocument primary, string type, RpmMdDocument other)
    {
        var ids = primary.Items.Select(item => item.Checksum.Value).ToHashSet(StringComparer.Ordinal);
        if (!ids.SetEquals(other.Items.Select(item => item.Checksum.Value)))
        {
            Faults.Add(
                RpmMdRules.MetadataDisagrees, repoMd,
                $"The files 'primary' and '{type}' do not list the same packages. dnf ignores files or changes of some packages. Create "
                + "the metadata in one run.");
        }
    }
}
