using System.Buffers;

namespace ServicePackaging.Repositories;

/// <summary>The most bytes that are read of files that somebody else may have written.</summary>
internal static class RepositoryLimits
{
    private const int Block = 81920;

    /// <summary>Of a signed text or a signature.</summary>
    public const long SignedText = 4L * 1024 * 1024;

    /// <summary>Of the signed state, which names every published file.</summary>
    public const long State = 64L * 1024 * 1024;

    /// <summary>Of an index, compressed or not.</summary>
    public const long Index = 512L * 1024 * 1024;

    /// <summary>Of a package.</summary>
    public const long Package = 8L * 1024 * 1024 * 1024;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <param name="path">The name of the file for messages.</param>
    /// <param name="expected">How many bytes it probably has. If it is right, the content is not copied.</param>
    /// <exception cref="RepositoryException">It is longer than the limit, or damaged.</exception>
    public static ReadOnlyMemory<byte> ReadAll(Stream stream, long limit, string path, long expected = 0)
    {
        var content = new ArrayBufferWriter<byte>((int)Math.Clamp(expected + 1, Block, limit));
        try
        {
            for (int read; (read = stream.Read(content.GetSpan(1))) > 0;)
            {
                content.Advance(read);
                if (content.WrittenCount > limit)
                {
                    throw new RepositoryException(RepositoryProblem.Damaged, path, $"it has more than {limit} bytes");
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new RepositoryException(RepositoryProblem.Damaged, path, exception.Message.TrimEnd('.'));
        }

        return content.WrittenMemory;
    }
}
