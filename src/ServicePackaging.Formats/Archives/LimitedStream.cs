using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Archives;

/// <summary>A stream that refuses to yield more than a limit: against decompression bombs.</summary>
internal sealed class LimitedStream(Stream source, int limitMiB, string what) : ReadOnlyStream
{
    private long _yielded;

    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        _yielded += read;
        return _yielded <= limitMiB * 1024L * 1024
            ? read
            : throw new InvalidDataException($"{what} is larger than {limitMiB} MiB when unpacked.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
