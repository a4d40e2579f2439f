namespace ServicePackaging.Formats.Streams;

/// <summary>A stream of known length that can be read at any position.</summary>
internal abstract class SeekableReadStream(long length) : ReadOnlyStream
{
    private long _position;

    public sealed override bool CanSeek => true;

    public sealed override long Length => length;

    /// <summary>The current position. It may be after the end, where reads return no bytes.</summary>
    public sealed override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public sealed override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Clamp(length - _position, 0, buffer.Length);
        if (count == 0)
        {
            return 0;
        }

        var read = ReadAt(_position, buffer[..count]);
        _position += read;
        return read;
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    /// <summary>Reads at a position.</summary>
    /// <param name="position">A position before the end.</param>
    /// <param name="buffer">Not empty, and not longer than the remaining content.</param>
    protected abstract int ReadAt(long position, Span<byte> buffer);
}
