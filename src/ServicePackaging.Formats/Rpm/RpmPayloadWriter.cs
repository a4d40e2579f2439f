using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Rpm;

/// <summary>The results of writing the payload, besides its bytes.</summary>
/// <param name="Digest">The SHA-256 of the compressed payload in hexadecimal.</param>
/// <param name="PlainDigest">The SHA-256 of the uncompressed payload in hexadecimal.</param>
/// <param name="Length">The length of the compressed payload.</param>
/// <param name="PlainLength">The length of the uncompressed payload.</param>
/// <param name="FileDigests">The SHA-256 of each of the package's files, in their order; empty for objects without a content.</param>
internal sealed record RpmPayload(string Digest, string PlainDigest, long Length, long PlainLength, IReadOnlyList<string> FileDigests);

/// <summary>Writes the payload, reading each file once.</summary>
/// <param name="package">A valid package.</param>
/// <param name="isLarge">Whether the archive has the form that supports files of any length.</param>
internal sealed class RpmPayloadWriter(RpmPackage package, bool isLarge)
{
    private readonly List<string> _digests = new(package.Files.Count);

    /// <summary>Writes the compressed payload to the stream.</summary>
    public RpmPayload Write(Stream output, CancellationToken cancellationToken)
    {
        using var compressed = new HashingStream(output);
        string plainDigest;
        long plainLength;
        using (var compressor = Compressor.Create(package.Compression, compressed, cancellationToken: cancellationToken))
        using (var plain = new HashingStream(compressor))
        {
            WriteArchive(plain, cancellationToken);
            plainDigest = plain.Finish();
            plainLength = plain.BytesWritten;
        }

        return new RpmPayload(compressed.Finish(), plainDigest, compressed.BytesWritten, plainLength, _digests);
    }

    private void WriteArchive(Stream output, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var cpio = new CpioWriter(output, package.Timestamp);
        for (var i = 0; i < package.Files.Count; i++)
        {
            if (package.Files[i] is { IsGhost: false, Entry: var entry })
            {
                WriteEntry(cpio, entry, i, sha256.AppendData, cancellationToken);
            }

            var digest = package.Files[i] is { IsGhost: false, Entry: FileEntry } ? Convert.ToHexStringLower(sha256.GetHashAndReset()) : "";
            _digests.Add(digest);
        }

        cpio.Finish();
    }

    private void WriteEntry(
        CpioWriter cpio, PackageEntry entry, int index, Action<ReadOnlySpan<byte>> observer, CancellationToken cancellationToken)
    {
        if (isLarge)
        {
            cpio.WriteStripped(entry, (uint)index, observer, cancellationToken);
        }
        else
        {
            cpio.Write(entry, RpmMainHeader.InodeOf(index), observer, cancellationToken);
        }
    }
}
