using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>Parses bytes into literals and matches with hash chains and lazy evaluation (RFC 1951 section 4). All computations use
/// integers.</summary>
internal sealed unsafe class DeflateParser
{
    /// <summary>The maximum length of a run of literals, so that blocks can be split within a longer run.</summary>
    public const int MaxLiteralRun = 4096;

    // The score by which a later match must be better, because it costs an additional literal.
    private const int LazyMargin = 2;
    private const int ScorePerByte = 4;

    // In text, a long search finds most and, because matches are long, costs least. With these values, both efforts are equally fast.
    private static readonly Effort ForText = new(Depth: 160, LazyDepth: 80, GoodLength: 128, NiceLength: 258, MaxShortDistance: 2048);
    private static readonly Effort ForPrograms = new(Depth: 20, LazyDepth: 10, GoodLength: 32, NiceLength: 96, MaxShortDistance: 8192);

    // More entries than a window has positions: collisions within a chain cost more time than the cache that a larger table occupies.
    private const int LongHashBits = 16;
    private const int ShortHashBits = 15;

    // A position is hashed and searched only if at least this many bytes follow it.
    private const int Lookahead = 4;

    // The number of the first position. It ensures that no position in the table is 0, which means "none", and that no difference is
    // negative.
    private const uint Origin = DeflateSymbols.WindowLength;

    // One table, because registers are scarce. First, by position in the window, the previous position with the same four bytes; then, by
    // hash, the last position of three bytes, and that of four bytes.
    private const int ShortHeads = DeflateSymbols.WindowLength;
    private const int LongHeads = ShortHeads + (1 << ShortHashBits);

    private readonly uint[] _tables = new uint[LongHeads + (1 << LongHashBits)];

    /// <summary>Returns the maximum number of sequences that <see cref="Parse"/> returns for a number of bytes.</summary>
    public static int MaxSequences(int length) => (length / DeflateSymbols.MinMatch) + (length / MaxLiteralRun) + 2;

    /// <summary>Parses the bytes after the history.</summary>
    /// <param name="window">The history, followed by the bytes to parse.</param>
    /// <param name="historyLength">The number of bytes that the decoder knows, at most the length of a window.</param>
    /// <param name="sequences">A buffer of at least <see cref="MaxSequences"/> elements.</param>
    /// <returns>The number of sequences.</returns>
    public int Parse(ReadOnlySpan<byte> window, int historyLength, Span<DeflateSequence> sequences)
    {
        _tables.AsSpan(ShortHeads).Clear();
        var effort = IsText(window[historyLength..]) ? ForText : ForPrograms;
        fixed (byte* bytes = window)
        fixed (uint* tables = _tables)
        fixed (DeflateSequence* first = sequences)
        {
            var (start, end) = (Origin + (uint)historyLength, Origin + (uint)window.Length);
            return (int)(ParseTo(effort, bytes - Origin, tables, start, end, first) - first);
        }
    }

