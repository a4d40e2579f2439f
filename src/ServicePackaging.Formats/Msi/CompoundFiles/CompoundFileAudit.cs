using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Compares a compound file with the rules of [MS-CFB]. The cost is proportional to the length of the tables.</summary>
internal sealed class CompoundFileAudit(CompoundFileReader file)
{
    private readonly List<CompoundFileDefect> _defects = [];

    /// <summary>Finds the defects.</summary>
    public IReadOnlyList<CompoundFileDefect> Run()
    {
        CheckHeader();
        CheckEntries();
        new DirectoryTreeAudit(file.Directory, Add).Run();
        new SectorAudit(file, Add).Run();
        return _defects;
    }

    private void Add(CompoundFileDefectKind kind, string text) => _defects.Add(new(kind, text));

    private void CheckHeader()
    {
        var header = file.Header;
        var isVersion4 = header.MajorVersion == MajorVersion4;
        var directorySectors = isVersion4 ? file.Directory.Count * DirectoryEntryLength / file.SectorLength : 0;
        (bool IsDefect, string Text)[] checks =
        [
            (header.MinorVersion != MinorVersion, $"The minor version is {header.MinorVersion:X}, not {MinorVersion:X}."),
            (header.ClassId != Guid.Empty, $"The header has the class {header.ClassId}, but must not have one."),
            (!header.ReservedIsZero, "Reserved bytes of the header are not zero."),
            (header.TransactionSignature != 0, $"The header has the transaction signature {header.TransactionSignature}."),
            (header.DirectorySectorCount != directorySectors,
                $"The header has {header.DirectorySectorCount} directory sectors instead of {directorySectors}."),
            (header.FatSectorCount != file.FatSectors.Count,
                $"The header has {header.FatSectorCount} FAT sectors instead of {file.FatSectors.Count}."),
            (header.DifatSectorCount != file.DifatSectors.Count,
                $"The header has {header.DifatSectorCount} DIFAT sectors instead of {file.DifatSectors.Count}."),
            (header.DifatSectorCount == 0 && header.FirstDifatSector != Sector.EndOfChain,
                $"The header has the first DIFAT sector {header.FirstDifatSector:X8}, but no DIFAT sectors."),
            (header.MiniFatSectorCount != file.MiniFatSectorCount,
                $"The header has {header.MiniFatSectorCount} mini FAT sectors instead of {file.MiniFatSectorCount}."),
            (file.FileLength % file.SectorLength != 0, "The file ends within a sector."),
        ];
        foreach (var (_, text) in checks.Where(check => check.IsDefect))
        {
            Add(CompoundFileDefectKind.Header, text);
        }

        if (!file.IsZeroAfterHeader())
        {
            Add(CompoundFileDefectKind.HiddenData, "There are data between the header and the first sector.");
        }
    }

    private void CheckEntries()
    {
        var members = file.Entries.Select(entry => entry.Id).Append(0u).ToHashSet();
        foreach (var entry in file.Directory)
        {
            if (members.Contains(entry.Id))
            {
                CheckFields(entry);
            }
            else if (entry.Kind != CompoundFileEntryKind.Unused)
            {
                Add(CompoundFileDefectKind.OrphanedEntry, $"Entry {entry.Id} ('{entry.Name}') is not in any storage.");
            }
            else if (!entry.IsBlank)
            {
                Add(CompoundFileDefectKind.UnusedEntry, $"Entry {entry.Id} is unused, but not blank.");
            }
        }
    }

    private void CheckFields(CompoundFileEntry entry)
    {
        var isRoot = entry.Kind == CompoundFileEntryKind.Root;
        var isStream = entry.Kind == CompoundFileEntryKind.Stream;
        (bool IsDefect, string Text)[] checks =
        [
            (isRoot && entry.Name != RootName, $"is the root, but not named '{RootName}'"),
            (isRoot && (entry.Left != NoEntry || entry.Right != NoEntry), "is the root, but has siblings"),
            (isRoot && entry.CreationTime != 0, "is the root, but has a creation time"),
            (!isRoot && entry.Name.AsSpan().ContainsAny(IllegalNameCharacters), "has a name that contains one of / \\ : !"),
            (isStream && entry.Child != NoEntry, "is a stream, but has a child"),
            (isStream && entry.ClassId != Guid.Empty, "is a stream, but has a class"),
            (isStream && (entry.CreationTime | entry.ModifiedTime) != 0, "is a stream, but has times"),
            (isStream && entry.StateBits != 0, "is a stream, but has state bits"),
            (isStream && entry.Length == 0 && entry.StartSector != Sector.EndOfChain, "is an empty stream, but has a sector"),
            (entry.Color > CompoundFileColor.Black, $"has the colour {(int)entry.Color}"),
        ];
        foreach (var (_, text) in checks.Where(check => check.IsDefect))
        {
            Add(CompoundFileDefectKind.EntryField, $"Entry {entry.Id} ('{entry.Name}') {text}.");
        }

        if (!entry.RestIsZero)
        {
            Add(CompoundFileDefectKind.HiddenData, $"Entry {entry.Id} ('{entry.Name}') has bytes after its name or after its length.");
        }
    }
}
