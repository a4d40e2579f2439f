using System.Runtime.CompilerServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>Writes blocks (RFC 1951 section 3.2.3) in the shortest of three forms: stored, with the fixed codes, or with the block's own
/// codes.</summary>
internal sealed class DeflateBlockWriter
{
    /// <summary>The maximum number of bytes by which a block grows: header, padding and length of each stored part.</summary>
    public const int MaxOverhead = 6;

    private const int MaxStored = 65535;

    private const int FixedForm = 1;
    private const int DynamicForm = 2;

    private static readonly byte[] FixedLiteralLengths = BuildFixedLiteralLengths();
    private static readonly byte[] FixedDistanceLengths = BuildFixedDistanceLengths();

    private readonly byte[] _literalLengths = new byte[DeflateSymbols.LiteralCount];
    private readonly byte[] _distanceLengths = new byte[DeflateSymbols.DistanceCount];
    private readonly ushort[] _codes = new ushort[288];
    private readonly DeflateCodeHeader _header = new();

    // By literal, by match length and by distance symbol: the code, followed by the extra bits of a length. The top byte contains the
    // number of bits.
    private readonly uint[] _literals = new uint[257];
    private readonly uint[] _matches = new uint[DeflateSymbols.MaxMatch + 1];
    private readonly uint[] _distances = new uint[DeflateSymbols.DistanceCount];

    /// <summary>Returns the maximum number of stored parts for a number of bytes.</summary>
    public static int MaxStoredParts(int length) => (length / MaxStored) + 1;

    /// <summary>Writes one block.</summary>
    /// <param name="writer">The writer of the output.</param>
    /// <param name="bytes">The bytes of the block.</param>
    /// <param name="sequences">The same bytes, parsed.</param>
    /// <param name="counts">The symbol counts of the sequences and of the end of block, as returned by
    /// <see cref="DeflateBlockSplitter.Counts"/>.</param>
    /// <param name="isFinal">Whether this block ends the stream.</param>
    public void Write(
        ref BitWriter writer, ReadOnlySpan<byte> bytes, ReadOnlySpan<DeflateSequence> sequences, ReadOnlySpan<int> counts, bool isFinal)
    {
        var literals = counts[..DeflateSymbols.LiteralCount];
        var distances = counts.Slice(DeflateBlockSplitter.DistanceOffset, DeflateSymbols.DistanceCount);
        HuffmanCode.BuildLengths(literals, DeflateSymbols.MaxCodeLength, _literalLengths);
        HuffmanCode.BuildLengths(distances, DeflateSymbols.MaxCodeLength, _distanceLengths);
        _header.Build(_literalLengths, _distanceLengths);
        var extra = ExtraBits(literals, distances);
        var dynamicBits = extra + _header.BitLength + Bits(literals, _literalLengths) + Bits(distances, _distanceLengths);
        var fixedBits = extra + Bits(literals, FixedLiteralLengths) + Bits(distances, FixedDistanceLengths);
        if (StoredBits(bytes.Length) <= Math.Min(dynamicBits, fixedBits))
        {
            WriteStored(ref writer, bytes, isFinal);
            return;
        }

        var form = fixedBits <= dynamicBits ? FixedForm : DynamicForm;
        writer.Add((uint)((form << 1) | (isFinal ? 1 : 0)), 3);
        if (form == FixedForm)
        {
            BuildCodes(FixedLiteralLengths, FixedDistanceLengths);
        }
        else
        {
            _header.Write(ref writer);
            BuildCodes(_literalLengths, _distanceLengths);
        }

        WriteSequences(ref writer, bytes, sequences);
    }

    /// <summary>Writes bytes uncompressed, in as many stored parts as necessary. If there are no bytes, it writes an empty part.</summary>
    public static void WriteStored(ref BitWriter writer, ReadOnlySpan<byte> bytes, bool isFinal)
    {
        do
        {
            var part = bytes[..Math.Min(bytes.Length, MaxStored)];
            bytes = bytes[part.Length..];
            writer.Add(isFinal && bytes.IsEmpty ? 1u : 0u, 3);
            writer.AlignToByte();
            writer.Add((uint)(part.Length | (~part.Length << 16)), 32);
            writer.Flush();
            writer.AddBytes(part);
        }
        while (!bytes.IsEmpty);
    }

