namespace ServicePackaging.Formats.Compression;

/// <summary>The header of a block with its own codes (RFC 1951 section 3.2.7): two sets of code lengths, run-length encoded, then encoded
/// with a third code.</summary>
internal sealed class DeflateCodeHeader
{
    private const int LengthSymbols = 19;
    private const int MaxLength = 7;
    private const int RepeatPrevious = 16;
    private const int RepeatZeroShort = 17;
    private const int RepeatZeroLong = 18;

    private readonly byte[] _lengths = new byte[DeflateSymbols.LiteralCount + DeflateSymbols.DistanceCount];
    private readonly byte[] _symbols = new byte[DeflateSymbols.LiteralCount + DeflateSymbols.DistanceCount];
    private readonly byte[] _repeats = new byte[DeflateSymbols.LiteralCount + DeflateSymbols.DistanceCount];
    private readonly int[] _counts = new int[LengthSymbols];
    private readonly byte[] _codeLengths = new byte[LengthSymbols];
    private readonly ushort[] _codes = new ushort[LengthSymbols];
    private int _literals;
    private int _distances;
    private int _sent;
    private int _symbolCount;

    /// <summary>The number of bits that <see cref="Write"/> adds, including the three bits at the start of every block.</summary>
    public int BitLength { get; private set; }

    private static ReadOnlySpan<byte> Order => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static ReadOnlySpan<byte> RepeatBits => [2, 3, 7];

    private static ReadOnlySpan<byte> RepeatBases => [3, 3, 11];

    /// <summary>Prepares the header for the lengths of two codes.</summary>
    public void Build(ReadOnlySpan<byte> literalLengths, ReadOnlySpan<byte> distanceLengths)
    {
        _literals = Math.Max(DeflateSymbols.FirstLength, literalLengths.LastIndexOfAnyExcept((byte)0) + 1);
        _distances = Math.Max(1, distanceLengths.LastIndexOfAnyExcept((byte)0) + 1);
        literalLengths[.._literals].CopyTo(_lengths);
        distanceLengths[.._distances].CopyTo(_lengths.AsSpan(_literals));
        FindRuns(_lengths.AsSpan(0, _literals + _distances));
        HuffmanCode.BuildLengths(_counts, MaxLength, _codeLengths);
        _sent = LengthSymbols;
        while (_sent > 4 && _codeLengths[Order[_sent - 1]] == 0)
        {
            _sent--;
        }

        BitLength = 3 + 5 + 5 + 4 + (3 * _sent);
        for (var symbol = 0; symbol < LengthSymbols; symbol++)
        {
            BitLength += _counts[symbol] * (_codeLengths[symbol] + (symbol < RepeatPrevious ? 0 : RepeatBits[symbol - RepeatPrevious]));
        }
    }

    /// <summary>Writes the prepared header.</summary>
    public void Write(ref BitWriter writer)
    {
        writer.Add((uint)(_literals - DeflateSymbols.FirstLength), 5);
        writer.Add((uint)(_distances - 1), 5);
        writer.Add((uint)(_sent - 4), 4);
        writer.Flush();
        foreach (var symbol in Order[.._sent])
        {
            writer.Add(_codeLengths[symbol], 3);
            writer.Flush();
        }

        HuffmanCode.BuildCodes(_codeLengths, _codes);
        for (var i = 0; i < _symbolCount; i++)
        {
            int symbol = _symbols[i];
            writer.Add(_codes[symbol], _codeLengths[symbol]);
            if (symbol >= RepeatPrevious)
            {
                writer.Add(_repeats[i], RepeatBits[symbol - RepeatPrevious]);
            }

            writer.Flush();
        }
    }

    private void FindRuns(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(_counts);
        _symbolCount = 0;
        while (!lengths.IsEmpty)
        {
            var length = lengths[0];
            var run = lengths.IndexOfAnyExcept(length);
            run = run < 0 ? lengths.Length : run;
            lengths = lengths[run..];
            if (length != 0)
            {
                AddSymbol(length, 0);
                run--;
            }

            AddRun(length, run);
        }
    }

    private void AddRun(byte length, int run)
    {
        while (run >= 3)
        {
            var (symbol, most) = length != 0 ? (RepeatPrevious, 6) : run <= 10 ? (RepeatZeroShort, 10) : (RepeatZeroLong, 138);
            var taken = Math.Min(run, most);
            AddSymbol(symbol, taken - RepeatBases[symbol - RepeatPrevious]);
            run -= taken;
        }

        for (; run > 0; run--)
        {
            AddSymbol(length, 0);
        }
    }

    private void AddSymbol(int symbol, int repeat)
    {
        _symbols[_symbolCount] = (byte)symbol;
        _repeats[_symbolCount++] = (byte)repeat;
        _counts[symbol]++;
    }
}
