using System.Security.Cryptography;
using System.Text;

namespace ServicePackaging.Formats.Checksums;

/// <summary>Creates GUIDs from names (RFC 9562 section 5.5, version 5): the same name in the same namespace always results in the same
/// GUID.</summary>
public static class NameBasedGuid
{
    private const int GuidLength = 16;
    private const int VersionOctet = 6;
    private const int VariantOctet = 8;

    /// <summary>Returns the GUID of a text, encoded as UTF-8.</summary>
    /// <param name="namespaceId">Distinguishes names of one kind from the names of all others.</param>
    /// <param name="name">The name. Case and white space are significant.</param>
    public static Guid Create(Guid namespaceId, string name) => Create(namespaceId, Encoding.UTF8.GetBytes(name));

    /// <summary>Returns the GUID of a name that consists of bytes.</summary>
    /// <param name="namespaceId">Distinguishes names of one kind from the names of all others.</param>
    /// <param name="name">Any bytes.</param>
    public static Guid Create(Guid namespaceId, ReadOnlySpan<byte> name)
    {
        // RFC 9562 requires SHA-1, which is not used for security here.
#pragma warning disable CA5350
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        sha1.AppendData(namespaceId.ToByteArray(bigEndian: true));
        sha1.AppendData(name);

        var digest = sha1.GetHashAndReset().AsSpan(0, GuidLength);
        digest[VersionOctet] = (byte)((digest[VersionOctet] & 0x0F) | 0x50);
        digest[VariantOctet] = (byte)((digest[VariantOctet] & 0x3F) | 0x80);
        return new Guid(digest, bigEndian: true);
    }
}
