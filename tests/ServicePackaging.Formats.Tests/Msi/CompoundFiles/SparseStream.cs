namespace ServicePackaging.Formats.Tests.Msi.CompoundFiles;

/// <summary>A stream of any length that does not store blocks of zeros.</summary>
internal sealed class SparseStream : Stream
{
    private const int BlockLength = 4096;

    private readonly Dictionary<long, byte[]> _blocks = [];
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var within = (int)(Position % BlockLength);
        var part = buffer.AsSpan(offset, (int)Math.Clamp(_length - Position, 0, Math.Min(count, BlockLength - within)));
        part.Clear();
        if (_blocks.TryGetValue(Position / BlockLength, out var block))
        {
            block.AsSpan(within, part.Length).CopyTo(part);
        }

        Position += part.Length;
        return part.Length;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var within = (int)(Position % BlockLength);
            var part = buffer[..Math.Min(buffer.Length, BlockLength - within)];
            if (part.ContainsAnyExcept((byte)0) || _blocks.ContainsKey(Position / BlockLength))
            {
                _blocks.TryAdd(Position / BlockLength, new byte[BlockLength]);
                part.CopyTo(_blocks[Position / BlockLength].AsSpan(within));
            }

            Position += part.Length;
            buffer = buffer[part.Length..];
        }

        _length = Math.Max(_length, Position);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => _length = value;

    public override void Flush()
    {
    }
}
