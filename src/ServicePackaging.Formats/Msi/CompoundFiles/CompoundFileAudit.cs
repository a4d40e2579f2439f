using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Compares a compound file with all that [MS-CFB] asks of one. It costs as much as the tables are long.</summary>
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
            (header.ClassId != Guid.Empty, $"The header has the class {header.ClassId}; it is to have none."),
            (!header.ReservedIsZero, "Reserved bytes of the header are not zero."),
            (header.DirectorySectorCount != directorySectors,
                $"The header says {header.DirectorySectorCount} directory sectors; it is to say {directorySectors}."),
            (header.FatSectorCount != file.FatSectors.Count,
                $"The header says {header.FatSectorCount} FAT sectors; there are {file.FatSectors.Count}."),
            (header.DifatSectorCount != file.DifatSectors.Count,
                $"The header says {header.DifatSectorCount} DIFAT sectors; there are {file.DifatSectors.Count}."),
            (header.MiniFatSectorCount != file.MiniFatSectorCount,
                $"The header says {header.MiniFatSectorCount} mini FAT sectors; there are {file.MiniFatSectorCount}."),
            (file.FileLength % file.SectorLength != 0, "The file ends within a sector."),
        ];
        foreach (var (_, text) in checks.Where(check => check.IsDefect))
        {
            Add(CompoundFileDefectKind.Header, text);
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
                Add(CompoundFileDefectKind.OrphanedEntry, $"Entry {entry.Id} ('{entry.Name}') is in no storage.");
            }
            else if (!entry.IsBlank)
            {
                Add(CompoundFileDefectKind.UnusedEntry, $"Entry {entry.Id} is not used and not blank.");
            }
        }
    }

    private void CheckFields(CompoundFileEntry entry)
    {
        var isRoot = entry.Kind == CompoundFileEntryKind.Root;
        var isStream = entry.Kind == CompoundFileEntryKind.Stream;
        (bool IsDefect, string Text)[] checks =
        [
            (isRoot && entry.Name != RootName, $"is the root and not called '{RootName}'"),
            (isRoot && (entry.Left != NoEntry || entry.Right != NoEntry), "is the root and has siblings"),
            (isRoot && entry.CreationTime != 0, "is the root and has a creation time"),
            (!isRoot && entry.Name.AsSpan().ContainsAny(IllegalNameCharacters), "has a name with one of / \\ : !"),
            (isStream && entry.Child != NoEntry, "is a stream and has a child"),
            (isStream && entry.ClassId != Guid.Empty, "is a stream and has a class"),
            (isStream && (entry.CreationTime | entry.ModifiedTime) != 0, "is a stream and has times"),
            (entry.Color > CompoundFileColor.Black, $"has the colour {(int)entry.Color}"),
        ];
        foreach (var (_, text) in checks.Where(check => check.IsDefect))
        {
            Add(CompoundFileDefectKind.EntryField, $"Entry {entry.Id} ('{entry.Name}') {text}.");
        }
    }
}
