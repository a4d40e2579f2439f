namespace ServicePackaging.Formats.Streams;

/// <summary>Passes a stream through and calls an observer with each block.</summary>
internal sealed class ObservedStream(Stream source, string what, Action<ReadOnlySpan<byte>> observer) : FilterStream(source, what)
{
    public override int Read(Span<byte> buffer)
    {
        var read = ReadSource(buffer);
        observer(buffer[..read]);
        return read;
    }
}
