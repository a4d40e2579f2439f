namespace ServicePackaging.Repositories.Writing;

/// <summary>Receives the changes of a repository in their order.</summary>
internal interface IRepositoryTarget
{
    /// <summary>Makes one change completely or not at all.</summary>
    /// <exception cref="IOException">The change cannot be made.</exception>
    void Apply(RepositoryWrite write, CancellationToken cancellationToken);
}
