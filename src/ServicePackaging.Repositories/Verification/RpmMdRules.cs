namespace ServicePackaging.Repositories.Verification;

/// <summary>The rules of rpm-md metadata for dnf and zypper.</summary>
internal static class RpmMdRules
{
    /// <summary>There is no repodata/repomd.xml.</summary>
    public static RepositoryRule RepoMdMissing { get; } = new("repomd-missing", FaultSeverity.Error, "There is no repodata/repomd.xml.");

    /// <summary>The file repomd.xml is malformed.</summary>
    public static RepositoryRule RepoMdMalformed { get; } =
        new("repomd-malformed", FaultSeverity.Error, "The file repomd.xml is malformed.");

    /// <summary>The file repomd.xml has no signature in repomd.xml.asc.</summary>
    public static RepositoryRule SignatureMissing { get; } =
        new("repomd-signature-missing", FaultSeverity.Error, "The file repomd.xml has no signature in repomd.xml.asc.");

    /// <summary>The last of several signatures of repomd.xml is by an unknown key.</summary>
    public static RepositoryRule LastSignatureUnknown { get; } =
        new("repomd-last-signature-unknown", FaultSeverity.Warning, "The last of several signatures of repomd.xml is by an unknown key.");

    /// <summary>There is no repomd.xml.key, which zypper reads.</summary>
    public static RepositoryRule KeyMissing { get; } =
        new("repomd-key-missing", FaultSeverity.Warning, "There is no repomd.xml.key, which zypper reads.");

    /// <summary>The keys in repomd.xml.key did not sign repomd.xml.</summary>
    public static RepositoryRule KeyDiffers { get; } =
        new("repomd-key-differs", FaultSeverity.Warning, "The keys in repomd.xml.key did not sign repomd.xml.");

    /// <summary>Metadata uses digests that are not safe, such as SHA-1.</summary>
    public static RepositoryRule WeakDigest { get; } =
        new("repomd-weak-digest", FaultSeverity.Warning, "Metadata uses digests that are not safe, such as SHA-1.");

    /// <summary>A metadata file does not exist, or repomd.xml does not list it.</summary>
    public static RepositoryRule MetadataMissing { get; } =
        new("metadata-missing", FaultSeverity.Error, "A metadata file does not exist, or repomd.xml does not list it.");

    /// <summary>A metadata file has another length or digest than repomd.xml states.</summary>
    public static RepositoryRule MetadataDiffers { get; } =
        new("metadata-differs", FaultSeverity.Error, "A metadata file has another length or digest than repomd.xml states.");

    /// <summary>A metadata file cannot be decompressed or parsed.</summary>
    public static RepositoryRule MetadataUnreadable { get; } =
        new("metadata-unreadable", FaultSeverity.Error, "A metadata file cannot be decompressed or parsed.");

    /// <summary>A metadata file has another compression than gzip, which all clients read.</summary>
    public static RepositoryRule MetadataCompression { get; } =
        new("metadata-compression", FaultSeverity.Warning, "A metadata file has another compression than gzip, which all clients read.");

    /// <summary>The files primary, filelists and other do not list the same packages.</summary>
    public static RepositoryRule MetadataDisagrees { get; } =
        new("metadata-disagrees", FaultSeverity.Error, "The files primary, filelists and other do not list the same packages.");

    /// <summary>The number of packages that a metadata file states is wrong.</summary>
    public static RepositoryRule PackageCount { get; } =
        new("metadata-package-count", FaultSeverity.Warning, "The number of packages that a metadata file states is wrong.");

    /// <summary>A package in the metadata lacks what identifies it, or its location.</summary>
    public static RepositoryRule PackageElement { get; } =
        new("metadata-package-element", FaultSeverity.Error, "A package in the metadata lacks what identifies it, or its location.");

    /// <summary>The location of a package has a base address, which zypper ignores.</summary>
    public static RepositoryRule LocationBase { get; } =
        new("location-base", FaultSeverity.Error, "The location of a package has a base address, which zypper ignores.");

    /// <summary>The location of a file is an absolute address or leaves the repository.</summary>
    public static RepositoryRule LocationUnusable { get; } =
        new("location-unusable", FaultSeverity.Error, "The location of a file is an absolute address or leaves the repository.");

    /// <summary>A package has no signature.</summary>
    public static RepositoryRule Unsigned { get; } = new("rpm-unsigned", FaultSeverity.Error, "A package has no signature.");

    /// <summary>The mirror list does not exist or has no address.</summary>
    public static RepositoryRule MirrorListEmpty { get; } =
        new("mirrorlist-empty", FaultSeverity.Error, "The mirror list does not exist or has no address.");

    /// <summary>A line of the mirror list is not an absolute address.</summary>
    public static RepositoryRule MirrorListAddress { get; } =
        new("mirrorlist-address", FaultSeverity.Error, "A line of the mirror list is not an absolute address.");

    /// <summary>The mirror list names another server, which was not verified.</summary>
    public static RepositoryRule MirrorListElsewhere { get; } =
        new("mirrorlist-elsewhere", FaultSeverity.Warning, "The mirror list names another server, which was not verified.");

    /// <summary>The mirror list leads to other metadata than the directory beside it.</summary>
    public static RepositoryRule MirrorListDiffers { get; } =
        new("mirrorlist-differs", FaultSeverity.Error, "The mirror list leads to other metadata than the directory beside it.");

    /// <summary>All of these rules.</summary>
    public static IReadOnlyList<RepositoryRule> All { get; } =
    [
        RepoMdMissing, RepoMdMalformed, SignatureMissing, LastSignatureUnknown, KeyMissing, KeyDiffers, WeakDigest,
        MetadataMissing, MetadataDiffers, MetadataUnreadable, MetadataCompression, MetadataDisagrees, PackageCount,
        PackageElement, LocationBase, LocationUnusable, Unsigned, MirrorListEmpty, MirrorListAddress, MirrorListElsewhere,
        MirrorListDiffers,
    ];
}
