using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>What to change in a repository.</summary>
internal sealed record PublishRequest
{
    /// <summary>What the repository is called; null for what it was called before.</summary>
    public RepositoryIdentity? Identity { get; init; }

    /// <summary>The channel.</summary>
    public RepositoryChannel Channel { get; init; } = RepositoryChannel.Stable;

    /// <summary>The absolute paths of the .deb and .rpm files to add.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>The packages to take out of the channel.</summary>
    public IReadOnlyList<PackageSelector> Removals { get; init; } = [];

    /// <summary>What else the publisher wants.</summary>
    public RepositoryPolicy Policy { get; init; } = new();

    /// <summary>Whether new metadata is written even if no package changes, such as after a change of keys.</summary>
    public bool Refresh { get; init; }

    /// <summary>The keys that sign the metadata, the newest first: more than one while keys rotate.</summary>
    public required IReadOnlyList<IOpenPgpSigner> Keys { get; init; }

    /// <summary>Further public keys that may have signed what is there, in their binary form.</summary>
    public byte[] TrustedKeys { get; init; } = [];

    /// <summary>The time that the new metadata states. It never goes backwards: if the repository is newer, one second after its date is
    /// used.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The time of the clock before the keys were opened. Metadata that is newer is refused, because clients refuse
    /// it.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>Packages of a channel, of all architectures and formats.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">The version as one of the formats writes it; null for all versions.</param>
internal sealed record PackageSelector(string Name, string? Version)
{
    /// <summary>Whether a package is selected.</summary>
    public bool Selects(string name, string version) => name == Name && (Version is null || version == Version);

    /// <inheritdoc/>
    public override string ToString() => Version is null ? Name : $"{Name} {Version}";
}
