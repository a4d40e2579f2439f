namespace ServicePackaging.Formats.Streams;

/// <summary>A stream that throws if it yields more than a limit, as protection against decompression bombs.</summary>
internal sealed class LimitedStream(Stream source, int limitMiB, string what) : FilterStream(source, what)
{
    public override int Read(Span<byte> buffer)
    {
        var read = ReadSource(buffer);
        return BytesRead <= limitMiB * 1024L * 1024
            ? read
            : throw new InvalidDataException($"{What} is larger than {limitMiB} MiB when unpacked.");
    }
}
