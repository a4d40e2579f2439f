using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>A stretch of input that gets one Huffman code of its own.</summary>
/// <param name="Start">Where its bytes start in the window.</param>
/// <param name="Length">How many bytes it covers.</param>
/// <param name="FirstSequence">Its first sequence.</param>
/// <param name="SequenceCount">How many sequences it has.</param>
/// <param name="Row">Its place in the table of counts.</param>
/// <param name="Cost">What its symbols and header cost in bits, in fixed point.</param>
internal readonly record struct DeflateBlock(int Start, int Length, int FirstSequence, int SequenceCount, int Row, long Cost);

/// <summary>Cuts parsed input into blocks: from short stretches, the pair of neighbours that gains most by one common code is joined,
/// until none gains. The cost of a code is estimated as the entropy of its symbols, in fixed point.</summary>
internal sealed class DeflateBlockSplitter(int maxLength)
{
    /// <summary>The counts of a block: literals and lengths, then from here on distances.</summary>
    public const int DistanceOffset = 288;

    private const int RowLength = DistanceOffset + 32;
    private const int StretchLength = 4096;
    private const int HeaderBits = 80;
    private const int HeaderBitsPerSymbol = 4;

    // The bits behind the point of costs and logarithms.
    private const int LogFraction = 12;
    private const int LogTableBits = 12;

    private static readonly ushort[] Logarithms = BuildLogarithms();

    private readonly int[] _counts = new int[MaxBlocks(maxLength) * RowLength];
    private readonly DeflateBlock[] _blocks = new DeflateBlock[MaxBlocks(maxLength)];
    private readonly long[] _gains = new long[MaxBlocks(maxLength)];

    /// <summary>The greatest number of blocks for so many bytes.</summary>
    public static int MaxBlocks(int length) => (length / StretchLength) + 1;

    /// <summary>The symbol counts of a block, its end of block included.</summary>
    public ReadOnlySpan<int> Counts(in DeflateBlock block) => Row(block.Row);

    /// <summary>Cuts what was parsed into blocks.</summary>
    /// <param name="window">The history and the bytes parsed.</param>
    /// <param name="start">The first byte parsed.</param>
    /// <param name="sequences">What the parser gave for them.</param>
    public ReadOnlySpan<DeflateBlock> Split(ReadOnlySpan<byte> window, int start, ReadOnlySpan<DeflateSequence> sequences)
    {
        var count = CountStretches(window, start, sequences);
        for (var i = 0; i + 1 < count; i++)
        {
            _gains[i] = Gain(i);
        }

        while (count > 1)
        {
            var best = 0;
            for (var i = 1; i + 1 < count; i++)
            {
                best = _gains[i] > _gains[best] ? i : best;
            }

            if (_gains[best] <= 0)
            {
                break;
            }

            Join(best, count--);
        }

        return _blocks.AsSpan(0, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CountStretches(ReadOnlySpan<byte> window, int start, ReadOnlySpan<DeflateSequence> sequences)
    {
        var (count, position, next) = (0, start, 0);
        do
        {
            var row = Row(count);
            row.Clear();
            row[DeflateSymbols.EndOfBlock] = 1;
            var (from, first, end) = (position, next, position + StretchLength);
            for (; next < sequences.Length && position < end; next++)
            {
                var sequence = sequences[next];
                foreach (var literal in window.Slice(position, sequence.LiteralRun))
                {
                    row[literal]++;
                }

                position += sequence.LiteralRun + sequence.Length;
                if (sequence.Length > 0)
                {
                    row[DeflateSymbols.FirstLength + DeflateSymbols.LengthSlots[sequence.Length]]++;
                    row[DistanceOffset + DeflateSymbols.DistanceSlot(sequence.Distance)]++;
                }
            }

            _blocks[count] = new DeflateBlock(from, position - from, first, next - first, count, Cost(row, default));
            count++;
        }
        while (next < sequences.Length);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Join(int index, int count)
    {
        var (left, right) = (_blocks[index], _blocks[index + 1]);
        var into = Row(left.Row);
        var from = Row(right.Row);
        for (var i = 0; i < into.Length; i++)
        {
            into[i] += from[i];
        }

        into[DeflateSymbols.EndOfBlock] = 1;
        _blocks[index] = left with
        {
            Length = left.Length + right.Length,
            SequenceCount = left.SequenceCount + right.SequenceCount,
            Cost = Cost(into, default),
        };
        _blocks.AsSpan(index + 2, count - index - 2).CopyTo(_blocks.AsSpan(index + 1));
        _gains.AsSpan(index + 1, count - index - 1).CopyTo(_gains.AsSpan(index));
        if (index > 0)
        {
            _gains[index - 1] = Gain(index - 1);
        }

        if (index + 2 < count)
        {
            _gains[index] = Gain(index);
        }
    }

    private long Gain(int index)
    {
        var (left, right) = (_blocks[index], _blocks[index + 1]);
        return left.Cost + right.Cost - Cost(Row(left.Row), Row(right.Row));
    }

    private Span<int> Row(int row) => _counts.AsSpan(row * RowLength, RowLength);

    // The header is taken as so many bits, and so many for each symbol that has a code: the mean of what headers come to.
    private static long Cost(ReadOnlySpan<int> row, ReadOnlySpan<int> other)
    {
        var cost = Entropy(row[..DistanceOffset], other.IsEmpty ? other : other[..DistanceOffset], out var symbols);
        cost += Entropy(row[DistanceOffset..], other.IsEmpty ? other : other[DistanceOffset..], out var distances);
        return cost + (((HeaderBitsPerSymbol * (long)(symbols + distances)) + HeaderBits) << LogFraction);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Entropy(ReadOnlySpan<int> counts, ReadOnlySpan<int> others, out int symbols)
    {
        var (total, sum) = (0L, 0L);
        symbols = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var count = counts[i] + (i < others.Length ? others[i] : 0);
            if (count != 0)
            {
                symbols++;
                total += count;
                sum += count * Logarithm(count);
            }
        }

        return total == 0 ? 0 : (total * Logarithm((int)total)) - sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Logarithm(int value)
    {
        var excess = Math.Max(0, BitOperations.Log2((uint)value) - LogTableBits + 1);
        return Logarithms[value >> excess] + ((long)excess << LogFraction);
    }

    // Squaring a mantissa in [1, 2) doubles its logarithm: whether it passes 2 is the next binary digit.
    private static ushort[] BuildLogarithms()
    {
        var table = new ushort[1 << LogTableBits];
        for (var value = 1u; value < table.Length; value++)
        {
            var digits = (uint)BitOperations.Log2(value);
            var mantissa = (ulong)value << (31 - (int)digits);
            for (var bit = 0; bit < LogFraction; bit++)
            {
                mantissa = (mantissa * mantissa) >> 31;
                var carry = (uint)(mantissa >> 32);
                mantissa >>= (int)carry;
                digits = (digits << 1) | carry;
            }

            table[value] = (ushort)digits;
        }

        return table;
    }
}
