using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Streams;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Writing;

/// <summary>Changes the files of a directory. A web server may serve it at the same time, and the machine may stop at any moment.</summary>
/// <param name="store">The directory.</param>
internal sealed class LocalTarget(LocalStore store) : IRepositoryTarget
{
    private const string TemporarySuffix = ".partial";

    /// <inheritdoc/>
    public void Apply(RepositoryWrite write, CancellationToken cancellationToken)
    {
        var path = store.PathOf(write.Path);
        switch (write)
        {
            case FileDeletion:
                Delete(path);
                break;
            case PackageWrite package:
                Replace(path, output => Copy(package, output, cancellationToken));
                break;
            case ContentWrite content:
                Replace(path, output => Write(content, output));
                break;
        }
    }

    // On the disk before it gets its name: after a power failure there is the old file or the new one.
    private static void Replace(string path, Action<FileStream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + TemporarySuffix;
        try
        {
            using (var output = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(output);
                output.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Write(ContentWrite write, FileStream output)
    {
        foreach (var part in write.Content)
        {
            output.Write(part.Span);
        }
    }

    private static void Copy(PackageWrite package, FileStream output, CancellationToken cancellationToken)
    {
        using var source = package.Source.Open();
        using var hashing = new HashingStream(output);
        PooledCopy.CopyExactly(source, hashing, package.Source.Length, package.Source.Name, observer: null, cancellationToken);
        if (hashing.Finish() != package.Source.Sha256)
        {
            throw new IOException($"{package.Source.Name} changed while it was being published.");
        }
    }

    // Directories without files are removed, too. A publisher need not have the pool.
    private void Delete(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        File.Delete(path);
        for (var directory = Path.GetDirectoryName(path)!;
             directory.Length > store.Name.Length && Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any();
             directory = Path.GetDirectoryName(directory)!)
        {
            Directory.Delete(directory);
        }
    }
}
