using System.Text;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Apt;

/// <summary>A package in an index of apt.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">Its architecture, or <c>all</c>.</param>
/// <param name="FileName">The file, relative to the directory of the apt repository.</param>
/// <param name="Sha256">The digest of the file in lower case hexadecimal.</param>
/// <param name="Text">The fields, which end with a line end and contain no empty line.</param>
internal sealed record AptStanza(
    string Name, string Version, string Architecture, string FileName, string Sha256, ReadOnlyMemory<byte> Text) : IPublishedPackage
{
    /// <summary>The architecture of packages that every machine can install.</summary>
    public const string All = "all";

    /// <summary>The order in which indexes list packages.</summary>
    public static IComparer<AptStanza> Order { get; } = Comparer<AptStanza>.Create(Compare);

    /// <inheritdoc/>
    public string VersionText => Version;

    /// <inheritdoc/>
    public string Path => $"{RepositoryPaths.Deb}/{FileName}";

    /// <summary>Whether the index of an architecture contains the package.</summary>
    public bool IsFor(string architecture) => Architecture == architecture || Architecture == All;

    /// <summary>Returns the same package with another share of machines that are offered it.</summary>
    /// <param name="percentage">From 0 to 100; null for all machines.</param>
    public AptStanza WithPhase(int? percentage)
    {
        var fields = ControlText.Fields(Text.Span).ToList();
        fields.RemoveAll(field => field.Name.Equals(AptFields.PhasedUpdatePercentage, StringComparison.OrdinalIgnoreCase));
        if (percentage is { } share)
        {
            fields.Insert(fields.Count - 1, new(AptFields.PhasedUpdatePercentage, FormattableString.Invariant($"{share}")));
        }

        return this with { Text = Encoding.UTF8.GetBytes(ControlText.Render(fields)) };
    }

    private static int Compare(AptStanza x, AptStanza y)
    {
        var name = string.CompareOrdinal(x.Name, y.Name);
        var version = name != 0 ? name : DebVersionOrder.Instance.Compare(x.Version, y.Version);
        return version != 0 ? version : string.CompareOrdinal(x.Architecture, y.Architecture);
    }
}
