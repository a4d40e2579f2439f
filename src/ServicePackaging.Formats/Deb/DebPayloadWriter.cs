using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Deb;

/// <summary>The results of writing the payload, besides the bytes of data.tar.</summary>
/// <param name="InstalledSize">In KiB, computed as for Installed-Size.</param>
/// <param name="Checksums">The text of md5sums.</param>
internal sealed record DebPayload(long InstalledSize, ReadOnlyMemory<byte> Checksums);

/// <summary>Writes data.tar in one pass over the payload.</summary>
internal static class DebPayloadWriter
{
    private const int KiB = 1024;

    private static readonly DirectoryEntry Root = new("/", StandardModes.Directory, "root", "root");

    /// <summary>Writes the compressed data.tar to the stream.</summary>
    public static DebPayload Write(DebPackage package, Stream output, CancellationToken cancellationToken)
    {
        using var checksums = new DebChecksumList(package.Entries);
        var installedSize = InstalledSizeOf(Root);
        using (var compressor = Compressor.Create(package.Compression, output, cancellationToken: cancellationToken))
        {
            var tar = new TarWriter(compressor, package.Timestamp);
            tar.Write(Root, cancellationToken: cancellationToken);
            foreach (var entry in package.Entries)
            {
                WriteEntry(tar, entry, checksums, cancellationToken);
                installedSize += InstalledSizeOf(entry);
            }

            tar.Finish();
        }

        return new DebPayload(installedSize, checksums.Text);
    }

    private static void WriteEntry(TarWriter tar, PackageEntry entry, DebChecksumList checksums, CancellationToken cancellationToken)
    {
        if (!DebChecksumList.Covers(entry))
        {
            tar.Write(entry, cancellationToken: cancellationToken);
            return;
        }

        tar.Write(entry, checksums.Observe, cancellationToken);
        checksums.AddLine(entry.Path);
    }

    // deb-substvars(5), Installed-Size: each file and symbolic link is rounded up to whole KiB, every other object counts as 1 KiB.
    private static long InstalledSizeOf(PackageEntry entry) => entry switch
    {
        FileEntry file => (file.Content.Length + KiB - 1) / KiB,
        SymlinkEntry link => (Encoding.UTF8.GetByteCount(link.Target) + KiB - 1) / KiB,
        _ => 1,
    };
}
