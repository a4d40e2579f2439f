using System.Buffers;

namespace ServicePackaging.Signing;

/// <summary>Copies streams in blocks between which the work can be cancelled.</summary>
internal static class StreamCopy
{
    private const int BlockLength = 256 * 1024;

    /// <summary>Copies from the current position to the end.</summary>
    public static void CopyRest(Stream source, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            for (int read; (read = source.Read(buffer, 0, buffer.Length)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                destination.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
