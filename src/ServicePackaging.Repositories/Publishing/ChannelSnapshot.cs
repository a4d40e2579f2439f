using System.Security.Cryptography;
using ServicePackaging.Repositories.Apt;
using ServicePackaging.Repositories.RpmMd;
using ServicePackaging.Repositories.State;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>A channel before a change, verified.</summary>
/// <param name="Suite">The suite, or null if there is none.</param>
/// <param name="Metadata">The rpm-md metadata, or null if there is none.</param>
/// <param name="Generations">The generations of the state. Those that an interrupted run left are marked as hidden.</param>
/// <param name="IsComplete">Whether clients already see what the state says. If not, an earlier run was interrupted.</param>
internal sealed record ChannelSnapshot(
    AptSuite? Suite, RpmMdChannel? Metadata, IReadOnlyList<Generation> Generations, bool IsComplete)
{
    /// <summary>Reads a channel.</summary>
    /// <exception cref="RepositoryException">It is not signed by a trusted key, is damaged, is older than the state, or contains what this
    /// library would lose.</exception>
    public static ChannelSnapshot Read(
        IRepositoryStore store,
        RepositoryChannel channel,
        IReadOnlyList<Generation> generations,
        TrustedKeys keys,
        CancellationToken cancellationToken)
    {
        var inRelease = $"{RepositoryPaths.Suite(channel)}/InRelease";
        var repoMd = $"{RepositoryPaths.RpmChannel(channel)}/{RpmMdPlanner.RepoMdPath}";
        var current = generations is [var newest, ..] ? newest : null;
        var debs = IsCurrent(store, inRelease, [.. generations.Select(generation => generation.Deb)], cancellationToken);
        var rpms = IsCurrent(store, repoMd, [.. generations.Select(generation => generation.Rpm)], cancellationToken);
        return new(
            AptSuite.Read(store, channel, current?.Deb?.Root ?? inRelease, keys, cancellationToken),
            RpmMdChannel.Read(store, current?.Rpm?.Root ?? repoMd, keys, cancellationToken),
            [.. generations.Select(generation => Mark(generation, current!, debs, rpms))],
            current is null || (debs && rpms));
    }

    // Without this, the check after a second interruption would not expect what clients still see.
    private static Generation Mark(Generation generation, Generation current, bool debs, bool rpms)
    {
        return generation with
        {
            Deb = debs ? generation.Deb : Hide(generation.Deb, current.Deb),
            Rpm = rpms ? generation.Rpm : Hide(generation.Rpm, current.Rpm),
        };

        static GenerationPart? Hide(GenerationPart? part, GenerationPart? current) =>
            part is not null && part.Sha256 == current?.Sha256 ? part with { IsHidden = true } : part;
    }

    // Interrupted runs leave the generation before them. Anything else was put there by somebody else.
    private static bool IsCurrent(
        IRepositoryStore store, string path, IReadOnlyList<GenerationPart?> generations, CancellationToken cancellationToken)
    {
        var file = store.Read(path, RepositoryLimits.SignedText, cancellationToken);
        if (generations is not [{ } current, ..])
        {
            return generations.Count == 0 || file is null;
        }

        var digest = file is null ? null : Convert.ToHexStringLower(SHA256.HashData(file));
        var before = generations.FirstOrDefault(generation => generation?.Sha256 != current.Sha256 && generation?.IsHidden is null);
        return digest is null || digest == current.Sha256 || digest == before?.Sha256
            ? digest == current.Sha256
            : throw new RepositoryException(RepositoryProblem.RolledBack, path, RepositoryPaths.State);
    }
}
