namespace ServicePackaging.Formats.Streams;

/// <summary>Passes a stream through and shows each block to an observer.</summary>
internal sealed class ObservedStream(Stream source, string what, Action<ReadOnlySpan<byte>> observer) : FilterStream(source, what)
{
    public override int Read(Span<byte> buffer)
    {
        var read = ReadSource(buffer);
        observer(buffer[..read]);
        return read;
    }
}
