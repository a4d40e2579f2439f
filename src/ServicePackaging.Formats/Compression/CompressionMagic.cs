namespace ServicePackaging.Formats.Compression;

/// <summary>Tells how data are compressed by their first bytes.</summary>
internal static class CompressionMagic
{
    // RFC 1952 section 2.3.1: the magic, and deflate as the method.
    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B, 8];

    // The .xz File Format, section 2.1.1.1.
    private static ReadOnlySpan<byte> Xz => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    /// <summary>The compression of a stream that stands at its start, where it is left again; none where it is not known.</summary>
    /// <param name="stored">A seekable stream.</param>
    public static CompressionKind KindOf(Stream stored)
    {
        Span<byte> start = stackalloc byte[Xz.Length];
        start = start[..stored.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stored.Position = 0;
        return start.StartsWith(Gzip) ? CompressionKind.Gzip : start.StartsWith(Xz) ? CompressionKind.Xz : CompressionKind.None;
    }
}
