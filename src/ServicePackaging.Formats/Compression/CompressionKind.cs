namespace ServicePackaging.Formats.Compression;

/// <summary>How the members of a package are compressed.</summary>
public enum CompressionKind
{
    /// <summary>Stored as they are.</summary>
    None,

    /// <summary>One gzip member (RFC 1952) of parallel-made deflate blocks. Readable everywhere.</summary>
    Gzip,

    /// <summary>xz with LZMA2, through liblzma: the smallest, and some ten times slower.</summary>
    Xz,
}
