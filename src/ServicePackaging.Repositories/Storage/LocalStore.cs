namespace ServicePackaging.Repositories.Storage;

/// <summary>A repository in a directory.</summary>
/// <param name="directory">The absolute path.</param>
internal sealed class LocalStore(string directory) : IRepositoryStore
{
    /// <inheritdoc/>
    public string Name => directory;

    /// <summary>Returns the absolute path of a file.</summary>
    /// <exception cref="RepositoryException">The path leaves the directory.</exception>
    public string PathOf(string path) => RepositoryPaths.IsRelative(path)
        ? Path.Combine(directory, path)
        : throw new RepositoryException(RepositoryProblem.Damaged, path, "it is not a path in the repository");

    /// <inheritdoc/>
    public byte[]? Read(string path, long limit, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(path));
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= limit
            ? File.ReadAllBytes(file.FullName)
            : throw new RepositoryException(RepositoryProblem.Damaged, path, $"it has more than {limit} bytes");
    }

    /// <inheritdoc/>
    public long? Length(string path, CancellationToken cancellationToken) =>
        new FileInfo(PathOf(path)) is { Exists: true } file ? file.Length : null;

    /// <inheritdoc/>
    public Stream? Open(string path, long limit, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(path));
        return !file.Exists ? null
            : file.Length <= limit ? file.OpenRead()
            : throw new RepositoryException(RepositoryProblem.Damaged, path, $"it has more than {limit} bytes");
    }
}
