using System.Buffers;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Repositories;

/// <summary>Compresses indexes with gzip, which every client reads: yum of EL 7 cannot read zstd, and apt needs 1.6.</summary>
internal static class IndexCompression
{
    /// <summary>Compresses an index. The result does not depend on the host.</summary>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static byte[] Gzip(ReadOnlySequence<byte> content, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        using (var gzip = Compressor.Create(CompressionKind.Gzip, output, maxThreads: null, cancellationToken))
        {
            foreach (var part in content)
            {
                gzip.Write(part.Span);
            }
        }

        return output.ToArray();
    }
}
