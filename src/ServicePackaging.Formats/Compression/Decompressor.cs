using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Compression;

/// <summary>Makes the streams that decompress the members of a package, which may come from anywhere.</summary>
public static class Decompressor
{
    /// <summary>The most memory that decoding an xz stream may take, in bytes: enough for preset 9, whose dictionary is 64 MiB.</summary>
    public const long MaxXzMemory = 256 * 1024 * 1024;

    /// <summary>A read-only stream of the content, which does not end before its time: data that is corrupt or ends too early makes reads
    /// throw <see cref="InvalidDataException"/>. The content can be any number of times longer than the input: its reader sets the
    /// bounds.</summary>
    /// <param name="kind">The compression.</param>
    /// <param name="input">What to read; it stays open.</param>
    /// <exception cref="CompressionUnavailableException">The host has no library for this compression.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is none of the enumeration.</exception>
    public static Stream Open(CompressionKind kind, Stream input) => kind switch
    {
        CompressionKind.None => new PlainStream(input),
        CompressionKind.Gzip => new GzipDecoderStream(input),
        CompressionKind.Xz => new XzDecoderStream(input, leaveOpen: true, MaxXzMemory),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such compression."),
    };

    private sealed class PlainStream(Stream input) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => input.Read(buffer);
    }
}
