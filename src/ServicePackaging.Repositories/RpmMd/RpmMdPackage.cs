using ServicePackaging.Formats.Rpm;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>A package in rpm-md metadata.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Evr">Its epoch, version and release.</param>
/// <param name="Architecture">Its architecture, or <c>noarch</c>.</param>
/// <param name="Sha256">The digest of the file, which identifies the package in all three files.</param>
/// <param name="Location">The path of the file, relative to the metadata's base.</param>
internal sealed record RpmMdPackage(string Name, RpmEvr Evr, string Architecture, string Sha256, string Location)
    : IPublishedPackage
{
    /// <summary>The directory of the pool, as the metadata's base sees it.</summary>
    public const string PoolPrefix = "../";

    /// <summary>The order in which metadata lists packages.</summary>
    public static IComparer<RpmMdPackage> Order { get; } = Comparer<RpmMdPackage>.Create(Compare);

    /// <summary>The noarch architecture, for packages that every machine can install.</summary>
    public const string NoArchitecture = "noarch";

    /// <inheritdoc/>
    public string VersionText => Evr.ToString();

    /// <inheritdoc/>
    public string Path => Location.StartsWith(PoolPrefix, StringComparison.Ordinal)
        ? $"{RepositoryPaths.Rpm}/{Location[PoolPrefix.Length..]}"
        : $"{RepositoryPaths.Rpm}/{Location}";

    private static int Compare(RpmMdPackage x, RpmMdPackage y)
    {
        var name = string.CompareOrdinal(x.Name, y.Name);
        var version = name != 0 ? name : x.Evr.CompareTo(y.Evr);
        return version != 0 ? version : string.CompareOrdinal(x.Architecture, y.Architecture);
    }
}

/// <summary>A package that is new in the metadata, with its element in each of the files.</summary>
/// <param name="Package">What identifies it.</param>
/// <param name="Elements">The element of each file.</param>
internal sealed record RpmMdEntry(RpmMdPackage Package, IReadOnlyDictionary<RpmMdFile, byte[]> Elements);
