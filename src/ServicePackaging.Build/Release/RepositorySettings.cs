using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Repositories;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build.Release;

/// <summary>To which repository the packages of a release are added.</summary>
internal sealed record RepositorySettings
{
    /// <summary>The absolute path of the directory; null if there is no repository.</summary>
    public string? Directory { get; private init; }

    /// <summary>The address at which it is served, with a trailing slash, or null.</summary>
    public Uri? Url { get; private init; }

    /// <summary>The channel.</summary>
    public RepositoryChannel Channel { get; private init; } = RepositoryChannel.Stable;

    /// <summary>The short name; null for that of the vendor.</summary>
    public string? Id { get; private init; }

    /// <summary>How long versions are kept, and who is offered the new ones.</summary>
    public RepositoryPolicy Policy { get; private init; } = new();

    /// <summary>Reads the settings. Wrong values are reported.</summary>
    /// <param name="properties">The properties that have a value.</param>
    /// <param name="directory">The directory that relative paths are in: that of the project.</param>
    /// <param name="findings">Receives every fault.</param>
    public static RepositorySettings Read(
        IReadOnlyDictionary<string, string> properties, string directory, DiagnosticBag findings)
    {
        var values = new ValueReader(
            name => InputReader.FindProperty(properties, platform: null, ServiceProperties.Find(name)!)?.Value, name => name, findings);
        var path = values.Read(ServiceProperties.Repository);
        var url = values.Read(ServiceProperties.RepositoryUrl);
        return new()
        {
            Directory = path is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, directory)),
            Url = url is null ? null : new Uri(url.EndsWith('/') ? url : url + "/"),
            Channel = new(values.Read(ServiceProperties.RepositoryChannel)!),
            Id = values.Read(ServiceProperties.RepositoryId),
            Policy = new()
            {
                KeepVersions = values.Read(ServiceProperties.RepositoryKeep),
                KeepFor = values.Read(ServiceProperties.RepositoryKeepDays) is { } days ? TimeSpan.FromDays(days) : null,
                PhasedPercentage = values.Read(ServiceProperties.RepositoryPhase),
            },
        };
    }

    /// <summary>What the repository is called.</summary>
    public RepositoryIdentity IdentityOf(PackageIdentity package) =>
        new(Id ?? NameRules.ToKebabCase(package.Vendor), package.Vendor, package.Vendor, Url) { Maintainer = package.Maintainer };
}
