using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>Turns bytes into literals and matches: hash chains with lazy evaluation (RFC 1951 section 4), every decision in integers.</summary>
internal sealed unsafe class DeflateParser
{
    /// <summary>A run of literals is cut here, so that blocks can be split within it.</summary>
    public const int MaxLiteralRun = 4096;

    // How hard to look: candidates tried for a position, then fewer for the positions that might be better still.
    private const int Depth = 32;
    private const int LazyDepth = 16;
    private const int SecondLazyDepth = 8;

    // A match this long is taken without looking further; one found this long ends the search.
    private const int GoodLength = 48;
    private const int NiceLength = 128;

    // What a later match must score more, for each literal that it costs.
    private const int LazyMargin = 2;
    private const int SecondLazyMargin = 6;
    private const int ScorePerByte = 4;

    // Three bytes from further back cost about as much as three literals.
    private const int MaxShortDistance = 4096;

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
        fixed (byte* bytes = window)
        fixed (int* longHeads = _longHeads, shortHeads = _shortHeads, chain = _chain)
        fixed (DeflateSequence* first = sequences)
        {
            var finder = new MatchFinder(bytes, window.Length, longHeads, shortHeads, chain);
            finder.InsertRange(Math.Max(0, historyLength - DeflateSymbols.WindowLength), historyLength);
            return (int)(ParseTo(ref finder, historyLength, window.Length, first) - first);
        }
    }

    private static DeflateSequence* ParseTo(ref MatchFinder finder, int position, int end, DeflateSequence* next)
    {
        var literalsFrom = position;
        var searchEnd = end - MatchFinder.Lookahead;
        while (position <= searchEnd)
        {
            var match = finder.Find(position, DeflateSymbols.MinMatch - 1, Depth);
            if (match.Length == 0)
            {
                if (++position - literalsFrom == MaxLiteralRun)
                {
                    *next++ = new DeflateSequence(MaxLiteralRun, 0, 0);
                    literalsFrom = position;
                }

                continue;
            }

            var inserted = Improve(ref finder, ref position, ref match, searchEnd);
            for (; position - literalsFrom > MaxLiteralRun; literalsFrom += MaxLiteralRun)
            {
                *next++ = new DeflateSequence(MaxLiteralRun, 0, 0);
            }

            *next++ = new DeflateSequence((ushort)(position - literalsFrom), (ushort)match.Length, match.Distance);
            position += match.Length;
            literalsFrom = position;
            finder.InsertRange(inserted, position);
        }

        for (; end - literalsFrom > MaxLiteralRun; literalsFrom += MaxLiteralRun)
        {
            *next++ = new DeflateSequence(MaxLiteralRun, 0, 0);
        }

        *next++ = new DeflateSequence((ushort)(end - literalsFrom), 0, 0);
        return next;
    }

    // Lazy evaluation: a better match one or two bytes on makes literals of the bytes before it.
    private static int Improve(ref MatchFinder finder, ref int position, ref Match match, int searchEnd)
    {
        while (match.Length < GoodLength && position + 2 <= searchEnd)
        {
            var next = finder.Find(position + 1, match.Length - 1, LazyDepth);
            if (next.Length != 0 && next.Score > match.Score + LazyMargin)
            {
                position++;
                match = next;
                continue;
            }

            next = finder.Find(position + 2, match.Length - 1, SecondLazyDepth);
            if (next.Length == 0 || next.Score <= match.Score + SecondLazyMargin)
            {
                return position + 3;
            }

            position += 2;
            match = next;
        }

        return position + 1;
    }

    private readonly struct Match(int length, int distance)
    {
        public int Length { get; } = length;

        public int Distance { get; } = distance;

        // What a match saves, in units of a bit: so much for a byte covered, less the bits of a longer distance.
        public int Score => (Length * ScorePerByte) - BitOperations.Log2((uint)Distance);
    }

    private readonly ref struct MatchFinder(byte* window, int end, int* longHeads, int* shortHeads, int* chain)
    {
        /// <summary>A position is hashed and searched if so many bytes follow it.</summary>
        public const int Lookahead = 4;

        /// <summary>Makes positions known without a search.</summary>
        public void InsertRange(int from, int to)
        {
            to = Math.Min(to, end - Lookahead + 1);
            for (; from < to; from++)
            {
                Insert(from, Read32(window + from), out _, out _);
            }
        }

        /// <summary>Makes the position known, and finds the longest match that is longer than <paramref name="beat"/>.</summary>
        [SkipLocalsInit]
        public Match Find(int position, int beat, int depth)
        {
            var current = window + position;
            var head = Read32(current);
            Insert(position, head, out var candidate, out var shortCandidate);
            var maxLength = Math.Min(DeflateSymbols.MaxMatch, end - position);
            var (length, distance) = (beat, 0);
            if (length < 3 && shortCandidate > position - MaxShortDistance && Read24(window + shortCandidate) == (head & 0xFFFFFF))
            {
                length = 3;
                distance = position - shortCandidate;
            }

            var limit = position - DeflateSymbols.WindowLength;
            if (length >= maxLength)
            {
                return new Match(distance == 0 ? 0 : length, distance);
            }

            for (; candidate > limit && depth > 0; depth--, candidate = chain[candidate & (DeflateSymbols.WindowLength - 1)])
            {
                var earlier = window + candidate;
                if (Raw32(earlier) != Raw32(current) || (length > 3 && Raw32(earlier + length - 3) != Raw32(current + length - 3)))
                {
                    continue;
                }

                var common = CommonLength(earlier, current, maxLength);
                if (common > length)
                {
                    (length, distance) = (common, position - candidate);
                    if (length >= maxLength || length >= NiceLength)
                    {
                        break;
                    }
                }
            }

            return new Match(distance == 0 ? 0 : length, distance);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Insert(int position, uint head, out int candidate, out int shortCandidate)
        {
            var longHash = (head * 0x9E3779B1u) >> (32 - LongHashBits);
            var shortHash = ((head << 8) * 0x9E3779B1u) >> (32 - ShortHashBits);
            candidate = longHeads[longHash];
            shortCandidate = shortHeads[shortHash];
            longHeads[longHash] = position;
            shortHeads[shortHash] = position;
            chain[position & (DeflateSymbols.WindowLength - 1)] = candidate;
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
            BitConverter.IsLittleEndian ? Unsafe.ReadUnaligned<ulong>(at) : BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(at));
    }
}
