using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>Writes the blocks of folders: packed side by side, written in order, by the calling thread alone. The bytes are the same for
/// any number of threads. Memory is bounded by their number.</summary>
internal sealed class CabinetFolderWriter : IDisposable
{
    // More threads than one can feed by reading files only take memory.
    private const int MostThreads = 16;

    // A block is packed in about a millisecond: with a few waiting for each, no thread waits for the reading one.
    private const int BlocksPerThread = 8;

    private readonly Stream _output;
    private readonly OrderedWorkers<CabinetBlock, DeflateEncoder> _workers;
    private readonly Stack<CabinetBlock> _spare = new();
    private readonly int _maxBlocks;

    /// <param name="output">Where to; it is not disposed of.</param>
    /// <param name="offset">Where in the cabinet the output is.</param>
    /// <param name="options">How to pack.</param>
    public CabinetFolderWriter(Stream output, long offset, CabinetOptions options)
    {
        var isCompressed = options.Compression == CabinetCompression.MsZip;
        var threads = isCompressed ? Math.Min(options.MaxThreads ?? Environment.ProcessorCount, MostThreads) : 1;
        _output = output;
        Offset = offset;
        _workers = new(threads, () => new DeflateEncoder(CabinetFormat.BlockLength), isCompressed ? Compress : Copy);
        _maxBlocks = threads == 1 ? 1 : threads * BlocksPerThread;
    }

    /// <summary>Where in the cabinet the next block will start.</summary>
    public long Offset { get; private set; }

    /// <summary>Writes a folder.</summary>
    /// <exception cref="IOException">A file does not have the length it had.</exception>
    /// <exception cref="CabinetTooLargeException">The cabinet becomes too long.</exception>
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

    /// <summary>Ends the threads; what is not written is lost.</summary>
    public void Dispose() => _workers.Dispose();

    private static void Compress(CabinetBlock block, DeflateEncoder encoder) => block.Compress(encoder);

    private static void Copy(CabinetBlock block, DeflateEncoder encoder) => block.Copy();

    private static void ThrowIf(bool changed, CabinetMember member, string change)
    {
        if (changed)
        {
            throw new IOException(
                $"{member.Name} changed while it was being packed: it was {member.Length} bytes long and now is {change}.");
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

        // Before the block is written and used again: the next one starts with its bytes.
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
