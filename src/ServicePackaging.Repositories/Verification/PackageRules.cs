namespace ServicePackaging.Repositories.Verification;

/// <summary>The rules of packages in the indexes of either kind.</summary>
internal static class PackageRules
{
    /// <summary>Two index entries name the same file with different digests.</summary>
    public static RepositoryRule SameFileTwice { get; } =
        new("same-file-twice", FaultSeverity.Error, "Two index entries name the same file with different digests.");

    /// <summary>Two files have the same name, version and architecture.</summary>
    public static RepositoryRule SamePackageTwice { get; } =
        new("same-package-twice", FaultSeverity.Error, "Two files have the same name, version and architecture.");

    /// <summary>A package file does not exist.</summary>
    public static RepositoryRule Missing { get; } = new("package-missing", FaultSeverity.Error, "A package file does not exist.");

    /// <summary>A package file has another length or digest than the index states.</summary>
    public static RepositoryRule Differs { get; } =
        new("package-differs", FaultSeverity.Error, "A package file has another length or digest than the index states.");

    /// <summary>A package file is not a package.</summary>
    public static RepositoryRule Unreadable { get; } = new("package-unreadable", FaultSeverity.Error, "A package file is not a package.");

    /// <summary>An index entry differs from the fields in the package.</summary>
    public static RepositoryRule MetadataDiffers { get; } =
        new("package-metadata-differs", FaultSeverity.Error, "An index entry differs from the fields in the package.");

    /// <summary>All of these rules.</summary>
    public static IReadOnlyList<RepositoryRule> All { get; } =
    [
        SameFileTwice, SamePackageTwice, Missing, Differs, Unreadable, MetadataDiffers,
    ];
}
