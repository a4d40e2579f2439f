using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Checks a payload against its format and the bill of materials. Memory is used only for the entries of the bill: entries that
/// the bill does not list are not stored.</summary>
internal sealed class MacPayloadVerification(BomReader bom, FaultList<MacPackageRule> faults)
{
    private const int BlockLength = 512;
    private const int DirectoryEntryLength = 32;
    private const int KiB = 1024;

    private readonly BomFileObserver _observer = new();
    private readonly Dictionary<uint, (int Inode, int LinkCount, int Children)> _visited = [];
    private readonly HashSet<(uint Parent, string Name)> _foldedNames = [];
    private readonly HashSet<int> _inodes = [];
    private long _count;
    private long _blocks;

    /// <summary>Checks everything that does not require the payload.</summary>
    public void VerifyBill(MacPackageInfo info)
    {
        var children = bom.Paths.CountBy(path => path.ParentId).ToDictionary();
        foreach (var path in bom.Paths)
        {
            VerifyName(path);
            if (IsDirectory(path.Record))
            {
                VerifyDirectoryRecord(path, children.GetValueOrDefault(path.Id));
            }
            else
            {
                _blocks += BlocksOf(path.Record.Size);
            }
        }

        VerifySizes(info, bom.Paths.Count);
    }

    /// <summary>Checks the next entry.</summary>
    public bool Visit(MacEntry entry, OdcHeader header, Stream content)
    {
        _count++;
        VerifyHeader(entry, header);
        if (bom.Find(entry.Path) is not { } listed)
        {
            faults.Require(
                MacPackageRule.BillOfPaths, false, $"The payload contains {entry.Path}, which the bill of materials does not list.");
            return true;
        }

        faults.Require(
            MacPackageRule.PayloadArchive,
            _visited.TryAdd(listed.Id, (header.Inode, header.LinkCount, 0)) && CountChild(listed.ParentId),
            $"The payload's {entry.Path} occurs twice, or before its directory.");
        VerifyName(listed);
        VerifyRecord(entry, header, listed.Record);
        if (entry.Kind == MacEntryKind.File)
        {
            VerifyContent(entry, content, listed.Record);
        }

        // Directories are counted when their children are known.
        _blocks += entry.Kind == MacEntryKind.Directory ? 0 : BlocksOf(header.Length);
        return true;
    }

    /// <summary>Checks everything that is known only after the last entry.</summary>
    /// <param name="archiveLength">The length of the payload's archive in bytes.</param>
    public void Complete(long archiveLength, MacPackageInfo info)
    {
        faults.Require(
            MacPackageRule.PayloadArchive,
            archiveLength > 0 && archiveLength % OdcFormat.BlockLength == 0,
            $"The payload's archive has {archiveLength} bytes, which is not a multiple of {OdcFormat.BlockLength}.");
        foreach (var path in bom.Paths)
        {
            if (!_visited.TryGetValue(path.Id, out var visited))
            {
                faults.Require(
                    MacPackageRule.BillOfPaths, false, $"The bill of materials lists '{path.Name}', but the payload does not contain it.");
            }
            else if (IsDirectory(path.Record))
            {
                VerifyDirectory(path, visited.LinkCount, visited.Children);
            }
        }

        VerifySizes(info, _count);
    }

    private void VerifySizes(MacPackageInfo info, long count)
    {
        var installedSize = ((_blocks * BlockLength) + KiB - 1) / KiB;
        faults.Require(
            MacPackageRule.Sizes,
            info.FileCount == count && info.InstalledSize == installedSize,
            $"PackageInfo declares {info.FileCount} files of {info.InstalledSize} KiB, but the payload has {count} of {installedSize}.");
    }

