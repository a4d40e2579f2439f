using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Repositories;

/// <summary>Compresses indexes with gzip, which every client reads: yum of EL 7 cannot read zstd, and apt needs 1.6.</summary>
internal static class IndexCompression
{
    /// <summary>Compresses an index. The result does not depend on the host.</summary>
    /// <param name="write">Passes the content on to the function that it receives.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static byte[] Gzip(Action<Action<ReadOnlySpan<byte>>> write, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        using (var gzip = Compressor.Create(CompressionKind.Gzip, output, maxThreads: null, cancellationToken))
        {
            write(gzip.Write);
        }

        return output.ToArray();
    }
}
