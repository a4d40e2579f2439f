using ServicePackaging.Repositories.State;

namespace ServicePackaging.Repositories.Verification;

/// <summary>What to verify, and how.</summary>
internal sealed record VerificationOptions
{
    /// <summary>The public keys that clients have, in their binary form; null to check only the form of signatures.</summary>
    public byte[]? Keys { get; init; }

    /// <summary>The suites for apt.</summary>
    public IReadOnlyList<AptLocation> Suites { get; init; } = [];

    /// <summary>The rpm-md metadata.</summary>
    public IReadOnlyList<RpmMdLocation> Metadata { get; init; } = [];

    /// <summary>What the signed state of the repository says; null if it is not known.</summary>
    public RepositoryState? State { get; init; }

    /// <summary>The address of the repository's root, to find the files that a mirror list names; null if it is not known.</summary>
    public Uri? Address { get; init; }

    /// <summary>The time of the clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether packages are read completely. Otherwise, only their existence and length are checked.</summary>
    public bool ReadPackages { get; init; }

    /// <summary>Whether clients are told to check the signature of each rpm package (gpgcheck=1).</summary>
    public bool RequireSignedRpms { get; init; } = true;
}

/// <summary>A suite for apt.</summary>
/// <param name="Base">The directory that clients have as the URI, relative to the root; empty for the root.</param>
/// <param name="Suite">The suite as clients name it, such as <c>stable</c>; with a slash at the end, a directory without
/// components.</param>
/// <param name="Channel">The channel of this library's state, or null.</param>
internal sealed record AptLocation(string Base, string Suite, string? Channel = null)
{
    /// <summary>Whether the suite is a directory without components.</summary>
    public bool IsFlat => Suite.EndsWith('/');

    /// <summary>The directory of the Release file.</summary>
    public string Directory => Locations.Join(Base, IsFlat ? Suite.TrimEnd('/').TrimStart('.').TrimStart('/') : $"dists/{Suite}");
}

/// <summary>rpm-md metadata.</summary>
/// <param name="Base">The directory that contains <c>repodata</c>, relative to the root; empty for the root.</param>
/// <param name="MirrorList">The file that clients have as the mirror list, relative to the root; null if there is none.</param>
/// <param name="Channel">The channel of this library's state, or null.</param>
internal sealed record RpmMdLocation(string Base, string? MirrorList = null, string? Channel = null);