    private void VerifyHeader(MacEntry entry, OdcHeader header)
    {
        faults.Require(
            MacPackageRule.PayloadArchive,
            header is { Device: 0, SpecialDevice: 0 } && (header.LinkCount == 1 || entry.Kind == MacEntryKind.Directory),
            $"The payload's {entry.Path} has a device, or more than one link.");
        faults.Require(
            MacPackageRule.PayloadArchive,
            _inodes.Count > OdcFormat.MaxShort || _inodes.Add(header.Inode),
            $"The payload's {entry.Path} has the inode of another entry.");
        faults.Require(
            MacPackageRule.PayloadArchive,
            entry.Kind != MacEntryKind.Symlink || entry.Mode == MacPackageFormat.LinkMode,
            $"The payload's link {entry.Path} has a mode that macOS does not give to links.");
        faults.Require(
            MacPackageRule.PayloadArchive,
            header.Name == (entry.Path == "/" ? "." : "." + entry.Path),
            $"The payload's {entry.Path} is named '{header.Name}', which is not its path from '.'.");
    }

    private void VerifyName(BomPath listed)
    {
        faults.Require(
            MacPackageRule.Names,
            _foldedNames.Add((listed.ParentId, listed.Name.ToUpperInvariant())),
            $"Another name of its directory differs from '{listed.Name}' only in case.");
        faults.Require(
            MacPackageRule.Names,
            !listed.Name.StartsWith(MacPackageFormat.AppleDoublePrefix, StringComparison.Ordinal),
            $"macOS treats '{listed.Name}' as the attributes of another file.");
    }

    private void VerifyRecord(MacEntry entry, OdcHeader header, BomRecord record) => faults.Require(
        MacPackageRule.BillOfPaths,
        record.Mode == header.Mode
        && record.UserId == header.UserId
        && record.GroupId == header.GroupId
        && record.Time == header.Time
        && (entry.Kind == MacEntryKind.Directory || record.Size == header.Length)
        && record.LinkTarget == (entry.LinkTarget ?? "")
        && (entry.LinkTarget is null || record.Checksum == ChecksumOf(entry.LinkTarget)),
        $"The payload's {entry.Path} differs from the bill of materials in mode, owner, time, length or target.");

    private void VerifyContent(MacEntry entry, Stream content, BomRecord record)
    {
        _observer.Begin(entry.Length);
        PooledCopy.ReadRest(content, _observer.Append, CancellationToken.None);
        var found = _observer.Complete(record);
        faults.Require(
            MacPackageRule.BillOfChecksums,
            found.Checksum == record.Checksum,
            $"The payload's {entry.Path} does not match its checksum in the bill of materials.");
        // Packages of other tools may lack the properties of machine code, but wrong ones are a fault.
        faults.Require(
            MacPackageRule.BillOfChecksums,
            record.Slices.Count == 0 || (record.IsUniversal == found.IsUniversal && record.Slices.SequenceEqual(found.Slices)),
            $"The payload's {entry.Path} does not have the architectures that the bill of materials lists.");
    }

    private void VerifyDirectory(BomPath path, int linkCount, int children)
    {
        VerifyDirectoryRecord(path, children);
        faults.Require(
            MacPackageRule.PayloadArchive,
            linkCount == Math.Min(children + 2, OdcFormat.MaxShort),
            $"The payload's directory '{path.Name}' has a wrong number of entries.");
    }

    private void VerifyDirectoryRecord(BomPath path, int children)
    {
        var size = DirectoryEntryLength * (children + 2L);
        faults.Require(
            MacPackageRule.BillOfPaths,
            path.Record.Checksum == 0 && (path.Record.Size == 0 || path.Record.Size == size),
            $"The bill of materials has a size or checksum for the directory '{path.Name}' that does not match its entries.");
        _blocks += path.ParentId == 0 ? 0 : BlocksOf(size);
    }

    private bool CountChild(uint parent)
    {
        if (parent == 0)
        {
            return true;
        }

        if (!_visited.TryGetValue(parent, out var directory))
        {
            return false;
        }

        _visited[parent] = directory with { Children = directory.Children + 1 };
        return true;
    }

    private static long BlocksOf(long length) => (length + BlockLength - 1) / BlockLength;

    private static bool IsDirectory(BomRecord record) => record.Mode.Type == UnixFileType.Directory;

    private static uint ChecksumOf(string target) => Checksums.PosixChecksum.Compute(Encoding.UTF8.GetBytes(target));
}
