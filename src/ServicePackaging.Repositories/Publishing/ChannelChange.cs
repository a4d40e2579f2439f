using ServicePackaging.Repositories.State;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>What the changes of both kinds of metadata have in common.</summary>
/// <param name="Identity">What the repository is called.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Signer">Signs the metadata.</param>
/// <param name="Request">What to change.</param>
/// <param name="Published">The files of the pools.</param>
/// <param name="Date">The date of the new metadata.</param>
/// <param name="IsComplete">Whether the metadata stays as it is if no package changes.</param>
internal sealed record ChannelContext(
    RepositoryIdentity Identity,
    RepositoryChannel Channel,
    RepositorySigner Signer,
    PublishRequest Request,
    PublishedPackages Published,
    DateTimeOffset Date,
    bool IsComplete);

/// <summary>The change of a channel's metadata of one kind.</summary>
/// <param name="context">What both kinds have in common.</param>
internal abstract class ChannelChange<TOld, TNew>(ChannelContext context)
    where TOld : class
{
    /// <summary>What the publisher should know.</summary>
    public List<PublishNote> Notes { get; } = [];

    /// <summary>The packages that the channel does not have any more.</summary>
    public List<IPublishedPackage> Removed { get; } = [];

    /// <summary>The writes; empty if nothing changes.</summary>
    public List<RepositoryWrite> Writes { get; } = [];

    /// <summary>What both kinds have in common.</summary>
    protected ChannelContext Context => context;

    /// <summary>Returns the part of a generation that is of this kind.</summary>
    public abstract GenerationPart? PartOf(Generation generation);

    /// <summary>Plans the change.</summary>
    /// <param name="old">The metadata, or null if there is none.</param>
    /// <param name="added">The packages to add.</param>
    /// <param name="before">The newest generation, or null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The newest generation after the change.</returns>
    public abstract GenerationPart? Apply(
        TOld? old, IReadOnlyList<TNew> added, GenerationPart? before, CancellationToken cancellationToken);

    /// <summary>Merges the packages, and keeps what the merge found.</summary>
    protected MergedIndex<T> Merge<T>(
        IComparer<T> order, Func<T, T, bool> isSameEntry, IReadOnlyList<T> old, IReadOnlyList<T> added)
        where T : IPublishedPackage
    {
        var merged = new IndexMerge<T>(order, isSameEntry).Merge(
            old, added, context.Request.Removals, context.Request.Policy, package => context.Published.DateOf(package), context.Date);
        Notes.AddRange(merged.Notes);
        Removed.AddRange(merged.Removed.Cast<IPublishedPackage>());
        return merged;
    }

    /// <summary>Keeps the writes of a new generation, and returns what the state says about it.</summary>
    protected GenerationPart Add(GenerationPart? before, string root, string sha256, IReadOnlyList<RepositoryWrite> writes)
    {
        Writes.AddRange(writes);
        var files = writes.Where(write => write.Stage == WriteStage.Immutable).Select(write => write.Path);
        return new((before?.Number ?? 0) + 1, root, sha256, [.. files]);
    }
}
