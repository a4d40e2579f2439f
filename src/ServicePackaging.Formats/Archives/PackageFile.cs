namespace ServicePackaging.Formats.Archives;

/// <summary>Makes package files, all or nothing.</summary>
internal static class PackageFile
{
    private const int BufferLength = 128 * 1024;

    /// <summary>Writes a file: what stood at the path before is replaced only by a complete one, and is untouched by a failure or a
    /// cancellation, which leave nothing half-written behind.</summary>
    /// <param name="path">In a directory that exists.</param>
    /// <param name="write">Writes the content; it is told the directory, for its temporary files.</param>
    /// <param name="cancellationToken">Asked before the file takes its name.</param>
    /// <param name="inspect">Looks at the complete file at the path that it is told, before it takes its name; what it throws is a failure.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    public static T Write<T>(string path, Func<FileStream, string, T> write, CancellationToken cancellationToken, Action<string>? inspect = null)
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

            inspect?.Invoke(partial);
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
    /// <param name="purpose">A part of its name, for whoever looks into the directory meanwhile.</param>
    public static FileStream CreateTemporary(string directory, string purpose) => new(
        Path.Combine(directory, $"{Path.GetRandomFileName()}.{purpose}.partial"),
        FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferLength, FileOptions.DeleteOnClose);

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
