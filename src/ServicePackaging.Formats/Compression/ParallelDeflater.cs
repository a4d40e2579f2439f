using ServicePackaging.Formats.Checksums;

namespace ServicePackaging.Formats.Compression;

/// <summary>Writes one deflate stream of blocks that are compressed in parallel and joined in order. The output does not depend on the
/// number of threads or on how the input is divided into calls. The memory depends only on the number of threads.</summary>
internal sealed class ParallelDeflater : IDisposable
{
    // Larger blocks use more memory and save almost nothing. Smaller blocks spend too much time on adding the history to the tables.
    private const int BlockLength = 256 * 1024;

    // One thread that reads files cannot supply more threads than this with data: more would only use memory.
    private const int MostThreads = 16;

    private readonly Stream _output;
    private readonly CancellationToken _cancellation;
    private readonly OrderedWorkers<Block, DeflateEncoder> _workers;
    private readonly Stack<Block> _spare = new();
    private readonly int _maxBlocks;
    private Block _current = new();

    /// <summary>Creates a deflater that writes to a stream. Only the calling thread writes to it.</summary>
    /// <param name="output">The stream to write to, which is not disposed of.</param>
    /// <param name="maxThreads">The maximum number of threads, at least 1; null for the number of cores.</param>
    /// <param name="cancellation">Checked for every block.</param>
    public ParallelDeflater(Stream output, int? maxThreads, CancellationToken cancellation)
    {
        var threads = Math.Min(maxThreads ?? Environment.ProcessorCount, MostThreads);
        _output = output;
        _cancellation = cancellation;
        _workers = new OrderedWorkers<Block, DeflateEncoder>(threads, () => new DeflateEncoder(BlockLength), Compress);
        _maxBlocks = threads == 1 ? 1 : (threads * 2) + 1;
    }

    /// <summary>The CRC-32 of the input whose output has been written.</summary>
    public uint Crc { get; private set; }

    /// <summary>The length in bytes of the input whose output has been written.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes, and writes the completed blocks.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // A full block is submitted only when more input follows, because the last block must end the stream.
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

    /// <summary>Ends the stream and writes the remaining blocks.</summary>
    public void Complete()
    {
        _current.IsFinal = true;
        _workers.Submit(_current);
        while (_workers.Count > 0)
        {
            WriteOldest();
        }
    }

    /// <summary>Stops the threads. Blocks that have not been written are discarded.</summary>
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

        // Not cleared, so that a small package does not pay for pages that it does not touch.
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
