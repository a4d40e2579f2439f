using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>The alphabets of RFC 1951 section 3.2.5.</summary>
internal static class DeflateSymbols
{
    public const int EndOfBlock = 256;

    public const int FirstLength = 257;

    /// <summary>The number of literals, end of block and lengths; the symbols 286 and 287 never occur in data.</summary>
    public const int LiteralCount = 286;

    public const int DistanceCount = 30;

    public const int MaxCodeLength = 15;

    public const int MinMatch = 3;

    public const int MaxMatch = 258;

    public const int WindowLength = 32 * 1024;

    /// <summary>By length symbol, starting with 257: the number of extra bits.</summary>
    public static ReadOnlySpan<byte> LengthExtraBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>By length symbol, starting with 257: the shortest length that it represents.</summary>
    public static ReadOnlySpan<ushort> LengthBases =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    /// <summary>By match length: its length symbol minus 257.</summary>
    public static ReadOnlySpan<byte> LengthSlots => LengthSlotTable;

    private static readonly byte[] LengthSlotTable = BuildLengthSlots();

    /// <summary>Returns the symbol of a distance, which is at least 1. From the fifth symbol on, there are two symbols per power of
    /// two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DistanceSlot(int distance)
    {
        var offset = (uint)distance - 1;
        if (offset < 2)
        {
            return (int)offset;
        }

        var power = BitOperations.Log2(offset);
        return (2 * power) + (int)((offset >> (power - 1)) & 1);
    }

    /// <summary>Returns the number of extra bits of a distance symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DistanceExtraBits(int slot) => slot < 2 ? 0 : (slot >> 1) - 1;

    private static byte[] BuildLengthSlots()
    {
        var slots = new byte[MaxMatch + 1];
        for (var slot = 0; slot < LengthBases.Length; slot++)
        {
            slots.AsSpan(LengthBases[slot]).Fill((byte)slot);
        }

        return slots;
    }
}

/// <summary>Literals from the input, followed by a copy of earlier bytes.</summary>
/// <param name="LiteralRun">The number of literals.</param>
/// <param name="Length">The length of the copy, or 0 if there is no copy.</param>
/// <param name="Distance">The distance from the copy back to its source.</param>
internal readonly record struct DeflateSequence(ushort LiteralRun, ushort Length, int Distance);
