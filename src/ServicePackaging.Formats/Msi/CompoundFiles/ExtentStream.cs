using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>A read-only stream of bytes that are in several extents of another stream, which stays open.</summary>
internal sealed class ExtentStream : SeekableReadStream
{
    private readonly Stream _source;
    private readonly List<Extent> _extents = [];

    /// <param name="source">A seekable stream.</param>
    /// <param name="offsets">The positions of the units in the source, in their order.</param>
    /// <param name="unitLength">The length of a unit in bytes.</param>
    /// <param name="length">The total length in bytes.</param>
    public ExtentStream(Stream source, IEnumerable<long> offsets, int unitLength, long length)
        : base(length)
    {
        _source = source;
        long start = 0, end = -1;
        foreach (var offset in offsets)
        {
            // Consecutive units form one extent, so a contiguous stream has only one extent, whatever its length.
            if (offset != end)
            {
                _extents.Add(new(start, offset));
            }

            start += unitLength;
            end = offset + unitLength;
        }
    }

    /// <summary>Reads from one extent at a time.</summary>
    /// <exception cref="InvalidDataException">The source ends before the stream does.</exception>
    protected override int ReadAt(long position, Span<byte> buffer)
    {
        var index = IndexOfExtent(position);
        var extent = _extents[index];
        var end = index + 1 < _extents.Count ? Math.Min(Length, _extents[index + 1].Start) : Length;
        _source.Position = extent.Offset + (position - extent.Start);
        var read = _source.Read(buffer[..(int)Math.Min(buffer.Length, end - position)]);
        return read > 0 ? read : throw new InvalidDataException("The compound file ends before the end of one of its streams.");
    }

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
