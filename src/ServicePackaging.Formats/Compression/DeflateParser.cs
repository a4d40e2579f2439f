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

    private const int LongHashBits = 15;
    private const int ShortHashBits = 14;
    private const int Unused = int.MinValue / 2;

    private readonly int[] _longHeads = new int[1 << LongHashBits];
    private readonly int[] _shortHeads = new int[1 << ShortHashBits];
    private readonly int[] _chain = new int[DeflateSymbols.WindowLength];

    /// <summary>The greatest number of sequences that <see cref="Parse"/> gives for so many bytes.</summary>
    public static int MaxSequences(int length) => (length / DeflateSymbols.MinMatch) + (length / MaxLiteralRun) + 2;

    /// <summary>Parses what follows the history.</summary>
    /// <param name="window">The history, then the bytes to parse.</param>
    /// <param name="historyLength">How many bytes are known to the decoder; what lies back further than the window is of no use.</param>
    /// <param name="sequences">Room for <see cref="MaxSequences"/>.</param>
    /// <returns>The number of sequences.</returns>
    public int Parse(ReadOnlySpan<byte> window, int historyLength, Span<DeflateSequence> sequences)
    {
        _longHeads.AsSpan().Fill(Unused);
        _shortHeads.AsSpan().Fill(Unused);
        var effort = IsText(window[historyLength..]) ? ForText : ForPrograms;
        fixed (byte* bytes = window)
        fixed (int* longHeads = _longHeads, shortHeads = _shortHeads, chain = _chain)
        fixed (DeflateSequence* first = sequences)
        {
            var finder = new MatchFinder(bytes, window.Length, effort, longHeads, shortHeads, chain);
            finder.InsertRange(Math.Max(0, historyLength - DeflateSymbols.WindowLength), historyLength);
            return (int)(ParseTo(ref finder, historyLength, window.Length, first) - first);
        }
    }

    private static DeflateSequence* ParseTo(ref MatchFinder finder, int position, int end, DeflateSequence* next)
    {
        var literalsFrom = position;
        while (position <= end - MatchFinder.Lookahead)
        {
            var match = finder.Find(position, DeflateSymbols.MinMatch - 1, finder.Effort.Depth);
            if (match.Length == 0)
            {
                position++;
                continue;
            }

            var inserted = Improve(ref finder, ref position, ref match, end);
            next = AddRun(next, position - literalsFrom, match);
            position += match.Length;
            literalsFrom = position;
            finder.InsertRange(inserted, position);
        }

        return AddRun(next, end - literalsFrom, default);
    }

    private static DeflateSequence* AddRun(DeflateSequence* next, int literals, Match match)
    {
        for (; literals > MaxLiteralRun; literals -= MaxLiteralRun)
        {
            *next++ = new DeflateSequence(MaxLiteralRun, 0, 0);
        }

        *next++ = new DeflateSequence((ushort)literals, (ushort)match.Length, match.Distance);
        return next;
    }

    // Lazy evaluation: a match that starts a byte later makes a literal of the byte before it, if it is that much better.
    // Gives the first position that the finder has not been told of.
    private static int Improve(ref MatchFinder finder, ref int position, ref Match match, int end)
    {
        while (match.Length < finder.Effort.GoodLength && position + match.Length < end && position < end - MatchFinder.Lookahead)
        {
            var next = finder.Find(position + 1, match.Length - 1, finder.Effort.LazyDepth);
            if (next.Length == 0 || next.Score <= match.Score + LazyMargin)
            {
                return position + 2;
            }

            position++;
            match = next;
        }

        return position + 1;
    }

    // A sample is enough: archives change their nature by files, not by bytes.
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

    private readonly struct Match(int length, int distance)
    {
        public int Length { get; } = length;

        public int Distance { get; } = distance;

        // What a match saves, in units of a bit: so much for a byte covered, less the bits of a longer distance.
        public int Score => (Length * ScorePerByte) - BitOperations.Log2((uint)Distance);
    }

    private readonly ref struct MatchFinder(byte* window, int end, Effort effort, int* longHeads, int* shortHeads, int* chain)
    {
        /// <summary>A position is hashed and searched if so many bytes follow it.</summary>
        public const int Lookahead = 4;

        public Effort Effort { get; } = effort;

        /// <summary>Makes positions known without a search.</summary>
        public void InsertRange(int from, int to)
        {
            // Copies: behind a reference every store would make the pointers be loaded anew.
            var bytes = window;
            var longs = longHeads;
            var shorts = shortHeads;
            var links = chain;
            for (to = Math.Min(to, end - Lookahead + 1); from < to; from++)
            {
                Insert(from, Read32(bytes + from), longs, shorts, links, out _, out _);
            }
        }

        /// <summary>Makes the position known, and finds the longest match that is longer than <paramref name="beat"/>, which is less
        /// than the bytes that follow the position.</summary>
        public Match Find(int position, int beat, int depth)
        {
            var earliest = window;
            var links = chain;
            var current = earliest + position;
            var head = Read32(current);
            Insert(position, head, longHeads, shortHeads, links, out var candidate, out var shortCandidate);
            var maxLength = Math.Min(DeflateSymbols.MaxMatch, end - position);
            var enough = Math.Min(maxLength, Effort.NiceLength);
            var (length, distance) = (beat, 0);
            if (length < 3 && shortCandidate > position - Effort.MaxShortDistance && Read24(earliest + shortCandidate) == (head & 0xFFFFFF))
            {
                (length, distance) = (3, position - shortCandidate);
            }

            // The four bytes that end where a longer match would: most candidates fail there. Below four they are the first four.
            var tail = Math.Max(0, length - 3);
            var limit = position - DeflateSymbols.WindowLength;
            for (; candidate > limit && depth > 0; depth--, candidate = links[candidate & (DeflateSymbols.WindowLength - 1)])
            {
                var earlier = earliest + candidate;
                if (Raw32(earlier + tail) != Raw32(current + tail) || Raw32(earlier) != Raw32(current))
                {
                    continue;
                }

                var common = CommonLength(earlier, current, maxLength);
                if (common > length)
                {
                    (length, distance, tail) = (common, position - candidate, common - 3);
                    if (length >= enough)
                    {
                        break;
                    }
                }
            }

            return new Match(distance == 0 ? 0 : length, distance);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Insert(
            int position, uint head, int* longs, int* shorts, int* links, out int candidate, out int shortCandidate)
        {
            var longHash = (head * 0x9E3779B1u) >> (32 - LongHashBits);
            var shortHash = ((head << 8) * 0x9E3779B1u) >> (32 - ShortHashBits);
            candidate = longs[longHash];
            shortCandidate = shorts[shortHash];
            longs[longHash] = position;
            shorts[shortHash] = position;
            links[position & (DeflateSymbols.WindowLength - 1)] = candidate;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int CommonLength(byte* earlier, byte* current, int maxLength)
        {
            var length = 4;
            for (; length + 8 <= maxLength; length += 8)
            {
                var difference = Read64(earlier + length) ^ Read64(current + length);
                if (difference != 0)
                {
                    return length + (BitOperations.TrailingZeroCount(difference) >> 3);
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
        private static uint Read32(byte* at) =>
            BitConverter.IsLittleEndian ? Raw32(at) : BinaryPrimitives.ReverseEndianness(Raw32(at));

        private static ulong Read64(byte* at) =>
            BitConverter.IsLittleEndian ? Raw64(at) : BinaryPrimitives.ReverseEndianness(Raw64(at));

        private static ulong Raw64(byte* at) => Unsafe.ReadUnaligned<ulong>(at);
    }
}
