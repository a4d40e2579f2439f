using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>A planned change of a repository.</summary>
/// <param name="Writes">The writes in their order; empty if there is nothing to do.</param>
/// <param name="Notes">What the publisher should know.</param>
internal sealed record PublishResult(IReadOnlyList<RepositoryWrite> Writes, IReadOnlyList<PublishNote> Notes);

/// <summary>Something that the publisher should know and that does not stop the release.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Package">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Detail">The newer version, or the architecture.</param>
internal sealed record PublishNote(PublishNoteKind Kind, string Package, string Version, string Detail);

/// <summary>What the publisher should know.</summary>
internal enum PublishNoteKind
{
    /// <summary>The channel has a newer version, which clients keep.</summary>
    OlderThanNewest,

    /// <summary>The version is missing for an architecture that the version before had.</summary>
    MissingArchitecture,

    /// <summary>The package was removed. Clients keep what they installed: only a higher version replaces it.</summary>
    Removed,

    /// <summary>The retention removed the package.</summary>
    Retired,
}
