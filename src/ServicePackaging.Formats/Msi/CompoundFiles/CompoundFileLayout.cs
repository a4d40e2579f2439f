using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Consecutive sectors.</summary>
internal readonly record struct SectorRun(uint Start, uint Count)
{
    public uint End => Start + Count;

    /// <summary>The value of a field that contains the first sector of this run.</summary>
    public uint First => Count == 0 ? Sector.EndOfChain : Start;
}

/// <summary>The positions of the parts of a file that the writer adds after the big streams, each in one run.</summary>
internal sealed class CompoundFileLayout
{
    private const int IdsPerSector = SectorLength / sizeof(uint);
    private const int EntriesPerSector = SectorLength / DirectoryEntryLength;

    /// <param name="dataSectors">The number of sectors of the big streams.</param>
    /// <param name="miniStreamLength">The length of the mini stream in bytes, a multiple of the length of a mini sector.</param>
    /// <param name="entryCount">The number of directory entries, including the root.</param>
    public CompoundFileLayout(long dataSectors, long miniStreamLength, long entryCount)
    {
        MiniStream = new((uint)dataSectors, Count(miniStreamLength, SectorLength));
        MiniFat = new(MiniStream.End, Count(miniStreamLength / MiniSectorLength, IdsPerSector));
        Directory = new(MiniFat.End, Count(entryCount, EntriesPerSector));
        (var fat, var difat) = TableSectors(Directory.End);
        Fat = new(Directory.End, fat);
        Difat = new(Fat.End, difat);
    }

    public SectorRun MiniStream { get; }

    public SectorRun MiniFat { get; }

    public SectorRun Directory { get; }

    public SectorRun Fat { get; }

    public SectorRun Difat { get; }

    /// <summary>The length of the whole file in bytes, including the header.</summary>
    public long FileLength => (1L + Difat.End) * SectorLength;

    // The tables also contain entries for their own sectors, so they grow until these fit, too.
    private static (uint Fat, uint Difat) TableSectors(uint others)
    {
        uint fat = 0, difat = 0;
        while (true)
        {
            var neededFat = Count(others + fat + difat, IdsPerSector);
            var neededDifat = Count(Math.Max(0, neededFat - (long)HeaderDifatEntries), IdsPerSector - 1);
            if (neededFat == fat && neededDifat == difat)
            {
                return (fat, difat);
            }

            (fat, difat) = (neededFat, neededDifat);
        }
    }

    private static uint Count(long length, int unit) => (uint)((length + unit - 1) / unit);
}
