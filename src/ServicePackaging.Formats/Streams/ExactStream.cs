namespace ServicePackaging.Formats.Streams;

/// <summary>Passes on the output of a decoder and checks its length, because the runtime's decoders treat the end of their input as the end
/// of the content.</summary>
internal sealed class ExactStream(Stream source, long length, string what) : FilterStream(source, what)
{
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var read = ReadSource(buffer);
        return BytesRead <= length && (read > 0 || BytesRead == length)
            ? read
            : throw new InvalidDataException($"{What} does not have its declared length of {length} bytes.");
    }
}
