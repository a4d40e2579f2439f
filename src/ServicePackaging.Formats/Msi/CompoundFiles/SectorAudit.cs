using System.Collections;
using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Determines the owner of each sector of a compound file, and finds inconsistencies, and data without an owner. Each sector is
/// visited once: a chain ends where it reaches a sector of another chain.</summary>
internal sealed class SectorAudit(CompoundFileReader file, Action<CompoundFileDefectKind, string> report)
{
    private readonly BitArray _sectors = new(file.SectorCount);
    private readonly BitArray _miniSectors = new(file.MiniFat.Count);

    /// <summary>Checks all sectors and mini sectors.</summary>
    public void Run()
    {
        CheckTable(file.FatSectors, Sector.Fat, CompoundFileDefectKind.FatSectorNotMarked);
        CheckTable(file.DifatSectors, Sector.Difat, CompoundFileDefectKind.DifatSectorNotMarked);
        Claim("The directory", file.Fat, _sectors, file.Header.FirstDirectorySector, count: null);
        Claim("The mini FAT", file.Fat, _sectors, file.Header.FirstMiniFatSector, count: null);
        ClaimSectors("The mini stream", file.Root);
        var streams = file.Entries.Where(entry => entry.Kind == CompoundFileEntryKind.Stream).ToLookup(entry => entry.IsInMiniStream);
        foreach (var entry in streams[false])
        {
            ClaimSectors(Describe(entry), entry);
        }

        foreach (var entry in streams[true].Where(entry => entry.Length > 0))
        {
            CheckMiniStream(entry);
        }

        if (file.EntriesBeyondEnd > 0)
        {
            report(
                CompoundFileDefectKind.SectorBeyondEnd,
                $"{file.EntriesBeyondEnd} entries of the tables belong to sectors that do not exist.");
        }

        CheckUnclaimed("sector", file.Fat, _sectors, file.SectorCount, file.IsZero);
        CheckUnclaimed("mini sector", file.MiniFat, _miniSectors, file.MiniFat.Count, file.IsZeroMini);
    }

    private static string Describe(CompoundFileEntry entry) => $"The stream '{entry.Name}'";

    private static long MiniSectorsOf(CompoundFileEntry entry) => CompoundFileReader.UnitsOf(entry.Length, MiniSectorLength);

    private long SectorsOf(CompoundFileEntry entry) => CompoundFileReader.UnitsOf(entry.Length, file.SectorLength);

    private void CheckTable(IEnumerable<uint> sectors, uint mark, CompoundFileDefectKind kind)
    {
        foreach (var sector in sectors)
        {
            _sectors[(int)sector] = true;
            if (sector >= file.Fat.Count || file.Fat[sector] != mark)
            {
                report(kind, $"The FAT does not mark sector {sector:X8} as one of its table.");
            }
        }
    }

    private void CheckMiniStream(CompoundFileEntry entry)
    {
        if (LiesInSectors(entry))
        {
            report(
                CompoundFileDefectKind.SmallStreamOutsideMiniStream,
                $"{Describe(entry)} has {entry.Length} bytes, but is in sectors of the file, not in the mini stream.");
            ClaimSectors(Describe(entry), entry);
            return;
        }

        var last = Claim(Describe(entry), file.MiniFat, _miniSectors, entry.StartSector, MiniSectorsOf(entry));
        CheckSlack(Describe(entry), last, entry.Length, MiniSectorLength, file.IsZeroMini);
    }

    private void ClaimSectors(string owner, CompoundFileEntry entry)
    {
        var last = Claim(owner, file.Fat, _sectors, entry.StartSector, SectorsOf(entry));
        CheckSlack(owner, last, entry.Length, file.SectorLength, file.IsZero);
    }

    private void CheckSlack(string owner, uint? last, long length, int unit, Func<uint, int, bool> isZero)
    {
        var used = (int)(length % unit);
        if (last is not null && used != 0 && !IsZero(isZero, last.Value, used))
        {
            report(CompoundFileDefectKind.HiddenData, $"{owner} has data after its end, in the rest of its last unit.");
        }
    }

    // What cannot be read is reported with the mini stream.
    private static bool IsZero(Func<uint, int, bool> isZero, uint unit, int offset)
    {
        try
        {
            return isZero(unit, offset);
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    // The entry does not contain this information. Such a stream has no chain of mini sectors with its length, but an unclaimed chain of
    // sectors.
    private bool LiesInSectors(CompoundFileEntry entry) =>
        !IsChain(file.MiniFat, _miniSectors, entry.StartSector, MiniSectorsOf(entry))
        && IsChain(file.Fat, _sectors, entry.StartSector, SectorsOf(entry));

    private static bool IsChain(SectorTable table, BitArray claimed, uint start, long count)
    {
        var sector = start;
        for (; count > 0 && sector < table.Count && !claimed[(int)sector]; count--)
        {
            sector = table[sector];
        }

        return count == 0 && sector == Sector.EndOfChain;
    }

    // If the count is null, the chain may have any length. Returns the last sector of a chain that has its count.
    private uint? Claim(string owner, SectorTable table, BitArray claimed, uint start, long? count)
    {
        uint? last = null;
        var sector = start;
        for (long step = 0; step < (count ?? long.MaxValue); step++)
        {
            if (sector == Sector.EndOfChain && count is null)
            {
                return null;
            }

            if (sector >= table.Count || sector >= claimed.Count)
            {
                report(CompoundFileDefectKind.UnreadableStream, $"{owner} ends after {step} of {count} units with {sector:X8}.");
                return null;
            }

            if (claimed[(int)sector])
            {
                report(
                    CompoundFileDefectKind.OverlappingChains,
                    $"{owner} leads to the unit {sector:X8}, which another chain or this one already uses.");
                return null;
            }

            claimed[(int)sector] = true;
            last = sector;
            sector = table[sector];
        }

        if (count > 0 && sector != Sector.EndOfChain)
        {
            report(CompoundFileDefectKind.ChainTooLong, $"{owner} ends, but its chain continues at {sector:X8}.");
        }

        return last;
    }

    private void CheckUnclaimed(string name, SectorTable table, BitArray claimed, int count, Func<uint, int, bool> isZero)
    {
        int lost = 0, hidden = 0;
        for (var sector = 0; sector < count; sector++)
        {
            if (!claimed[sector])
            {
                var isFree = sector < table.Count && table[(uint)sector] == Sector.Free;
                lost += isFree ? 0 : 1;
                hidden += isFree && !IsZero(isZero, (uint)sector, 0) ? 1 : 0;
            }
        }

        if (hidden > 0)
        {
            report(CompoundFileDefectKind.HiddenData, $"{hidden} free {name}s contain data.");
        }

        if (lost > 0)
        {
            report(CompoundFileDefectKind.LostSector, $"{lost} {name}s are neither free nor used.");
        }
    }
}
