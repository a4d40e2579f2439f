namespace ServicePackaging.Repositories.Writing;

/// <summary>Lets one publisher at a time work on a directory. The operating system releases the lock when a process ends, however it
/// ends, so that no lock is ever left over.</summary>
internal sealed class RepositoryLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Nobody can read a locked file, so that the owner is in another one.
    private const string OwnerSuffix = ".owner";

    private readonly FileStream _file;

    private RepositoryLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The absolute path of the lock file.</param>
    /// <param name="owner">Who works on the repository, for the messages of others.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="RepositoryException">Another publisher still works on it.</exception>
    public static RepositoryLock Take(string path, string owner, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var waited = TimeSpan.Zero; ; waited += Interval)
        {
            if (TryOpen(path) is { } file)
            {
                File.WriteAllText(path + OwnerSuffix, owner);
                return new RepositoryLock(file);
            }

            if (waited >= timeout)
            {
                throw new RepositoryException(RepositoryProblem.Locked, Path.GetDirectoryName(path)!, ReadOwner(path));
            }

            cancellationToken.WaitHandle.WaitOne(Interval);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_file.Name + OwnerSuffix);
        _file.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private static string ReadOwner(string path)
    {
        try
        {
            return File.ReadAllText(path + OwnerSuffix);
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
