using ServicePackaging.Repositories.State;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>Selects the files of the pools that can be deleted.</summary>
/// <param name="store">The repository.</param>
/// <param name="keys">The keys that are trusted.</param>
internal sealed class PoolCleaner(IRepositoryStore store, TrustedKeys keys)
{
    /// <summary>Returns the files that no channel names. The changed channel is skipped: what it names is not among the removed
    /// files.</summary>
    public IReadOnlyList<string> Select(
        IReadOnlyList<RemovedFile> expired, RepositoryState state, RepositoryChannel changed, CancellationToken cancellationToken)
    {
        if (expired.Count == 0)
        {
            return [];
        }

        var named = state.Channels.Keys.Where(name => name != changed.Name)
            .SelectMany(name => NamedBy(new(name), state.Channels[name], cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var removed = state.Removed.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return [.. expired.Select(file => file.Path).Where(path => removed.Contains(path) && !named.Contains(path) && IsInPool(path))];
    }

    private IEnumerable<string> NamedBy(
        RepositoryChannel channel, IReadOnlyList<Generation> generations, CancellationToken cancellationToken)
    {
        var snapshot = ChannelSnapshot.Read(store, channel, generations, keys, cancellationToken);
        return (snapshot.Suite?.Stanzas ?? []).Concat<IPublishedPackage>(snapshot.Metadata?.Packages ?? []).Select(package => package.Path);
    }

    private static bool IsInPool(string path) => RepositoryPaths.IsRelative(path)
        && (path.StartsWith($"{RepositoryPaths.Deb}/pool/", StringComparison.Ordinal)
            || path.StartsWith($"{RepositoryPaths.Rpm}/pool/", StringComparison.Ordinal));
}
