namespace ServicePackaging.Formats.Compression;

/// <summary>How the members of a package are compressed.</summary>
public enum CompressionKind
{
    /// <summary>Not compressed.</summary>
    None,

    /// <summary>One gzip member (RFC 1952) of deflate blocks that are compressed in parallel. All systems can read it.</summary>
    Gzip,

    /// <summary>xz with LZMA2, written by liblzma: the smallest output, but about ten times slower.</summary>
    Xz,
}
