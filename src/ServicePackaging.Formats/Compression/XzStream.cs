namespace ServicePackaging.Formats.Compression;

/// <summary>Writes an xz stream by liblzma: preset 6, blocks of 24 MiB, CRC-32. With one version of liblzma the bytes depend on the content
/// alone, not on the number of threads; another version may find other matches, so that a package made with the bundled 5.2.5 can differ
/// from one made with a system's 5.4. Memory is some 150 MB a thread, outside the managed heap; hence two threads at most.</summary>
public sealed class XzStream : CompressingStream
{
    private const uint Preset = 6;
    private const uint MostThreads = 2;
    private const int OutputLength = 64 * 1024;

    // Cancellation is looked at between such pieces.
    private const int InputPiece = 256 * 1024;

    // Three times the dictionary of preset 6, as xz -T does. It decides the bytes, so it is not left to the library's version.
    private const ulong BlockSize = 24 * 1024 * 1024;

    private readonly Stream _output;
    private readonly bool _leaveOpen;
    private readonly CancellationToken _cancellation;
    private readonly byte[] _buffer = new byte[OutputLength];
    private readonly LzmaCoder _encoder;

    /// <summary>An xz stream onto a stream, complete when this stream is disposed of.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="leaveOpen">Whether <paramref name="output"/> stays open.</param>
    /// <param name="maxThreads">1 or 2; null and more are 2, if there are two cores.</param>
    /// <param name="cancellationToken">Makes writes, and the completion, throw.</param>
    /// <exception cref="CompressionUnavailableException">There is no liblzma on this host.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is below 1.</exception>
    /// <exception cref="InsufficientMemoryException">The tables cannot be allocated.</exception>
    public XzStream(Stream output, bool leaveOpen = false, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxThreads ?? 1, 1, nameof(maxThreads));
        _output = output;
        _leaveOpen = leaveOpen;
        _cancellation = cancellationToken;
        var threads = Math.Min(MostThreads, (uint)(maxThreads ?? Environment.ProcessorCount));

        // CRC-32 is the one check that every xz decoder has, the small embedded ones included.
        _encoder = LzmaCoder.Encoder(Preset, BlockSize, threads, Liblzma.Check.Crc32);
    }

    /// <inheritdoc/>
    protected override void WriteCore(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            Step(Liblzma.Action.Run, buffer[..Math.Min(buffer.Length, InputPiece)], out var consumed);
            buffer = buffer[consumed..];
        }
    }

    /// <inheritdoc/>
    protected override void Complete()
    {
        while (!Step(Liblzma.Action.Finish, default, out _))
        {
        }
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        _encoder.Dispose();
        if (!_leaveOpen)
        {
            _output.Dispose();
        }
    }

    // One call to the library, and its output on; whether the stream has ended.
    private bool Step(Liblzma.Action action, ReadOnlySpan<byte> input, out int consumed)
    {
        _cancellation.ThrowIfCancellationRequested();
        var ended = _encoder.Step(action, input, _buffer, out consumed, out var produced);
        _output.Write(_buffer, 0, produced);
        return ended;
    }
}
