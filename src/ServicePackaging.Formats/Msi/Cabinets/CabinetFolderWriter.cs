using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>Writes the blocks of folders. They are packed in parallel, and written in order by the calling thread only. The output does not
/// depend on the number of threads, but the memory does.</summary>
internal sealed class CabinetFolderWriter : IDisposable
{
    // One thread that reads files cannot supply more threads than this with data: more would only use memory.
    private const int MostThreads = 16;

    // A block is packed in about a millisecond. With a few blocks waiting for each thread, no thread waits for the reading thread.
    private const int BlocksPerThread = 8;

    private readonly Stream _output;
    private readonly OrderedWorkers<CabinetBlock, DeflateEncoder> _workers;
    private readonly Stack<CabinetBlock> _spare = new();
    private readonly int _maxBlocks;

    /// <param name="output">The stream to write to, which is not disposed of.</param>
    /// <param name="offset">The position of the output in the cabinet.</param>
    /// <param name="options">The options for packing.</param>
    public CabinetFolderWriter(Stream output, long offset, CabinetOptions options)
    {
        var isCompressed = options.Compression == CabinetCompression.MsZip;
        var threads = isCompressed ? Math.Min(options.MaxThreads ?? Environment.ProcessorCount, MostThreads) : 1;
        _output = output;
        Offset = offset;
        _workers = new(threads, () => new DeflateEncoder(CabinetFormat.BlockLength), isCompressed ? Compress : Copy);
        _maxBlocks = threads == 1 ? 1 : threads * BlocksPerThread;
    }

    /// <summary>The position of the next block in the cabinet.</summary>
    public long Offset { get; private set; }

    /// <summary>Writes a folder.</summary>
    /// <exception cref="IOException">The length of a file has changed.</exception>
    /// <exception cref="CabinetTooLargeException">The cabinet would be too large.</exception>
    public void Write(PlannedFolder folder, CancellationToken cancellationToken)
    {
        var block = Start(previous: null);
        foreach (var member in folder.Members)
        {
            using var content = member.Open();
            for (var remaining = member.Length; remaining > 0;)
            {
                if (block.Free.IsEmpty)
                {
                    block = Submit(block, cancellationToken);
                }

                var read = content.Read(block.Free[..(int)Math.Min(block.Free.Length, remaining)]);
                ThrowIf(read == 0, member, "shorter");
                block.Add(read);
                remaining -= read;
            }

            ThrowIf(content.ReadByte() >= 0, member, "longer");
        }

        Complete(block, cancellationToken);
    }

    /// <summary>Stops the threads. Blocks that have not been written are discarded.</summary>
    public void Dispose() => _workers.Dispose();

    private static void Compress(CabinetBlock block, DeflateEncoder encoder) => block.Compress(encoder);

    private static void Copy(CabinetBlock block, DeflateEncoder encoder) => block.Copy();

    private static void ThrowIf(bool changed, CabinetMember member, string change)
    {
        if (changed)
        {
            throw new IOException(
                $"{member.Name} changed while it was being packaged: it was {member.Length} bytes long and now is {change}.");
        }
    }

    private CabinetBlock Start(CabinetBlock? previous)
    {
        var block = _spare.TryPop(out var spare) ? spare : new CabinetBlock();
        block.StartAfter(previous);
        return block;
    }

    private CabinetBlock Submit(CabinetBlock full, CancellationToken cancellationToken)
    {
        _workers.Submit(full);

        // Before the block is written and reused, because the next one starts with its bytes.
        var next = Start(full);
        while (_workers.Count >= _maxBlocks || _workers.IsOldestDone)
        {
            WriteOldest(cancellationToken);
        }

        return next;
    }

    private void Complete(CabinetBlock last, CancellationToken cancellationToken)
    {
        if (last.Length > 0)
        {
            _workers.Submit(last);
        }

        while (_workers.Count > 0)
        {
            WriteOldest(cancellationToken);
        }
    }

    private void WriteOldest(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = _workers.Take();
        CabinetPlan.CheckCabinetLength(Offset + block.Packed.Length);
        _output.Write(block.Packed);
        Offset += block.Packed.Length;
        _spare.Push(block);
    }
}
