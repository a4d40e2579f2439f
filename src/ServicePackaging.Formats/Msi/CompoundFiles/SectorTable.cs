using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>A FAT or mini FAT that was read: for each sector the one that follows it in its chain.</summary>
/// <param name="name">What to call a sector of it.</param>
/// <param name="next">An entry for each sector there is.</param>
internal sealed class SectorTable(string name, uint[] next)
{
    /// <summary>The sectors there are.</summary>
    public int Count => next.Length;

    /// <summary>What the table says of a sector.</summary>
    public uint this[uint sector] => next[sector];

    /// <summary>The sectors of a chain, up to a number of them. It costs no more than the table is long, whatever the chain is.</summary>
    /// <param name="start">The first sector, or the mark of an empty chain.</param>
    /// <param name="atMost">What lies behind is not looked at.</param>
    /// <exception cref="InvalidDataException">The chain leads to where there is no sector, or never ends.</exception>
    public IEnumerable<uint> Follow(uint start, long atMost)
    {
        long steps = 0;
        for (var sector = start; sector != Sector.EndOfChain && steps < atMost; sector = next[sector], steps++)
        {
            if (sector >= next.Length)
            {
                throw new InvalidDataException($"A chain of the compound file leads to {name} {sector:X8}, which there is not.");
            }

            if (steps >= next.Length)
            {
                throw new InvalidDataException($"A chain of the compound file never ends: it starts at {name} {start:X8}.");
            }

            yield return sector;
        }
    }

    /// <summary>The sectors of a stream's chain.</summary>
    /// <param name="start">The first sector.</param>
    /// <param name="count">How many the stream takes.</param>
    /// <exception cref="InvalidDataException">The chain leads to where there is no sector, or is shorter than the stream.</exception>
    public IEnumerable<uint> FollowExactly(uint start, long count)
    {
        // Before the first step, so that a length that is only claimed costs nothing.
        if (count > next.Length)
        {
            throw new InvalidDataException($"A stream of the compound file takes {count} times a {name}; there are {next.Length}.");
        }

        long steps = 0;
        foreach (var sector in Follow(start, count))
        {
            steps++;
            yield return sector;
        }

        if (steps < count)
        {
            throw new InvalidDataException(
                $"A chain of the compound file ends after {steps} of {count} times a {name}; it starts at {start:X8}.");
        }
    }
}
