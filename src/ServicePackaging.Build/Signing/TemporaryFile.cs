namespace ServicePackaging.Build.Signing;

/// <summary>Creates files that are deleted when they are closed.</summary>
internal static class TemporaryFile
{
    private const int BufferLength = 128 * 1024;

    /// <summary>Creates an empty file.</summary>
    /// <param name="directory">The directory of the file.</param>
    public static FileStream Create(string directory) => new(
        Path.Combine(directory, $"{Path.GetRandomFileName()}.unsigned.partial"),
        FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferLength, FileOptions.DeleteOnClose);
}
