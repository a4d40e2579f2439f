using ServicePackaging.Formats.Checksums;

namespace ServicePackaging.Formats.Compression;

/// <summary>One deflate stream made of blocks that are compressed side by side and joined in order. The bytes are the same for any number
/// of threads and any division of the input among calls. Memory is bounded by the number of threads.</summary>
internal sealed class ParallelDeflater : IDisposable
{
    // Larger blocks take more memory and gain next to nothing; smaller ones spend their time on filling the history.
    private const int BlockLength = 256 * 1024;

    // More threads than one can feed by reading files only take memory.
    private const int MostThreads = 16;

    private readonly Stream _output;
    private readonly CancellationToken _cancellation;
    private readonly OrderedWorkers<Block, DeflateEncoder> _workers;
    private readonly Stack<Block> _spare = new();
    private readonly int _maxBlocks;
    private Block _current = new();

    /// <summary>A deflater onto a stream, which only the calling thread ever writes to.</summary>
    /// <param name="output">Where to; it is not disposed of.</param>
    /// <param name="maxThreads">The most threads, from 1 on; null for as many as there are cores.</param>
    /// <param name="cancellation">Is looked at block by block.</param>
    public ParallelDeflater(Stream output, int? maxThreads, CancellationToken cancellation)
    {
        var threads = Math.Min(maxThreads ?? Environment.ProcessorCount, MostThreads);
        _output = output;
        _cancellation = cancellation;
        _workers = new OrderedWorkers<Block, DeflateEncoder>(threads, () => new DeflateEncoder(BlockLength), Compress);
        _maxBlocks = threads == 1 ? 1 : (threads * 2) + 1;
    }

    /// <summary>The CRC-32 of all input whose output is written.</summary>
    public uint Crc { get; private set; }

    /// <summary>The length in bytes of all input whose output is written.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes; writes what is ready.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // A full block is only handed over when more follows: the last one ends the stream.
            if (_current.Length == BlockLength)
            {
                Submit();
            }

            var taken = Math.Min(bytes.Length, BlockLength - _current.Length);
            bytes[..taken].CopyTo(_current.Free);
            _current.Length += taken;
            bytes = bytes[taken..];
        }
    }

    /// <summary>Ends the stream and writes all that remains.</summary>
    public void Complete()
    {
        _current.IsFinal = true;
        _workers.Submit(_current);
        while (_workers.Count > 0)
        {
            WriteOldest();
        }
    }

    /// <summary>Ends the threads; what is not written is lost.</summary>
    public void Dispose() => _workers.Dispose();

    private static void Compress(Block block, DeflateEncoder encoder)
    {
        block.Crc = Crc32.Compute(block.Content);
        block.OutputLength = encoder.Encode(block.Window, block.HistoryLength, block.IsFinal, block.Output);
    }

    private void Submit()
    {
        var full = _current;
        _workers.Submit(full);
        while (_workers.Count >= _maxBlocks || _workers.IsOldestDone)
        {
            WriteOldest();
        }

        _current = _spare.TryPop(out var spare) ? spare : new Block();
        _current.StartAfter(full);
    }

    private void WriteOldest()
    {
        _cancellation.ThrowIfCancellationRequested();
        var block = _workers.Take();
        _output.Write(block.Output.AsSpan(0, block.OutputLength));
        Crc = Crc32.Combine(Crc, block.Crc, block.Length);
        Length += block.Length;
        _spare.Push(block);
    }

    private sealed class Block
    {
        private const int History = DeflateEncoder.MaxHistory;

        // Not cleared: a small package must not pay for the pages it does not touch.
        private readonly byte[] _window = GC.AllocateUninitializedArray<byte>(History + BlockLength);

        public byte[] Output { get; } = GC.AllocateUninitializedArray<byte>(DeflateEncoder.MaxEncodedLength(BlockLength));

        public int HistoryLength { get; private set; }

        public int Length { get; set; }

        public int OutputLength { get; set; }

        public uint Crc { get; set; }

        public bool IsFinal { get; set; }

        public Span<byte> Free => _window.AsSpan(History + Length);

        public ReadOnlySpan<byte> Content => _window.AsSpan(History, Length);

        public ReadOnlySpan<byte> Window => _window.AsSpan(History - HistoryLength, HistoryLength + Length);

        public void StartAfter(Block previous)
        {
            previous._window.AsSpan(BlockLength, History).CopyTo(_window);
            HistoryLength = History;
            Length = 0;
        }
    }
}
