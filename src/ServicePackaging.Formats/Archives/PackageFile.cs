namespace ServicePackaging.Formats.Archives;

/// <summary>Finds the faults of a finished package.</summary>
/// <param name="package">Seekable; it stays open.</param>
/// <param name="cancellationToken">Asked now and then.</param>
public delegate IReadOnlyList<PackageFault> VerifyPackage(Stream package, CancellationToken cancellationToken);

/// <summary>Makes package files, all or nothing.</summary>
public static class PackageFile
{
    private const int BufferLength = 128 * 1024;

    /// <summary>Writes a file: what stood at the path before is replaced only by a complete and sound one, and is untouched by a failure, a
    /// fault or a cancellation, which leave nothing half-written behind.</summary>
    /// <param name="path">In a directory that exists.</param>
    /// <param name="write">Writes the content to a seekable stream; it is told the directory, for its temporary files.</param>
    /// <param name="verify">Looks at the complete file before it takes its name; null to take it as it is.</param>
    /// <param name="cancellationToken">Asked before the file takes its name.</param>
    /// <returns>What <paramref name="write"/> returned.</returns>
    /// <exception cref="PackageFaultException">The complete file has faults.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static T Write<T>(
        string path, Func<Stream, string, T> write, VerifyPackage? verify, CancellationToken cancellationToken = default)
    {
        var target = Path.GetFullPath(path);
        var partial = $"{target}.{Path.GetRandomFileName()}.partial";
        try
        {
            T result;
            using (var output = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferLength))
            {
                result = write(output, Path.GetDirectoryName(target)!);
            }

            if (verify is not null)
            {
                Verify(partial, verify, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(partial, target, overwrite: true);
            return result;
        }
        catch
        {
            DeleteQuietly(partial);
            throw;
        }
    }

    /// <summary>A file that is gone when it is closed.</summary>
    /// <param name="directory">Where to.</param>
    /// <param name="purpose">A part of its name, for whoever looks into the directory meanwhile.</param>
    internal static FileStream CreateTemporary(string directory, string purpose) => new(
        Path.Combine(directory, $"{Path.GetRandomFileName()}.{purpose}.partial"),
        FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferLength, FileOptions.DeleteOnClose);

    private static void Verify(string path, VerifyPackage verify, CancellationToken cancellationToken)
    {
        using var package = File.OpenRead(path);
        if (verify(package, cancellationToken) is { Count: > 0 } faults)
        {
            throw new PackageFaultException(faults);
        }
    }

    // The failure that led here is the one to report.
    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
