namespace ServicePackaging.Signing.Keys;

/// <summary>Reads files with keys and certificates. .NET's loaders answer "error occurred during a cryptographic operation" for a missing
/// file.</summary>
internal static class KeyFile
{
    // Keys and chains have some kilobytes. A package by mistake must not be read into memory.
    private const long MaxLength = 4 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="SigningException">There is no such file, it cannot be read, or it is too long for a key.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxLength)
            {
                throw new SigningException(SigningProblem.UnreadableKey, path, "a file that is too long for a key");
            }

            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SigningException(SigningProblem.UnreadableKey, path, "no file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SigningException(SigningProblem.UnreadableKey, path, $"a file that cannot be read ({e.Message})");
        }
    }
}
