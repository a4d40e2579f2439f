namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>A stream of a compound file while it is written. It is written to the output as soon as it is too long for the mini
/// stream.</summary>
internal sealed class CompoundStreamWriter(CompoundFileWriter file) : Stream
{
    private byte[]? _start = new byte[CompoundFileFormat.MiniStreamCutoff];
    private long _length;
    private long _position;
    private bool _isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => !_isClosed;

    public override bool CanWrite => !_isClosed;

    public override long Length => _length;

    /// <summary>The position, from 0 to the stream's length. Gaps are not supported.</summary>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _length);
            _position = value;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        var end = _position + buffer.Length;
        if (end > _length)
        {
            Grow(end);
        }

        if (_start is null)
        {
            file.OutputAt(_position).Write(buffer);
        }
        else
        {
            buffer.CopyTo(_start.AsSpan((int)_position));
        }

        _position = end;
        _length = Math.Max(_length, end);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => _length + offset,
    };

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            Finish();
        }

        base.Dispose(disposing);
    }

    private void Grow(long length)
    {
        file.Reserve(length);
        if (_start is not null && length >= CompoundFileFormat.MiniStreamCutoff)
        {
            file.OutputAt(0).Write(_start.AsSpan(0, (int)_length));
            _start = null;
        }
    }

    private void Finish()
    {
        if (_start is null)
        {
            file.FinishBig(_length);
        }
        else
        {
            file.FinishMini(_start.AsSpan(0, (int)_length));
        }
    }
}
