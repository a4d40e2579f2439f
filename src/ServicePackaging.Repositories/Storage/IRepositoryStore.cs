namespace ServicePackaging.Repositories.Storage;

/// <summary>Reads the files of a repository. Paths are relative to its root, with slashes.</summary>
internal interface IRepositoryStore
{
    /// <summary>A name for messages: a directory or an address.</summary>
    string Name { get; }

    /// <summary>Returns a file, or null if it does not exist.</summary>
    /// <param name="path">The relative path.</param>
    /// <param name="limit">The most bytes that the file may have.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="RepositoryException">The file is longer.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    byte[]? Read(string path, long limit, CancellationToken cancellationToken);

    /// <summary>Returns the length of a file in bytes, or null if it does not exist.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    long? Length(string path, CancellationToken cancellationToken);

    /// <summary>Opens a file as a seekable stream, or returns null if it does not exist. Packages are too large for memory.</summary>
    /// <param name="path">The relative path.</param>
    /// <param name="limit">The most bytes that the file may have.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="RepositoryException">The file is longer.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    Stream? Open(string path, long limit, CancellationToken cancellationToken) =>
        Read(path, limit, cancellationToken) is { } file ? new MemoryStream(file, writable: false) : null;
}
