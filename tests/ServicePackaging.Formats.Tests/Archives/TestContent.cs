using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Tests.Archives;

/// <summary>A generated content with a declared and an actual length, which calls a function before each read.</summary>
internal sealed class TestContent(long promised, long? yielded = null, Action? onRead = null) : FileContent
{
    public override long Length => promised;

    public override Stream Open() => new Zeros(yielded ?? promised, onRead);

    private sealed class Zeros(long length, Action? onRead) : Stream
    {
        private long _remaining = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            onRead?.Invoke();
            var read = (int)Math.Min(count, _remaining);
            buffer.AsSpan(offset, read).Clear();
            _remaining -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
