using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The results of writing the payload, besides its bytes.</summary>
/// <param name="FileCount">The number of entries, including the root.</param>
/// <param name="InstalledSize">The installed size in KiB, counted like pkgbuild.</param>
/// <param name="Bom">The complete bill of materials.</param>
internal sealed record MacPayload(long FileCount, long InstalledSize, ReadOnlyMemory<byte> Bom);

/// <summary>Writes payload and scripts as compressed cpio archives.</summary>
internal sealed class MacPayloadWriter(MacPackage package, CancellationToken cancellationToken)
{
    // The lengths of blocks and directory entries with which pkgbuild counts.
    private const int BlockLength = 512;
    private const int DirectoryEntryLength = 32;
    private const int KiB = 1024;

    private readonly uint _time = (uint)package.Timestamp.ToUnixTimeSeconds();

    /// <summary>Writes the payload, reading each file once.</summary>
    public MacPayload WritePayload(Stream output)
    {
        var children = CountChildren(package.Entries);
        var bom = new BomWriter();
        var observer = new BomFileObserver();
        long blocks = 0;
        using (var compressor = Compressor.Create(package.Compression, output, cancellationToken: cancellationToken))
        {
            var cpio = new OdcWriter(compressor, package.Timestamp);
            foreach (var entry in package.Entries.Prepend(package.Root))
            {
                var record = RecordOf(entry, children.GetValueOrDefault(entry.Path));
                var links = entry is DirectoryEntry ? (int)(record.Size / DirectoryEntryLength) : 1;
                observer.Begin(record.Size);
                var attributes = new OdcAttributes(record.Mode, (int)record.UserId, (int)record.GroupId, links);
                cpio.Write(entry, attributes, observer.Append, cancellationToken);
                bom.Add(entry.Path, entry is FileEntry ? observer.Complete(record) : record);
                blocks += entry == package.Root ? 0 : (record.Size + BlockLength - 1) / BlockLength;
            }

            cpio.Finish();
        }

        return new MacPayload(package.Entries.Count + 1, ((blocks * BlockLength) + KiB - 1) / KiB, bom.Finish());
    }

    /// <summary>Writes the scripts, sorted bytewise by name.</summary>
    public void WriteScripts(Stream output)
    {
        using var compressor = Compressor.Create(package.Compression, output, cancellationToken: cancellationToken);
        var cpio = new OdcWriter(compressor, package.Timestamp);
        var root = new DirectoryEntry("/", StandardModes.Directory, "root", "wheel");
        cpio.Write(root, new OdcAttributes(InodeMode.Of(root), 0, 0, package.Scripts.Count + 2), null, cancellationToken);
        foreach (var script in package.Scripts.OrderBy(script => script.Name, StringComparer.Ordinal))
        {
            var file = new FileEntry("/" + script.Name, StandardModes.ExecutableFile, "root", "wheel", script.Content);
            cpio.Write(file, new OdcAttributes(InodeMode.Of(file), 0, 0, LinkCount: 1), null, cancellationToken);
        }

        cpio.Finish();
    }

    private BomRecord RecordOf(PackageEntry entry, int children)
    {
        var record = new BomRecord
        {
            Mode = InodeMode.Of(entry is SymlinkEntry ? entry with { Mode = MacPackageFormat.LinkMode } : entry),
            UserId = (uint)MacPackageFormat.Users[entry.Owner],
            GroupId = (uint)MacPackageFormat.Groups[entry.Group],
            Time = _time,
            Size = entry is DirectoryEntry ? DirectoryEntryLength * (children + 2L) : CpioWriter.LengthOf(entry),
        };
        return entry is SymlinkEntry { Target: var target }
            ? record with { LinkTarget = target, Checksum = PosixChecksum.Compute(Encoding.UTF8.GetBytes(target)) }
            : record;
    }

    private static Dictionary<string, int> CountChildren(IReadOnlyList<PackageEntry> entries)
    {
        var children = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var parent = entry.Path[..Math.Max(1, entry.Path.LastIndexOf('/'))];
            children[parent] = children.GetValueOrDefault(parent) + 1;
        }

        return children;
    }
}
