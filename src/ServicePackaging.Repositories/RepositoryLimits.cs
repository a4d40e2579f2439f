namespace ServicePackaging.Repositories;

/// <summary>The most bytes that are read of files that somebody else may have written.</summary>
internal static class RepositoryLimits
{
    /// <summary>Of a signed text or a signature.</summary>
    public const long SignedText = 4L * 1024 * 1024;

    /// <summary>Of the signed state, which names every published file.</summary>
    public const long State = 64L * 1024 * 1024;

    /// <summary>Of an index, compressed or not.</summary>
    public const long Index = 512L * 1024 * 1024;

    /// <summary>Of a package.</summary>
    public const long Package = 8L * 1024 * 1024 * 1024;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="RepositoryException">It is longer than the limit, or damaged.</exception>
    public static byte[] ReadAll(Stream stream, long limit, string path)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                content.Write(buffer, 0, read);
                if (content.Length > limit)
                {
                    throw new RepositoryException(RepositoryProblem.Damaged, path, $"it has more than {limit} bytes");
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new RepositoryException(RepositoryProblem.Damaged, path, exception.Message.TrimEnd('.'));
        }

        return content.ToArray();
    }
}
