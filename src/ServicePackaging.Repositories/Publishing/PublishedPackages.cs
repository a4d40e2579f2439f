using ServicePackaging.Repositories.State;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>The files of the pools: what they are, and since when.</summary>
internal sealed class PublishedPackages
{
    private readonly Dictionary<string, (string Sha256, DateTimeOffset Date)> _files = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _now;

    /// <param name="state">What was published before.</param>
    /// <param name="snapshot">The channel. Its packages were published even if the state does not know them, because another tool wrote
    /// them.</param>
    /// <param name="now">The date of the change.</param>
    public PublishedPackages(RepositoryState state, ChannelSnapshot snapshot, DateTimeOffset now)
    {
        _now = now;
        foreach (var package in (snapshot.Suite?.Stanzas ?? []).Concat<IPublishedPackage>(snapshot.Metadata?.Packages ?? []))
        {
            _files[package.Path] = (package.Sha256, now);
        }

        foreach (var release in state.Published)
        {
            foreach (var (path, sha256) in release.Files)
            {
                _files[path] = (sha256, release.Date);
            }
        }
    }

    /// <summary>Returns when a file was published.</summary>
    public DateTimeOffset DateOf(IPublishedPackage package) => _files.TryGetValue(package.Path, out var file) ? file.Date : _now;

    /// <summary>Whether a file has to be copied to the pool.</summary>
    /// <exception cref="RepositoryException">The pool has other bytes under that name: clients with older indexes would refuse
    /// them.</exception>
    public bool IsNew(PackageWrite write) => !_files.TryGetValue(write.Path, out var before)
        || (before.Sha256 != write.Source.Sha256
            ? throw new RepositoryException(RepositoryProblem.OtherBytes, Path.GetFileName(write.Path), before.Sha256, write.Source.Sha256)
            : false);
}
