using System.Text;

namespace ServicePackaging.Repositories.Writing;

/// <summary>Lets one publisher at a time work on a directory. The operating system releases the lock when a process ends, however it
/// ends, so that no lock is ever left over.</summary>
internal sealed class RepositoryLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

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
                file.SetLength(0);
                file.Write(Encoding.UTF8.GetBytes(owner + "\n"));
                file.Flush();
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
    public void Dispose() => _file.Dispose();

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

    // .NET's own locks are advisory on Unix, so that the text can be read there; on Windows it cannot.
    private static string ReadOwner(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim();
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
