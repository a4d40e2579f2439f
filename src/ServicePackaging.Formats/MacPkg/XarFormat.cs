using System.Security.Cryptography;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The digest algorithms that Apple's xar supports for the table of contents and for files.</summary>
public enum MacPackageDigest
{
    /// <summary>The algorithm that pkgbuild uses and every reader supports.</summary>
    Sha1,

    /// <summary>Stronger if the package is signed. Outside macOS, libarchive cannot read it.</summary>
    Sha256,
}

/// <summary>The layout of xar archives as read by Apple's libxar (xar.h and archive.c of apple-oss-distributions/xar): big-endian numbers,
/// a table of contents in XML, compressed with zlib, and the heap.</summary>
internal static class XarFormat
{
    /// <summary>libxar expects the table of contents at byte 28 and the heap right after it, whatever length a header declares for
    /// itself.</summary>
    public const int HeaderLength = 28;
    public const int HeaderLengthOffset = 4;
    public const int VersionOffset = 6;
    public const int TocLengthOffset = 8;
    public const int TocPlainLengthOffset = 16;
    public const int AlgorithmOffset = 24;
    public const int Version = 1;

    public const string PlainEncoding = "application/octet-stream";

    /// <summary>In spite of its name, this means zlib's format (RFC 1950), not gzip's.</summary>
    public const string ZlibEncoding = "application/x-gzip";

    public const string File = "file";
    public const string Directory = "directory";

    // The names in the table of contents.
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

    /// <summary>The element of a raw RSA signature, and that of a CMS signature.</summary>
    public const string RsaSignature = "signature";
    public const string CmsSignature = "x-signature";
    public const string RsaStyle = "RSA";
    public const string CmsStyle = "CMS";

    // The certificates of a signature, as in XML-Signature (RFC 3275 section 4.4).
    public const string KeyInfo = "KeyInfo";
    public const string X509Data = "X509Data";
    public const string X509Certificate = "X509Certificate";
    public const string KeyInfoNamespace = "http://www.w3.org/2000/09/xmldsig#";

    public static readonly IReadOnlyList<string> Signatures = [RsaSignature, CmsSignature];

    public static readonly IReadOnlyList<XarAlgorithm> Algorithms =
    [
        new(MacPackageDigest.Sha1, 1, "sha1", HashAlgorithmName.SHA1, 20),
        new(MacPackageDigest.Sha256, 3, "sha256", HashAlgorithmName.SHA256, 32),
        new(null, 4, "sha512", HashAlgorithmName.SHA512, 64),
    ];

    public static ReadOnlySpan<byte> Magic => "xar!"u8;

    /// <summary>The magic of the ticket that Apple's stapler appends to a notarized archive.</summary>
    public static ReadOnlySpan<byte> TrailerMagic => "t8lr"u8;
}

/// <summary>A digest algorithm of xar.</summary>
/// <param name="Digest">The value for the writer, or null if the algorithm is only supported by the reader.</param>
/// <param name="Number">The number in the header.</param>
/// <param name="Style">The name in the table of contents.</param>
/// <param name="Name">The runtime's name.</param>
/// <param name="Length">The length of a digest in bytes.</param>
internal sealed record XarAlgorithm(MacPackageDigest? Digest, uint Number, string Style, HashAlgorithmName Name, int Length);
