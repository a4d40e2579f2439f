namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>A read-only stream whose bytes lie in pieces of another, which stays open.</summary>
internal sealed class ExtentStream : Stream
{
    private readonly Stream _source;
    private readonly List<Extent> _extents = [];
    private long _position;

    /// <param name="source">A seekable stream.</param>
    /// <param name="offsets">Where the units lie in the source, in their order.</param>
    /// <param name="unitLength">The length of a unit in bytes.</param>
    /// <param name="length">The length of the whole in bytes.</param>
    public ExtentStream(Stream source, IEnumerable<long> offsets, int unitLength, long length)
    {
        _source = source;
        Length = length;
        long start = 0, end = -1;
        foreach (var offset in offsets)
        {
            // Units that lie one behind the other are one extent: a contiguous stream costs one, however long.
            if (offset != end)
            {
                _extents.Add(new(start, offset));
            }

            start += unitLength;
            end = offset + unitLength;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <summary>Reads within one extent at a time.</summary>
    /// <exception cref="InvalidDataException">The source ends before the stream does.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var index = IndexOfExtent(_position);
        var extent = _extents[index];
        var end = index + 1 < _extents.Count ? Math.Min(Length, _extents[index + 1].Start) : Length;
        _source.Position = extent.Offset + (_position - extent.Start);
        var read = _source.Read(buffer[..(int)Math.Min(buffer.Length, end - _position)]);
        if (read == 0)
        {
            throw new InvalidDataException("The compound file ends before a stream in it does.");
        }

        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int IndexOfExtent(long position)
    {
        int low = 0, high = _extents.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _extents[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private readonly record struct Extent(long Start, long Offset);
}
