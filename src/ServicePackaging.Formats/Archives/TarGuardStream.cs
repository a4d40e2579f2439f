using System.Text;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Archives;

/// <summary>
/// Passes a tar archive to a reader, and checks that dpkg accepts it before the reader sees it: the checksums are correct, all entry types
/// belong to the v7, ustar and GNU dialects, and no pseudo entry, which a reader would buffer completely, is longer than a name can be. Any
/// damage, including damage to the compression, is reported as an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class TarGuardStream(Stream source) : FilterStream(source, "The tar archive")
{
    private const int MaxLongNameLength = 64 * 1024;

    private readonly byte[] _header = new byte[TarFormat.BlockLength];
    private int _headerPosition = TarFormat.BlockLength;
    private long _contentRemaining;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_ended && _headerPosition == _header.Length)
        {
            return ReadSource(buffer);
        }

        if (_contentRemaining > 0)
        {
            var read = ReadSource(buffer[..(int)Math.Min(buffer.Length, _contentRemaining)]);
            _contentRemaining -= read > 0 ? read : throw EndsEarly();
            return read;
        }

        if (_headerPosition == _header.Length)
        {
            ReadHeader();
        }

        var count = Math.Min(buffer.Length, _header.Length - _headerPosition);
        _header.AsSpan(_headerPosition, count).CopyTo(buffer);
        _headerPosition += count;
        if (_headerPosition == _header.Length && !_ended)
        {
            _contentRemaining = ContentLengthOf(_header);
        }

        return count;
    }

    private void ReadHeader()
    {
        FillFromSource(_header);
        _headerPosition = 0;
        _ended = !_header.AsSpan().ContainsAnyExcept((byte)0);
        if (!_ended)
        {
            CheckHeader(_header);
        }
    }

    private static void CheckHeader(ReadOnlySpan<byte> header)
    {
        var checksum = header.Slice(TarFormat.ChecksumOffset, TarFormat.ChecksumLength);
        var sum = TarFormat.ChecksumLength * ' ';
        foreach (var b in header)
        {
            sum += b;
        }

        foreach (var b in checksum)
        {
            sum -= b;
        }

        if (ParseOctal(checksum) != sum)
        {
            throw new InvalidDataException("A tar header's checksum is wrong.");
        }

        var size = ParseSize(header);
        switch (header[TarFormat.TypeOffset])
        {
            case TarFormat.RegularFile or TarFormat.OldRegularFile:
                break;
            case TarFormat.LongName or TarFormat.LongLinkTarget when size is > 0 and <= MaxLongNameLength:
                break;
            case >= TarFormat.HardLink and <= TarFormat.Fifo when size == 0:
                break;
            default:
                throw new InvalidDataException(
                    $"A tar entry of type '{(char)header[TarFormat.TypeOffset]}' and {size} bytes is not supported by dpkg.");
        }
    }

    private static long ContentLengthOf(ReadOnlySpan<byte> header)
    {
        var size = ParseSize(header);
        return size + TarFormat.PaddingOf(size);
    }

    private static long ParseSize(ReadOnlySpan<byte> header)
    {
        var field = header.Slice(TarFormat.SizeOffset, TarFormat.NumberLength);
        if (field[0] != 0x80)
        {
            return ParseOctal(field);
        }

        long size = 0;
        foreach (var b in field[1..])
        {
            // This leaves room for the padding.
            size = size < 1L << 54 ? (size << 8) | b : throw new InvalidDataException("A tar entry is larger than any disk.");
        }

        return size;
    }

    private static long ParseOctal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        var digits = field.TrimStart((byte)' ').TrimEnd("\0 "u8);
        foreach (var b in digits)
        {
            value = b is >= (byte)'0' and <= (byte)'7'
                ? (value << 3) | (uint)(b - '0')
                : throw new InvalidDataException($"A tar header contains '{Encoding.ASCII.GetString(digits)}' instead of a number.");
        }

        return value;
    }
}
