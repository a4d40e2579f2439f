using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Compression;

/// <summary>Creates the streams that decompress the members of a package, which may be of any origin.</summary>
public static class Decompressor
{
    /// <summary>The most memory that an xz decoder may use, in bytes. It suffices for preset 9, which has a dictionary of 64 MiB.</summary>
    public const long MaxXzMemory = 256 * 1024 * 1024;

    /// <summary>Creates a read-only stream of the content. If the data is corrupt or truncated, reading throws an
    /// <see cref="InvalidDataException"/>. The content can be much longer than the input: the caller must limit its length.</summary>
    /// <param name="kind">The compression.</param>
    /// <param name="input">The stream to read, which stays open.</param>
    /// <exception cref="CompressionUnavailableException">The host has no library for this compression.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not a value of the enumeration.</exception>
    public static Stream Open(CompressionKind kind, Stream input) => kind switch
    {
        CompressionKind.None => new PlainStream(input),
        CompressionKind.Gzip => new GzipDecoderStream(input),
        CompressionKind.Xz => new XzDecoderStream(input, leaveOpen: true, MaxXzMemory),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This compression does not exist."),
    };

    private sealed class PlainStream(Stream input) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => input.Read(buffer);
    }
}
