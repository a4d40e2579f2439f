using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>A FAT or mini FAT, as read: for each sector, the next one in its chain.</summary>
/// <param name="name">The name of its sectors in messages.</param>
/// <param name="next">An entry for each existing sector.</param>
internal sealed class SectorTable(string name, uint[] next)
{
    /// <summary>The number of sectors.</summary>
    public int Count => next.Length;

    /// <summary>Returns the entry of a sector.</summary>
    public uint this[uint sector] => next[sector];

    /// <summary>Returns the sectors of a chain, up to a maximum number. The cost is limited by the length of the table, whatever the chain
    /// contains.</summary>
    /// <param name="start">The first sector, or the value that means an empty chain.</param>
    /// <param name="atMost">The maximum number. The rest of the chain is not read.</param>
    /// <exception cref="InvalidDataException">The chain leads to a sector that does not exist, or never ends.</exception>
    public IEnumerable<uint> Follow(uint start, long atMost)
    {
        long steps = 0;
        for (var sector = start; sector != Sector.EndOfChain && steps < atMost; sector = next[sector], steps++)
        {
            if (sector >= next.Length)
            {
                throw new InvalidDataException($"A chain of the compound file leads to {name} {sector:X8}, which does not exist.");
            }

            if (steps >= next.Length)
            {
                throw new InvalidDataException($"A chain of the compound file never ends: it starts at {name} {start:X8}.");
            }

            yield return sector;
        }
    }

    /// <summary>Returns the sectors of a stream's chain.</summary>
    /// <param name="start">The first sector.</param>
    /// <param name="count">The number of sectors of the stream.</param>
    /// <exception cref="InvalidDataException">The chain leads to a sector that does not exist, or is shorter than the stream.</exception>
    public IEnumerable<uint> FollowExactly(uint start, long count)
    {
        // Checked before the first step, so that a wrong declared length costs nothing.
        if (count > next.Length)
        {
            throw new InvalidDataException($"A stream of the compound file requires {count} {name}s, but there are {next.Length}.");
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
                $"A chain of the compound file ends after {steps} of {count} {name}s. It starts at {start:X8}.");
        }
    }
}
