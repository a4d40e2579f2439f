using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>A section of input that gets its own Huffman code.</summary>
/// <param name="Start">The position of its first byte in the window.</param>
/// <param name="Length">The number of its bytes.</param>
/// <param name="FirstSequence">The index of its first sequence.</param>
/// <param name="SequenceCount">The number of its sequences.</param>
/// <param name="Row">Its row in the table of counts.</param>
/// <param name="Cost">The cost of its symbols and header in bits, as a fixed-point number.</param>
internal readonly record struct DeflateBlock(int Start, int Length, int FirstSequence, int SequenceCount, int Row, long Cost);

/// <summary>Splits parsed input into blocks. It starts with short blocks and repeatedly joins the two neighbours that save most by sharing
/// a code, until no pair saves anything. The cost of a code is estimated as the entropy of its symbols, as a fixed-point number.</summary>
internal sealed class DeflateBlockSplitter(int maxLength)
{
    /// <summary>The index of the first distance in the counts of a block, which start with literals and lengths.</summary>
    public const int DistanceOffset = 288;

    private const int RowLength = DistanceOffset + 32;
    private const int StretchLength = 4096;
    private const int HeaderBits = 80;
    private const int HeaderBitsPerSymbol = 4;

    // The number of fraction bits of costs and logarithms.
    private const int LogFraction = 12;
    private const int LogTableBits = 12;

    private static readonly ushort[] Logarithms = BuildLogarithms();

    private readonly int[] _counts = new int[MaxBlocks(maxLength) * RowLength];
    private readonly DeflateBlock[] _blocks = new DeflateBlock[MaxBlocks(maxLength)];
    private readonly long[] _gains = new long[MaxBlocks(maxLength)];

    /// <summary>Returns the maximum number of blocks for a number of bytes.</summary>
    public static int MaxBlocks(int length) => (length / StretchLength) + 1;

    /// <summary>Returns the symbol counts of a block, including its end of block.</summary>
    public ReadOnlySpan<int> Counts(in DeflateBlock block) => Row(block.Row);

    /// <summary>Splits parsed input into blocks.</summary>
    /// <param name="window">The history and the parsed bytes.</param>
    /// <param name="start">The position of the first parsed byte.</param>
    /// <param name="sequences">The result of the parser for these bytes.</param>
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

    // The header is estimated as a fixed number of bits plus a number of bits per symbol that has a code. Both are averages of real
    // headers.
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

    // Squaring a mantissa in [1, 2) doubles its logarithm. The next binary digit is 1 if the square is 2 or more.
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
