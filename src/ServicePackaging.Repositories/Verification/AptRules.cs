namespace ServicePackaging.Repositories.Verification;

/// <summary>The rules of suites for apt.</summary>
internal static class AptRules
{
    /// <summary>The suite has no InRelease, which apt reads first.</summary>
    public static RepositoryRule InReleaseMissing { get; } =
        new("inrelease-missing", FaultSeverity.Warning, "The suite has no InRelease, which apt reads first.");

    /// <summary>InRelease is not exactly one clear-signed text.</summary>
    public static RepositoryRule InReleaseForm { get; } =
        new("inrelease-form", FaultSeverity.Error, "InRelease is not exactly one clear-signed text.");

    /// <summary>The suite has no Release, which some mirror tools read.</summary>
    public static RepositoryRule ReleaseMissing { get; } =
        new("release-missing", FaultSeverity.Warning, "The suite has no Release, which some mirror tools read.");

    /// <summary>Release and InRelease have different contents.</summary>
    public static RepositoryRule ReleaseDiffers { get; } =
        new("release-differs", FaultSeverity.Error, "Release and InRelease have different contents.");

    /// <summary>Release has no signature in Release.gpg.</summary>
    public static RepositoryRule ReleaseSignatureMissing { get; } =
        new("release-signature-missing", FaultSeverity.Warning, "Release has no signature in Release.gpg.");

    /// <summary>The Release file is not one paragraph of fields.</summary>
    public static RepositoryRule ReleaseMalformed { get; } =
        new("release-malformed", FaultSeverity.Error, "The Release file is not one paragraph of fields.");

    /// <summary>The Release file has no date, or one that apt cannot read.</summary>
    public static RepositoryRule DateInvalid { get; } =
        new("date-invalid", FaultSeverity.Error, "The Release file has no date, or one that apt cannot read.");

    /// <summary>The Release file is from the future.</summary>
    public static RepositoryRule DateInFuture { get; } =
        new("date-in-future", FaultSeverity.Error, "The Release file is from the future.");

    /// <summary>The suite expires unless it is published again in time.</summary>
    public static RepositoryRule ValidUntilPresent { get; } =
        new("valid-until-present", FaultSeverity.Warning, "The suite expires unless it is published again in time.");

    /// <summary>The suite has expired, or its expiry date cannot be read.</summary>
    public static RepositoryRule ValidUntilPast { get; } =
        new("valid-until-past", FaultSeverity.Error, "The suite has expired, or its expiry date cannot be read.");

    /// <summary>The Release file has no Architectures field.</summary>
    public static RepositoryRule ArchitecturesMissing { get; } =
        new("architectures-missing", FaultSeverity.Warning, "The Release file has no Architectures field.");

    /// <summary>The Release file has no Components field.</summary>
    public static RepositoryRule ComponentsMissing { get; } =
        new("components-missing", FaultSeverity.Warning, "The Release file has no Components field.");

    /// <summary>Neither Suite nor Codename is the name of the directory.</summary>
    public static RepositoryRule SuiteMismatch { get; } =
        new("suite-mismatch", FaultSeverity.Warning, "Neither Suite nor Codename is the name of the directory.");

    /// <summary>The Release file has no SHA-256 or SHA-512 digests.</summary>
    public static RepositoryRule WeakDigests { get; } =
        new("release-weak-digests", FaultSeverity.Error, "The Release file has no SHA-256 or SHA-512 digests.");

    /// <summary>The Release file has the field Signed-By.</summary>
    public static RepositoryRule SignedByField { get; } =
        new("signed-by-field", FaultSeverity.Warning, "The Release file has the field Signed-By.");

    /// <summary>The Release file lists only compressed forms of a Packages index.</summary>
    public static RepositoryRule PlainIndexNotListed { get; } =
        new("plain-index-not-listed", FaultSeverity.Error, "The Release file lists only compressed forms of a Packages index.");

    /// <summary>The Release file lists no Packages index for an architecture that it declares.</summary>
    public static RepositoryRule IndexNotListed { get; } =
        new("index-not-listed", FaultSeverity.Warning, "The Release file lists no Packages index for an architecture that it declares.");

    /// <summary>An index that the Release file lists does not exist.</summary>
    public static RepositoryRule IndexMissing { get; } =
        new("index-missing", FaultSeverity.Error, "An index that the Release file lists does not exist.");

    /// <summary>An index has another length or digest than the Release file states.</summary>
    public static RepositoryRule IndexDiffers { get; } =
        new("index-differs", FaultSeverity.Error, "An index has another length or digest than the Release file states.");

    /// <summary>An index cannot be decompressed.</summary>
    public static RepositoryRule IndexUnreadable { get; } =
        new("index-unreadable", FaultSeverity.Error, "An index cannot be decompressed.");

    /// <summary>A Packages index exists only with compression that older apt cannot read.</summary>
    public static RepositoryRule IndexCompression { get; } =
        new("index-compression", FaultSeverity.Warning, "A Packages index exists only with compression that older apt cannot read.");

    /// <summary>The suite does not offer its indexes by digest.</summary>
    public static RepositoryRule ByHashOff { get; } =
        new("by-hash-off", FaultSeverity.Warning, "The suite does not offer its indexes by digest.");

    /// <summary>An index is missing under its digest although the suite offers it there.</summary>
    public static RepositoryRule ByHashMissing { get; } =
        new("by-hash-missing", FaultSeverity.Warning, "An index is missing under its digest although the suite offers it there.");

    /// <summary>A file in by-hash does not have the digest that is its name.</summary>
    public static RepositoryRule ByHashDiffers { get; } =
        new("by-hash-differs", FaultSeverity.Error, "A file in by-hash does not have the digest that is its name.");

    /// <summary>A paragraph of a Packages index is malformed.</summary>
    public static RepositoryRule StanzaMalformed { get; } =
        new("stanza-malformed", FaultSeverity.Error, "A paragraph of a Packages index is malformed.");

    /// <summary>A package in an index lacks a field that apt needs.</summary>
    public static RepositoryRule StanzaField { get; } =
        new("stanza-field", FaultSeverity.Error, "A package in an index lacks a field that apt needs.");

    /// <summary>The Filename of a package is an absolute address or leaves the repository.</summary>
    public static RepositoryRule FileNameUnusable { get; } =
        new("file-name-unusable", FaultSeverity.Error, "The Filename of a package is an absolute address or leaves the repository.");

    /// <summary>The index of an architecture lacks packages for all architectures.</summary>
    public static RepositoryRule AllPackageMissing { get; } =
        new("all-package-missing", FaultSeverity.Warning, "The index of an architecture lacks packages for all architectures.");

    /// <summary>All of these rules.</summary>
    public static IReadOnlyList<RepositoryRule> All { get; } =
    [
        InReleaseMissing, InReleaseForm, ReleaseMissing, ReleaseDiffers, ReleaseSignatureMissing, ReleaseMalformed, DateInvalid,
        DateInFuture, ValidUntilPresent, ValidUntilPast, ArchitecturesMissing, ComponentsMissing, SuiteMismatch, WeakDigests,
        SignedByField, PlainIndexNotListed, IndexNotListed, IndexMissing, IndexDiffers, IndexUnreadable, IndexCompression,
        ByHashOff, ByHashMissing, ByHashDiffers, StanzaMalformed, StanzaField, FileNameUnusable, AllPackageMissing,
    ];
}
