using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>Turns bytes into literals and matches: hash chains with lazy evaluation (RFC 1951 section 4), every decision in
/// integers.</summary>
internal sealed unsafe class DeflateParser
{
    /// <summary>A run of literals is cut here, so that blocks can be split within it.</summary>
    public const int MaxLiteralRun = 4096;

    // What a later match must score more, for the literal that it costs.
    private const int LazyMargin = 2;
    private const int ScorePerByte = 4;

    // Text gains most by a long search and, its matches being long, pays least for it: both come to the same speed.
    private static readonly Effort ForText = new(Depth: 160, LazyDepth: 80, GoodLength: 128, NiceLength: 258, MaxShortDistance: 2048);
    private static readonly Effort ForPrograms = new(Depth: 20, LazyDepth: 10, GoodLength: 32, NiceLength: 96, MaxShortDistance: 8192);

    // More places than a window has positions: a chain in which other bytes collide costs more time than the cache that the places take.
    private const int LongHashBits = 16;
    private const int ShortHashBits = 15;

    // A position is hashed and searched if so many bytes follow it.
    private const int Lookahead = 4;

    // Positions count from here on: no position in the tables is 0, which stands for none, nor is any difference below 0.
    private const uint Origin = DeflateSymbols.WindowLength;

    // One table, for want of registers: by position in the window, the position before with the same four bytes; then by hash the last
    // position of three bytes, and of four.
    private const int ShortHeads = DeflateSymbols.WindowLength;
    private const int LongHeads = ShortHeads + (1 << ShortHashBits);

    private readonly uint[] _tables = new uint[LongHeads + (1 << LongHashBits)];

    /// <summary>The greatest number of sequences that <see cref="Parse"/> gives for so many bytes.</summary>
    public static int MaxSequences(int length) => (length / DeflateSymbols.MinMatch) + (length / MaxLiteralRun) + 2;

    /// <summary>Parses what follows the history.</summary>
    /// <param name="window">The history, then the bytes to parse.</param>
    /// <param name="historyLength">How many bytes are known to the decoder, a window's length at most.</param>
    /// <param name="sequences">Room for <see cref="MaxSequences"/>.</param>
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

    // Longer than a method should be, and optimized at once: it runs a few times in the life of a process, which is over before
    // tiered compilation has made good code of it.
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

            // Lazy evaluation: a match that starts a byte later makes a literal of the byte before it, if it is that much better.
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

    // A match as one number, which fits a register: the length above, the distance below; 0 is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Match(nuint length, nuint distance) => ((ulong)length << 32) | distance;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Length(ulong match) => (nuint)(match >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Distance(ulong match) => (uint)match;

    // What a match saves, in units of a bit: so much for a byte covered, less the bits of a longer distance.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Score(ulong match) => ((int)Length(match) * ScorePerByte) - BitOperations.Log2(Distance(match));

    // Makes the position known, and finds the longest match that is longer than what it is to beat, which is less than the bytes that
    // follow the position.
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

    // On its own for the sake of its registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Search(
        byte* bytes, uint* chain, nuint position, nuint end, nuint candidate, nuint beat, int depth, int niceLength)
    {
        var match = 0ul;
        var current = bytes + position;
        var limit = position - DeflateSymbols.WindowLength;

        // The four bytes that end where a longer match would: most candidates fail there. Below four they are the first four.
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

    // Makes positions known without a search.
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

    // Hashes must not depend on the host's byte order: which old positions collide decides which matches are found.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read32(byte* at) =>
        BitConverter.IsLittleEndian ? Raw32(at) : BinaryPrimitives.ReverseEndianness(Raw32(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(byte* at) =>
        BitConverter.IsLittleEndian ? Raw64(at) : BinaryPrimitives.ReverseEndianness(Raw64(at));

    private static ulong Raw64(byte* at) => Unsafe.ReadUnaligned<ulong>(at);

    // A sample is enough: archives change their nature by files, not by bytes.
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

    /// <summary>How hard to look for matches.</summary>
    /// <param name="Depth">How many earlier positions are tried.</param>
    /// <param name="LazyDepth">How many are tried for a match a byte later that might be better.</param>
    /// <param name="GoodLength">A match this long is taken without looking at the next byte.</param>
    /// <param name="NiceLength">A match this long ends the search.</param>
    /// <param name="MaxShortDistance">Three bytes from further back are dearer than three literals.</param>
    private sealed record Effort(int Depth, int LazyDepth, int GoodLength, int NiceLength, int MaxShortDistance);
}
