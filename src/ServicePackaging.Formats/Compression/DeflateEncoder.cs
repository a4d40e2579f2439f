namespace ServicePackaging.Formats.Compression;

/// <summary>Encodes blocks of bytes as sections of a deflate stream (RFC 1951). The output depends only on the input: not on the host, its
/// byte order, the runtime or earlier calls. An encoder reuses its tables between calls, and only one thread at a time may use
/// it.</summary>
public sealed class DeflateEncoder
{
    /// <summary>The maximum distance of a match in bytes. Longer history has no effect.</summary>
    public const int MaxHistory = DeflateSymbols.WindowLength;

    private const int BitWriterSlack = 8;

    private readonly int _maxBlockLength;
    private readonly DeflateParser _parser = new();
    private readonly DeflateSequence[] _sequences;
    private readonly DeflateBlockSplitter _splitter;
    private readonly DeflateBlockWriter _writer = new();
    private byte[] _joined = [];

    /// <summary>Creates an encoder for blocks up to a maximum length.</summary>
    /// <param name="maxBlockLength">The maximum length of a block in bytes, 1 to 1 MiB.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is out of range.</exception>
    public DeflateEncoder(int maxBlockLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBlockLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBlockLength, 1024 * 1024);
        _maxBlockLength = maxBlockLength;
        _sequences = new DeflateSequence[DeflateParser.MaxSequences(maxBlockLength)];
        _splitter = new DeflateBlockSplitter(maxBlockLength);
    }

    /// <summary>Returns the length of the output that <see cref="Encode(ReadOnlySpan{byte}, int, bool, Span{byte})"/> requires. The encoded
    /// block is shorter.</summary>
    /// <param name="blockLength">The length of the block in bytes.</param>
    public static int MaxEncodedLength(int blockLength) =>
        blockLength + BitWriterSlack + (DeflateBlockWriter.MaxOverhead * MaxParts(blockLength));

    /// <summary>Encodes a block that directly follows its history in one buffer, so that nothing is copied.</summary>
    /// <param name="window">The history, followed by the block.</param>
    /// <param name="historyLength">How many of the bytes are history, which the decoder has decoded immediately before the block; may be
    /// 0.</param>
    /// <param name="isFinal">Whether the block ends the stream. If not, the output ends on a byte boundary with an empty stored block, so
    /// that outputs can be concatenated.</param>
    /// <param name="output">A buffer of at least <see cref="MaxEncodedLength"/> bytes.</param>
    /// <returns>The number of bytes written to <paramref name="output"/>.</returns>
    /// <exception cref="ArgumentException">The block is longer than the encoder's maximum, the history is longer than the window, or the
    /// output is too short.</exception>
    public int Encode(ReadOnlySpan<byte> window, int historyLength, bool isFinal, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(historyLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(historyLength, window.Length);
        var length = window.Length - historyLength;
        if (length > _maxBlockLength || output.Length < MaxEncodedLength(length))
        {
            throw new ArgumentException("The block or the output does not have the required length.", nameof(output));
        }

        // Older bytes cannot be reached, and must not affect the matches that are found.
        window = window[Math.Max(0, historyLength - MaxHistory)..];
        historyLength = window.Length - length;
        var sequences = _sequences.AsSpan(0, _parser.Parse(window, historyLength, _sequences));
        var blocks = _splitter.Split(window, historyLength, sequences);
        var writer = new BitWriter(output);
        for (var i = 0; i < blocks.Length; i++)
        {
            ref readonly var block = ref blocks[i];
            _writer.Write(
                ref writer,
                window.Slice(block.Start, block.Length),
                sequences.Slice(block.FirstSequence, block.SequenceCount),
                _splitter.Counts(block),
                isFinal && i == blocks.Length - 1);
        }

        if (!isFinal)
        {
            DeflateBlockWriter.WriteStored(ref writer, default, isFinal: false);
        }

        writer.AlignToByte();
        return writer.Position;
    }

    // The blocks, the additional stored parts of a long block, and the empty part at the end.
    private static int MaxParts(int blockLength) =>
        DeflateBlockSplitter.MaxBlocks(blockLength) + DeflateBlockWriter.MaxStoredParts(blockLength) + 1;

    /// <summary>Encodes a block whose history is in a separate buffer.</summary>
    /// <param name="block">The bytes to encode.</param>
    /// <param name="history">The bytes that the decoder has decoded immediately before the block. Only the last 32 KiB are used.</param>
    /// <param name="isFinal">See the other overload.</param>
    /// <param name="output">A buffer of at least <see cref="MaxEncodedLength"/> bytes.</param>
    /// <returns>The number of bytes written to <paramref name="output"/>.</returns>
    /// <exception cref="ArgumentException">The block is longer than the encoder's maximum, or the output is too short.</exception>
    public int Encode(ReadOnlySpan<byte> block, ReadOnlySpan<byte> history, bool isFinal, Span<byte> output)
    {
        if (history.IsEmpty || block.Length > _maxBlockLength)
        {
            return Encode(block, 0, isFinal, output);
        }

        history = history[Math.Max(0, history.Length - MaxHistory)..];
        if (_joined.Length == 0)
        {
            _joined = new byte[MaxHistory + _maxBlockLength];
        }

        history.CopyTo(_joined);
        block.CopyTo(_joined.AsSpan(history.Length));
        return Encode(_joined.AsSpan(0, history.Length + block.Length), history.Length, isFinal, output);
    }
}
