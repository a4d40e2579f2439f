namespace ServicePackaging.Formats.Archives;

/// <summary>Finds the faults of a finished package.</summary>
/// <param name="package">A seekable stream, which stays open.</param>
/// <param name="cancellationToken">Checked from time to time.</param>
public delegate IReadOnlyList<PackageFault> VerifyPackage(Stream package, CancellationToken cancellationToken);

/// <summary>Writes package files, all or nothing.</summary>
public static class PackageFile
{
    private const int BufferLength = 128 * 1024;

    /// <summary>Writes a file. An existing file at the path is replaced only by a complete file without faults. If writing fails, finds a
    /// fault or is cancelled, the existing file is unchanged and no partial file remains.</summary>
    /// <param name="path">The path of the file, in a directory that exists.</param>
    /// <param name="write">Writes the content to a seekable stream. It receives the directory for its temporary files.</param>
    /// <param name="verify">Verifies the complete file before it is renamed to its final name; null to skip the verification.</param>
    /// <param name="cancellationToken">Checked before the file is renamed.</param>
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

    /// <summary>Creates a file that is deleted when it is closed.</summary>
    /// <param name="directory">The directory of the file.</param>
    /// <param name="purpose">A part of the file's name, for people who look into the directory while the file exists.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    public static FileStream CreateTemporary(string directory, string purpose) => new(
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

    // The exception that caused the deletion is the one to report.
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