    private static long StoredBits(int length) => 8L * (length + (MaxStoredParts(length) * (MaxOverhead - 1)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Bits(ReadOnlySpan<int> counts, ReadOnlySpan<byte> lengths)
    {
        var bits = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            bits += counts[i] * lengths[i];
        }

        return bits;
    }

    private static long ExtraBits(ReadOnlySpan<int> literals, ReadOnlySpan<int> distances)
    {
        var bits = Bits(literals[DeflateSymbols.FirstLength..], DeflateSymbols.LengthExtraBits);
        for (var slot = 0; slot < distances.Length; slot++)
        {
            bits += distances[slot] * DeflateSymbols.DistanceExtraBits(slot);
        }

        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BuildCodes(ReadOnlySpan<byte> literalLengths, ReadOnlySpan<byte> distanceLengths)
    {
        var codes = _codes.AsSpan(0, literalLengths.Length);
        HuffmanCode.BuildCodes(literalLengths, codes);
        for (var i = 0; i < _literals.Length; i++)
        {
            _literals[i] = codes[i] | ((uint)literalLengths[i] << 24);
        }

        for (var length = DeflateSymbols.MinMatch; length <= DeflateSymbols.MaxMatch; length++)
        {
            int slot = DeflateSymbols.LengthSlots[length];
            int codeLength = literalLengths[DeflateSymbols.FirstLength + slot];
            var code = codes[DeflateSymbols.FirstLength + slot] | ((uint)(length - DeflateSymbols.LengthBases[slot]) << codeLength);
            _matches[length] = code | ((uint)(codeLength + DeflateSymbols.LengthExtraBits[slot]) << 24);
        }

        HuffmanCode.BuildCodes(distanceLengths, codes[..distanceLengths.Length]);
        for (var i = 0; i < _distances.Length; i++)
        {
            _distances[i] = codes[i] | ((uint)distanceLengths[i] << 24);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteSequences(ref BitWriter output, ReadOnlySpan<byte> bytes, ReadOnlySpan<DeflateSequence> sequences)
    {
        var writer = output;
        ReadOnlySpan<uint> literals = _literals;
        ReadOnlySpan<uint> matches = _matches;
        ReadOnlySpan<uint> distances = _distances;
        foreach (var sequence in sequences)
        {
            int run = sequence.LiteralRun;
            var i = 0;
            for (; i + 3 <= run; i += 3)
            {
                Add(ref writer, literals[bytes[i]]);
                Add(ref writer, literals[bytes[i + 1]]);
                Add(ref writer, literals[bytes[i + 2]]);
                writer.Flush();
            }

            for (; i < run; i++)
            {
                Add(ref writer, literals[bytes[i]]);
            }

            writer.Flush();
            bytes = bytes[(run + sequence.Length)..];
            if (sequence.Length > 0)
            {
                Add(ref writer, matches[sequence.Length]);
                var slot = DeflateSymbols.DistanceSlot(sequence.Distance);
                Add(ref writer, distances[slot]);
                var extra = DeflateSymbols.DistanceExtraBits(slot);
                writer.Add((uint)(sequence.Distance - 1) & ((1u << extra) - 1), extra);
                writer.Flush();
            }
        }

        Add(ref writer, literals[DeflateSymbols.EndOfBlock]);
        writer.Flush();
        output = writer;
    }

    private static void Add(ref BitWriter writer, uint code) => writer.Add(code & 0xFFFFFF, (int)(code >> 24));

    private static byte[] BuildFixedLiteralLengths()
    {
        var lengths = new byte[288];
        lengths.AsSpan().Fill(8);
        lengths.AsSpan(144, 112).Fill(9);
        lengths.AsSpan(256, 24).Fill(7);
        return lengths;
    }

    private static byte[] BuildFixedDistanceLengths()
    {
        var lengths = new byte[DeflateSymbols.DistanceCount];
        lengths.AsSpan().Fill(5);
        return lengths;
    }
}
