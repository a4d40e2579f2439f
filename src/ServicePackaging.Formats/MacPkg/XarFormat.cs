using System.Security.Cryptography;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The digests that Apple's xar takes for the table of contents and for files.</summary>
public enum MacPackageDigest
{
    /// <summary>What pkgbuild writes and every reader opens.</summary>
    Sha1,

    /// <summary>Stronger under a signature; of the readers outside macOS, libarchive does not open it.</summary>
    Sha256,
}

/// <summary>The layout of xar archives as Apple's libxar reads it (xar.h and archive.c of apple-oss-distributions/xar): big-endian numbers,
/// a table of contents in XML under zlib, then the heap.</summary>
internal static class XarFormat
{
    /// <summary>libxar finds the heap 28 bytes and the table of contents behind the start, whatever a header says of its own
    /// length.</summary>
    public const int HeaderLength = 28;
    public const int HeaderLengthOffset = 4;
    public const int VersionOffset = 6;
    public const int TocLengthOffset = 8;
    public const int TocPlainLengthOffset = 16;
    public const int AlgorithmOffset = 24;
    public const int Version = 1;

    public const string PlainEncoding = "application/octet-stream";

    /// <summary>For all its name: zlib's framing (RFC 1950), not gzip's.</summary>
    public const string ZlibEncoding = "application/x-gzip";

    public const string File = "file";
    public const string Directory = "directory";

    // The vocabulary of the table of contents.
    public const string Root = "xar";
    public const string Toc = "toc";
    public const string Checksum = "checksum";
    public const string CreationTime = "creation-time";
    public const string Name = "name";
    public const string Type = "type";
    public const string Mode = "mode";
    public const string Data = "data";
    public const string ArchivedChecksum = "archived-checksum";
    public const string ExtractedChecksum = "extracted-checksum";
    public const string Encoding = "encoding";
    public const string Style = "style";
    public const string Id = "id";
    public const string Size = "size";
    public const string Offset = "offset";
    public const string Length = "length";
    public static readonly IReadOnlyList<string> Signatures = ["signature", "x-signature"];

    public static readonly IReadOnlyList<XarAlgorithm> Algorithms =
    [
        new(MacPackageDigest.Sha1, 1, "sha1", HashAlgorithmName.SHA1, 20),
        new(MacPackageDigest.Sha256, 3, "sha256", HashAlgorithmName.SHA256, 32),
        new(null, 4, "sha512", HashAlgorithmName.SHA512, 64),
    ];

    public static ReadOnlySpan<byte> Magic => "xar!"u8;

    /// <summary>What starts the ticket that Apple's stapler appends to a notarised archive.</summary>
    public static ReadOnlySpan<byte> TrailerMagic => "t8lr"u8;
}

/// <summary>A digest as xar knows it.</summary>
/// <param name="Digest">Ours to write, or null where it is only read.</param>
/// <param name="Number">In the header.</param>
/// <param name="Style">In the table of contents.</param>
/// <param name="Name">The runtime's name.</param>
/// <param name="Length">In bytes.</param>
internal sealed record XarAlgorithm(MacPackageDigest? Digest, uint Number, string Style, HashAlgorithmName Name, int Length);
