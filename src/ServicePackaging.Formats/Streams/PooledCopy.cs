using System.Buffers;

namespace ServicePackaging.Formats.Streams;

/// <summary>Copies streams of known length in large pooled blocks.</summary>
internal static class PooledCopy
{
    // Large enough that a small file needs only one system call, and small enough to fit into a core's cache.
    private const int BlockLength = 256 * 1024;

    /// <summary>Copies the whole source and checks its length.</summary>
    /// <param name="name">The name of the source in the exception.</param>
    /// <param name="observer">Receives each block before it is written.</param>
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
                    throw new IOException($"{name} changed while it was being packaged: it was {length} bytes long and now is {change}.");
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
