using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>A package in rpm-md metadata.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Evr">Its epoch, version and release.</param>
/// <param name="Architecture">Its architecture, or <c>noarch</c>.</param>
/// <param name="Sha256">The digest of the file, which identifies the package in all three files.</param>
/// <param name="Location">The path of the file, relative to the metadata's base.</param>
internal sealed record RpmMdPackage(string Name, RpmEvr Evr, string Architecture, string Sha256, string Location)
{
    /// <summary>The order in which metadata lists packages.</summary>
    public static IComparer<RpmMdPackage> Order { get; } = Comparer<RpmMdPackage>.Create(Compare);

    /// <summary>What identifies a package in a channel.</summary>
    public (string Name, RpmEvr Evr, string Architecture) Key => (Name, Evr, Architecture);

    private static int Compare(RpmMdPackage x, RpmMdPackage y)
    {
        var name = string.CompareOrdinal(x.Name, y.Name);
        var version = name != 0 ? name : x.Evr.CompareTo(y.Evr);
        return version != 0 ? version : string.CompareOrdinal(x.Architecture, y.Architecture);
    }
}

/// <summary>A package that is new in the metadata, with its element in each of the files.</summary>
/// <param name="Package">What identifies it.</param>
/// <param name="Elements">The element of each file, in the order of <see cref="RpmMdFile.All"/>.</param>
internal sealed record RpmMdEntry(RpmMdPackage Package, IReadOnlyList<ReadOnlyMemory<byte>> Elements);
