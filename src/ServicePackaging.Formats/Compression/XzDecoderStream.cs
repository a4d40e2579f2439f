using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Compression;

/// <summary>Reads consecutive xz streams until the input ends. It uses liblzma with a memory limit.</summary>
internal sealed class XzDecoderStream : ReadOnlyStream
{
    private const int InputLength = 64 * 1024;

    private readonly Stream _input;
    private readonly bool _leaveOpen;
    private readonly byte[] _buffer = new byte[InputLength];
    private readonly LzmaCoder _decoder;
    private int _start;
    private int _end;
    private bool _inputEnded;
    private bool _ended;

    /// <summary>Creates a stream of the content of the xz streams in another stream.</summary>
    /// <param name="input">The stream to read.</param>
    /// <param name="leaveOpen">Whether <paramref name="input"/> stays open.</param>
    /// <param name="memoryLimit">The maximum memory of the decoder, in bytes. A stream that needs more is rejected.</param>
    /// <exception cref="CompressionUnavailableException">liblzma is not found on this host.</exception>
    public XzDecoderStream(Stream input, bool leaveOpen, ulong memoryLimit)
    {
        _input = input;
        _leaveOpen = leaveOpen;
        _decoder = LzmaCoder.Decoder(memoryLimit);
    }

    public override bool CanRead => !_decoder.IsClosed;

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_decoder.IsClosed, this);
        while (!_ended && !buffer.IsEmpty)
        {
            if (_start == _end && !_inputEnded)
            {
                (_start, _end) = (0, _input.Read(_buffer));
                _inputEnded = _end == 0;
            }

            var action = _inputEnded ? Liblzma.Action.Finish : Liblzma.Action.Run;
            _ended = _decoder.Step(action, _buffer.AsSpan(_start.._end), buffer, out var consumed, out var decoded);
            _start += consumed;
            if (decoded > 0)
            {
                return decoded;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
            if (!_leaveOpen)
            {
                _input.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