    // The method is longer than usual, and is optimized at once: a process calls it only a few times, and ends before tiered compilation
    // has optimized it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static DeflateSequence* ParseTo(Effort effort, byte* bytes, uint* tables, nuint position, nuint end, DeflateSequence* next)
    {
        var last = end - Lookahead;
        var literalsFrom = position;
        InsertRange(Origin, Math.Min(position, last + 1), bytes, tables);
        while (position <= last)
        {
            var match = Find(effort, effort.Depth, bytes, tables, position, end, DeflateSymbols.MinMatch - 1);
            if (match == 0)
            {
                position++;
                continue;
            }

            // Lazy evaluation: if a match that starts a byte later is better by the margin, the byte before it becomes a literal.
            var known = position + 1;
            while (Length(match) < (nuint)effort.GoodLength && position + Length(match) < end && known <= last)
            {
                var later = Find(effort, effort.LazyDepth, bytes, tables, known, end, Length(match) - 1);
                known++;
                if (later == 0 || Score(later) <= Score(match) + LazyMargin)
                {
                    break;
                }

                position++;
                match = later;
            }

            next = AddRun(next, position - literalsFrom, match);
            position += Length(match);
            literalsFrom = position;
            InsertRange(known, Math.Min(position, last + 1), bytes, tables);
        }

        return AddRun(next, end - literalsFrom, match: 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DeflateSequence* AddRun(DeflateSequence* next, nuint literals, ulong match)
    {
        for (; literals > MaxLiteralRun; literals -= MaxLiteralRun)
        {
            *next++ = new DeflateSequence(MaxLiteralRun, 0, 0);
        }

        *next++ = new DeflateSequence((ushort)literals, (ushort)Length(match), (int)Distance(match));
        return next;
    }

    // A match as one number that fits into a register, with the length in the upper and the distance in the lower bits; 0 means no match.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Match(nuint length, nuint distance) => ((ulong)length << 32) | distance;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Length(ulong match) => (nuint)(match >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Distance(ulong match) => (uint)match;

    // The bits that a match saves: a fixed number per covered byte, minus the additional bits of a longer distance.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Score(ulong match) => ((int)Length(match) * ScorePerByte) - BitOperations.Log2(Distance(match));

    // Adds the position to the table, and finds the longest match that exceeds the given length, which is less than the number of bytes
    // after the position.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Find(Effort effort, int depth, byte* bytes, uint* tables, nuint position, nuint end, nuint beat)
    {
        var head = Read32(bytes + position);
        Insert(position, head, tables, out var candidate, out var shortCandidate);
        if (candidate > position - DeflateSymbols.WindowLength)
        {
            var match = Search(bytes, tables, position, end, candidate, beat, depth, effort.NiceLength);
            if (match != 0)
            {
                return match;
            }
        }

        return beat < 3 && position - shortCandidate < (nuint)effort.MaxShortDistance && Read24(bytes + shortCandidate) == (head & 0xFFFFFF)
            ? Match(3, position - shortCandidate)
            : 0;
    }

    // A separate method, so that it has all registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Search(
        byte* bytes, uint* chain, nuint position, nuint end, nuint candidate, nuint beat, int depth, int niceLength)
    {
        var match = 0ul;
        var current = bytes + position;
        var limit = position - DeflateSymbols.WindowLength;

        // The four bytes at the end of a longer match: most candidates differ there. For lengths below four, they are the first four bytes.
        var tails = bytes + (beat < 3 ? 0 : beat - 3);
        var tail = Raw32(tails + position);
        do
        {
            while (Raw32(tails + candidate) != tail)
            {
                candidate = chain[candidate & (DeflateSymbols.WindowLength - 1)];
                if (candidate <= limit || --depth == 0)
                {
                    return match;
                }
            }

            if (Raw32(bytes + candidate) == Raw32(current))
            {
                var maxLength = Math.Min(DeflateSymbols.MaxMatch, end - position);
                var common = CommonLength(bytes + candidate, current, maxLength);
                if (common > beat)
                {
                    match = Match(common, position - candidate);
                    if (common >= Math.Min(maxLength, (nuint)niceLength))
                    {
                        return match;
                    }

                    beat = common;
                    tails = bytes + (common - 3);
                    tail = Raw32(tails + position);
                }
            }

            candidate = chain[candidate & (DeflateSymbols.WindowLength - 1)];
        }
        while (candidate > limit && --depth != 0);
        return match;
    }

    // Adds positions to the table without a search.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InsertRange(nuint from, nuint to, byte* bytes, uint* tables)
    {
        for (; from < to; from++)
        {
            Insert(from, Read32(bytes + from), tables, out _, out _);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Insert(nuint position, uint head, uint* tables, out nuint candidate, out nuint shortCandidate)
    {
        var longHash = (nuint)((head * 0x9E3779B1u) >> (32 - LongHashBits));
        var shortHash = (nuint)(((head << 8) * 0x9E3779B1u) >> (32 - ShortHashBits));
        candidate = tables[LongHeads + longHash];
        shortCandidate = tables[ShortHeads + shortHash];
        tables[LongHeads + longHash] = (uint)position;
        tables[ShortHeads + shortHash] = (uint)position;
        tables[position & (DeflateSymbols.WindowLength - 1)] = (uint)candidate;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint CommonLength(byte* earlier, byte* current, nuint maxLength)
    {
        nuint length = 4;
        for (; length + 8 <= maxLength; length += 8)
        {
            var difference = Read64(earlier + length) ^ Read64(current + length);
            if (difference != 0)
            {
                return length + (nuint)(BitOperations.TrailingZeroCount(difference) >> 3);
            }
        }

        while (length < maxLength && earlier[length] == current[length])
        {
            length++;
        }

        return length;
    }

    private static uint Raw32(byte* at) => Unsafe.ReadUnaligned<uint>(at);

    private static uint Read24(byte* at) => Read32(at) & 0xFFFFFF;

    // Hashes must not depend on the host's byte order, because the matches depend on which old positions collide.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read32(byte* at) =>
        BitConverter.IsLittleEndian ? Raw32(at) : BinaryPrimitives.ReverseEndianness(Raw32(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(byte* at) =>
        BitConverter.IsLittleEndian ? Raw64(at) : BinaryPrimitives.ReverseEndianness(Raw64(at));

    private static ulong Raw64(byte* at) => Unsafe.ReadUnaligned<ulong>(at);

    // A sample is enough: the kind of content in an archive changes from file to file, not from byte to byte.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsText(ReadOnlySpan<byte> block)
    {
        var (sampled, printable) = (0, 0);
        for (var i = 0; i < block.Length; i += 16)
        {
            sampled++;
            printable += block[i] is >= 0x20 and < 0x7F or (byte)'\n' or (byte)'\r' or (byte)'\t' ? 1 : 0;
        }

        return printable * 8 > sampled * 7;
    }

    /// <summary>How much effort a search makes.</summary>
    /// <param name="Depth">The number of earlier positions to try.</param>
    /// <param name="LazyDepth">The number of earlier positions to try for a better match one byte later.</param>
    /// <param name="GoodLength">A match of this length is used without trying the next byte.</param>
    /// <param name="NiceLength">A match this long ends the search.</param>
    /// <param name="MaxShortDistance">A match of three bytes at a longer distance costs more than three literals.</param>
    private sealed record Effort(int Depth, int LazyDepth, int GoodLength, int NiceLength, int MaxShortDistance);
}
