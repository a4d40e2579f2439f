using System.Buffers;

namespace ServicePackaging.Formats.Streams;

/// <summary>Reads and copies streams in large pooled blocks, between which the work can be cancelled.</summary>
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

    /// <summary>Copies from the current position to the end.</summary>
    public static void CopyRest(Stream source, Stream destination, CancellationToken cancellationToken) =>
        ReadRest(source, destination.Write, cancellationToken);

    /// <summary>Reads from the current position to the end.</summary>
    /// <param name="observer">Receives each block.</param>
    public static void ReadRest(Stream source, Action<ReadOnlySpan<byte>> observer, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            for (int read; (read = source.Read(buffer, 0, buffer.Length)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                observer(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
