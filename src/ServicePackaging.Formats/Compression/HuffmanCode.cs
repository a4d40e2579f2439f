using System.Runtime.CompilerServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>Canonical prefix codes of limited length (RFC 1951 section 3.2.2).</summary>
internal static class HuffmanCode
{
    private const int MaxSymbols = 288;

    /// <summary>Computes code lengths with a nearly minimal total for all symbols that occur. At least two symbols get a code, so that the
    /// code is complete.</summary>
    /// <param name="frequencies">By symbol; at least two symbols, and a sum below 2^22.</param>
    /// <param name="maxLength">The maximum length of a code.</param>
    /// <param name="lengths">By symbol; 0 for a symbol without a code.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BuildLengths(ReadOnlySpan<int> frequencies, int maxLength, Span<byte> lengths)
    {
        Span<int> sorted = stackalloc int[MaxSymbols];
        var count = 0;
        for (var symbol = 0; symbol < frequencies.Length; symbol++)
        {
            lengths[symbol] = 0;
            if (frequencies[symbol] > 0)
            {
                sorted[count++] = (frequencies[symbol] << 9) | symbol;
            }
        }

        // Some decoders reject a code of fewer than two symbols.
        for (var symbol = 0; count < 2; symbol++)
        {
            if (frequencies[symbol] == 0)
            {
                sorted[count++] = symbol;
            }
        }

        sorted = sorted[..count];
        sorted.Sort();
        Span<int> depths = stackalloc int[count];
        for (var i = 0; i < count; i++)
        {
            depths[i] = sorted[i] >> 9;
        }

        ReplaceByDepths(depths);
        Assign(sorted, depths, maxLength, lengths);
    }

    /// <summary>Computes the codes for the lengths, bit-reversed as deflate stores them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BuildCodes(ReadOnlySpan<byte> lengths, Span<ushort> codes)
    {
        Span<int> next = stackalloc int[DeflateSymbols.MaxCodeLength + 2];
        next.Clear();
        foreach (var length in lengths)
        {
            next[length + 1] += length == 0 ? 0 : 1;
        }

        for (var length = 1; length < next.Length; length++)
        {
            next[length] = (next[length] + next[length - 1]) << 1;
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? (ushort)0 : Reverse(next[length]++, length);
        }
    }

    // Moffat and Katajainen, "In-place calculation of minimum-redundancy codes" (1995): ascending weights become leaf depths.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReplaceByDepths(Span<int> weights)
    {
        var last = weights.Length - 1;
        var (node, leaf) = (0, 0);
        for (var next = 0; next < last; next++)
        {
            var sum = TakeLightest(weights, next, ref node, ref leaf);
            weights[next] = sum + TakeLightest(weights, next, ref node, ref leaf);
        }

        weights[last - 1] = 0;
        for (var next = last - 2; next >= 0; next--)
        {
            weights[next] = weights[weights[next]] + 1;
        }

        var (available, depth) = (1, 0);
        var (inner, target) = (last - 1, last);
        while (available > 0)
        {
            var used = 0;
            for (; inner >= 0 && weights[inner] == depth; inner--)
            {
                used++;
            }

            for (; available > used; available--)
            {
                weights[target--] = depth;
            }

            available = 2 * used;
            depth++;
        }
    }

    // The cells below leaf are free for inner nodes. The cell of an inner node that has a parent contains the parent's index.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeLightest(Span<int> weights, int parent, ref int node, ref int leaf)
    {
        if (leaf >= weights.Length || (node < parent && weights[node] < weights[leaf]))
        {
            var weight = weights[node];
            weights[node++] = parent;
            return weight;
        }

        return weights[leaf++];
    }

    // Codes that are too long are shortened to the limit. For each code above the Kraft sum, the longest shorter code becomes one bit
    // longer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Assign(ReadOnlySpan<int> sorted, ReadOnlySpan<int> depths, int maxLength, Span<byte> lengths)
    {
        Span<int> counts = stackalloc int[DeflateSymbols.MaxCodeLength + 1];
        counts.Clear();
        var excess = -(1 << maxLength);
        foreach (var depth in depths)
        {
            var length = Math.Min(depth, maxLength);
            counts[length]++;
            excess += 1 << (maxLength - length);
        }

        for (; excess > 0; excess--)
        {
            var length = maxLength - 1;
            while (counts[length] == 0)
            {
                length--;
            }

            counts[length]--;
            counts[length + 1] += 2;
            counts[maxLength]--;
        }

        var index = 0;
        for (var length = maxLength; length > 0; length--)
        {
            for (var n = counts[length]; n > 0; n--)
            {
                lengths[sorted[index++] & 0x1FF] = (byte)length;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Reverse(int code, int length)
    {
        var reversed = 0;
        for (; length > 0; length--, code >>= 1)
        {
            reversed = (reversed << 1) | (code & 1);
        }

        return (ushort)reversed;
    }
}
