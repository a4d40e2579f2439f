namespace ServicePackaging.Formats.Compression;

/// <summary>Detects the compression of data by their first bytes.</summary>
internal static class CompressionMagic
{
    // RFC 1952 section 2.3.1: the magic, and deflate as the compression method.
    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B, 8];

    // The .xz File Format, section 2.1.1.1.
    private static ReadOnlySpan<byte> Xz => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    /// <summary>Returns the compression of a stream, or none if it is unknown. The stream must be at its start, and its position is
    /// restored.</summary>
    /// <param name="stored">A seekable stream.</param>
    public static CompressionKind KindOf(Stream stored)
    {
        Span<byte> start = stackalloc byte[Xz.Length];
        start = start[..stored.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stored.Position = 0;
        return start.StartsWith(Gzip) ? CompressionKind.Gzip : start.StartsWith(Xz) ? CompressionKind.Xz : CompressionKind.None;
    }
}
