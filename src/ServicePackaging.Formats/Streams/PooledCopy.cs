using System.Buffers;

namespace ServicePackaging.Formats.Streams;

/// <summary>Copies streams of known length in large pooled blocks.</summary>
internal static class PooledCopy
{
    // Large enough that reading many small files costs one system call each, small enough to stay in a core's cache.
    private const int BlockLength = 256 * 1024;

    /// <summary>Copies all that the source has and holds it to the promised length.</summary>
    /// <param name="name">What to call the source when it is shorter or longer than promised.</param>
    /// <param name="observer">Sees each block before it is written.</param>
    /// <exception cref="IOException">The source is shorter or longer than <paramref name="length"/>.</exception>
    public static void CopyExactly(
        Stream source,
        Stream destination,
        long length,
        string name,
        Action<ReadOnlySpan<byte>>? observer,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            var remaining = length;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = source.Read(buffer, 0, buffer.Length);
                if (read > remaining || (read == 0 && remaining > 0))
                {
                    var change = read == 0 ? "shorter" : "longer";
                    throw new IOException($"{name} changed while it was being packed: it was {length} bytes long and now is {change}.");
                }

                if (read == 0)
                {
                    return;
                }

                var block = buffer.AsSpan(0, read);
                observer?.Invoke(block);
                destination.Write(block);
                remaining -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
