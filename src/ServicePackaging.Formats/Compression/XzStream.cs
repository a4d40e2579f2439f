namespace ServicePackaging.Formats.Compression;

/// <summary>Writes an xz stream with liblzma: preset 6, blocks of 24 MiB, CRC-32. With the same version of liblzma, the output depends only
/// on the content, not on the number of threads. Another version may find other matches, so a package written with the bundled 5.2.5 can
/// differ from one written with a system's 5.4. Each thread uses about 150 MB outside the managed heap; therefore at most two threads are
/// used.</summary>
public sealed class XzStream : CompressingStream
{
    private const uint Preset = 6;
    private const uint MostThreads = 2;
    private const int OutputLength = 64 * 1024;

    // Cancellation is checked after each piece.
    private const int InputPiece = 256 * 1024;

    // Three times the dictionary of preset 6, as in xz -T. It affects the output, so it must not depend on the version of the library.
    private const ulong BlockSize = 24 * 1024 * 1024;

    private readonly Stream _output;
    private readonly bool _leaveOpen;
    private readonly CancellationToken _cancellation;
    private readonly byte[] _buffer = new byte[OutputLength];
    private readonly LzmaCoder _encoder;

    /// <summary>Creates a stream that writes an xz stream to another stream. It is completed when it is disposed of.</summary>
    /// <param name="output">The stream to write to.</param>
    /// <param name="leaveOpen">Whether <paramref name="output"/> stays open.</param>
    /// <param name="maxThreads">1 or 2. Null and larger values mean 2 if there are at least two cores.</param>
    /// <param name="cancellationToken">If it is cancelled, writing and completing the stream throw.</param>
    /// <exception cref="CompressionUnavailableException">liblzma is not found on this host.</exception>
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

        // CRC-32 is the only check that every xz decoder supports, including the small embedded ones.
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

    // Calls the library once and writes its output. Returns whether the stream has ended.
    private bool Step(Liblzma.Action action, ReadOnlySpan<byte> input, out int consumed)
    {
        _cancellation.ThrowIfCancellationRequested();
        var ended = _encoder.Step(action, input, _buffer, out consumed, out var produced);
        _output.Write(_buffer, 0, produced);
        return ended;
    }
}
