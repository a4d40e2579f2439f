namespace ServicePackaging.Formats.Streams;

/// <summary>Passes a decoder's output on, which has to be as long as promised: the runtime's decoders take the end of their input for the
/// end of the content.</summary>
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
            : throw new InvalidDataException($"{What} is not of the {length} bytes that it promises.");
    }
}
