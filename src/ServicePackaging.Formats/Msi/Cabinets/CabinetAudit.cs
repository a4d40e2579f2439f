using System.Text;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>Compares a cabinet with the rules of [MS-CAB]. Each byte is unpacked once at most.</summary>
internal sealed class CabinetAudit(CabinetReader cabinet)
{
    private readonly List<CabinetDefect> _defects = [];

    /// <summary>Finds the defects.</summary>
    public IReadOnlyList<CabinetDefect> Run(CancellationToken cancellationToken)
    {
        CheckHeader();
        CheckList();
        var files = cabinet.Files.ToLookup(file => file.Folder);
        var end = cabinet.FilesEnd;
        foreach (var folder in cabinet.Folders)
        {
            if (folder.DataOffset != end)
            {
                Add(CabinetDefectKind.FolderPlace, $"Folder {folder.Index} starts at {folder.DataOffset}, preceding data ends at {end}.");
            }

            // Data before that position has already been unpacked, or is not block data.
            if (folder.DataOffset >= end)
            {
                (end, var length) = ReadFolder(folder, cancellationToken);
                CheckFiles(folder, [.. files[folder.Index]], length);
            }
        }

        if (cabinet.DeclaredLength != cabinet.Length || cabinet.DeclaredLength != end)
        {
            Add(
                CabinetDefectKind.Length,
                $"The header has {cabinet.DeclaredLength} bytes, the file {cabinet.Length}, and the last block ends at {end}.");
        }

        return _defects;
    }

    private void Add(CabinetDefectKind kind, string text) => _defects.Add(new(kind, text));

    private void CheckHeader()
    {
        if (cabinet.MinorVersion != CabinetFormat.MinorVersion)
        {
            Add(CabinetDefectKind.Header, $"The version is 1.{cabinet.MinorVersion}, not 1.{CabinetFormat.MinorVersion}.");
        }

        if (cabinet.FilesOffset != cabinet.FoldersEnd)
        {
            Add(CabinetDefectKind.Header, $"The file list starts at {cabinet.FilesOffset}, the folder list ends at {cabinet.FoldersEnd}.");
        }

        if (cabinet.Files.Count == 0)
        {
            Add(CabinetDefectKind.Header, "There are no files.");
        }
    }

    private void CheckList()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        CabinetFile? previous = null;
        foreach (var file in cabinet.Files)
        {
            if (!names.Add(file.Name))
            {
                Add(CabinetDefectKind.Name, $"There are two files with the name {file.Name}.");
            }

            if (!Ascii.IsValid(file.Name) && !file.Attributes.HasFlag(CabinetFileAttributes.NameIsUtf8))
            {
                Add(CabinetDefectKind.Name, $"The name {file.Name} is not ASCII, and is not marked as UTF-8.");
            }

            if (file.Modified is null)
            {
                Add(CabinetDefectKind.Time, $"The file {file.Name} has an invalid time.");
            }

            if (previous is not null && (file.Folder, file.Offset).CompareTo((previous.Folder, previous.Offset)) < 0)
            {
                Add(CabinetDefectKind.FileOrder, $"The file {file.Name} is located before {previous.Name}, but listed after it.");
            }

            previous = file;
        }
    }

    private void CheckFiles(CabinetFolder folder, List<CabinetFile> files, long length)
    {
        long end = 0;
        foreach (var file in files.OrderBy(file => file.Offset).ThenBy(file => file.End))
        {
            if (file.Offset != end)
            {
                var kind = file.Offset < end ? CabinetDefectKind.FileOverlap : CabinetDefectKind.UnusedBytes;
                Add(kind, $"The file {file.Name} starts at {file.Offset} of folder {folder.Index}, but the previous one ends at {end}.");
            }

            end = Math.Max(end, file.End);
        }

        if (end != length)
        {
            var kind = end > length ? CabinetDefectKind.FileBeyondFolder : CabinetDefectKind.UnusedBytes;
            Add(kind, $"Folder {folder.Index} unpacks to {length} bytes, but its files end at {end}.");
        }
    }

    private (long End, long Length) ReadFolder(CabinetFolder folder, CancellationToken cancellationToken)
    {
        var blocks = cabinet.Blocks(folder);
        long length = 0;
        try
        {
            while (blocks.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                CheckBlock(blocks, folder);
                blocks.Unpack();
                length += blocks.Length;
            }
        }
        catch (InvalidDataException e)
        {
            Add(CabinetDefectKind.UnreadableFolder, $"Folder {folder.Index} cannot be unpacked from byte {length} on: {e.Message}");
        }

        return (blocks.Offset, length);
    }

    private void CheckBlock(CabinetBlockReader blocks, CabinetFolder folder)
    {
        var block = $"Block {blocks.Count - 1} of folder {folder.Index}";
        if (!blocks.IsChecksumRight)
        {
            Add(
                blocks.HasNoChecksum ? CabinetDefectKind.ChecksumAbsent : CabinetDefectKind.ChecksumWrong,
                blocks.HasNoChecksum ? $"{block} has no checksum." : $"{block} has a wrong checksum.");
        }

        if (blocks.Length < CabinetFormat.BlockLength && blocks.Count < folder.BlockCount)
        {
            Add(CabinetDefectKind.BlockLength, $"{block} unpacks to {blocks.Length} bytes, but is not the last one.");
        }
    }
}
