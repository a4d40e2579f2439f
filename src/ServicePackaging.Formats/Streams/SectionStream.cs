namespace ServicePackaging.Formats.Streams;

/// <summary>A read-only view of a section of a seekable stream. It leaves the stream open, and sets the stream's position before each
/// read.</summary>
internal sealed class SectionStream(Stream source, long offset, long length) : SeekableReadStream(length)
{
    protected override int ReadAt(long position, Span<byte> buffer)
    {
        source.Position = offset + position;
        return source.Read(buffer);
    }
}
