using System.Security.Cryptography;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>Changes a repository in a directory.</summary>
/// <param name="directory">The absolute path; created if it does not exist.</param>
/// <param name="owner">Who works on it, for the messages of others.</param>
internal sealed class RepositoryPublisher(string directory, string owner)
{
    /// <summary>How long to wait for another publisher.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Plans and makes a change.</summary>
    /// <exception cref="RepositoryException">The repository cannot be read or must not be changed.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public PublishResult Publish(PublishRequest request, CancellationToken cancellationToken)
    {
        var store = new LocalStore(directory);
        using var taken = RepositoryLock.Take(store.PathOf(RepositoryPaths.Lock), owner, Timeout, cancellationToken);
        var planner = new RepositoryPlanner(store, request);
        var result = planner.Plan(cancellationToken);
        Apply(result.Writes, store, planner.StateDigest, new LocalTarget(store), cancellationToken);
        return result;
    }

    /// <summary>Makes the planned changes in their order.</summary>
    /// <param name="writes">The changes.</param>
    /// <param name="store">The repository that they were planned for.</param>
    /// <param name="stateDigest">The digest of the state that the plan starts from.</param>
    /// <param name="target">Receives the changes.</param>
    /// <param name="cancellationToken">Cancels the work between two changes.</param>
    /// <exception cref="RepositoryException">Another publisher has changed the repository meanwhile. Only files that nothing names were
    /// written.</exception>
    public static void Apply(
        IReadOnlyList<RepositoryWrite> writes,
        IRepositoryStore store,
        string? stateDigest,
        IRepositoryTarget target,
        CancellationToken cancellationToken)
    {
        var isChecked = false;
        foreach (var write in writes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!isChecked && write.Stage > WriteStage.Immutable)
            {
                RequireSameState(store, stateDigest, cancellationToken);
                isChecked = true;
            }

            target.Apply(write, cancellationToken);
        }
    }

    private static void RequireSameState(IRepositoryStore store, string? digest, CancellationToken cancellationToken)
    {
        var file = store.Read(RepositoryPaths.State, RepositoryLimits.State, cancellationToken);
        if ((file is null ? null : Convert.ToHexStringLower(SHA256.HashData(file))) != digest)
        {
            throw new RepositoryException(RepositoryProblem.ChangedMeanwhile, RepositoryPaths.State);
        }
    }
}
