using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>The types of signatures over documents (RFC 9580 section 5.2.1).</summary>
internal enum OpenPgpSignatureType : byte
{
    /// <summary>Over bytes.</summary>
    Binary = 0,

    /// <summary>Over text, with the line end CR LF.</summary>
    Text = 1,
}

/// <summary>A signature packet of version 4 over a document (RFC 9580 section 5.2.3), around a digest that .NET computes: it is
/// several times as fast as BouncyCastle's generator, which hashes in managed code and twice.</summary>
internal sealed class OpenPgpSignaturePacket
{
    private const byte Version = 4;
    private const byte PacketHeader = 0xC0 | (int)PacketTag.Signature;
    private const byte LongLength = 0xFF;

    private readonly byte[] _hashedPart;
    private readonly HashAlgorithmName _hash;

    /// <param name="type">What is signed.</param>
    /// <param name="algorithm">The algorithm of the key.</param>
    /// <param name="hash">SHA-256, or SHA-512.</param>
    /// <param name="fingerprint">The fingerprint of the key, 20 bytes.</param>
    /// <param name="time">The time of the signature; a fraction of a second is dropped.</param>
    public OpenPgpSignaturePacket(
        OpenPgpSignatureType type, PublicKeyAlgorithmTag algorithm, HashAlgorithmName hash, byte[] fingerprint, DateTimeOffset time)
    {
        _hash = hash;
        var created = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(created, checked((uint)time.ToUnixTimeSeconds()));

        // Of the issuer, rpm 4.18 and older read the key ID only, and only if it is hashed. No subpacket is critical, because these
        // versions refuse all but a few of those (rpm 4.18, rpmio/rpmpgp_internal.c).
        byte[] subpackets =
        [
            .. Subpacket(SignatureSubpacketTag.CreationTime, created),
            .. Subpacket(SignatureSubpacketTag.IssuerFingerprint, [Version, .. fingerprint]),
            .. Subpacket(SignatureSubpacketTag.IssuerKeyId, fingerprint[^sizeof(ulong)..]),
        ];
        var hashTag = hash == HashAlgorithmName.SHA512 ? HashAlgorithmTag.Sha512 : HashAlgorithmTag.Sha256;
        _hashedPart =
        [
            Version, (byte)type, (byte)algorithm, (byte)hashTag, (byte)(subpackets.Length >> 8), (byte)subpackets.Length,
            .. subpackets,
        ];
    }

    /// <summary>Returns the digest of a document and of the hashed part of this packet.</summary>
    public byte[] Digest(Stream content, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(_hash);
        PooledCopy.ReadRest(content, digest.AppendData, cancellationToken);
        digest.AppendData(_hashedPart);
        Span<byte> trailer = stackalloc byte[2 + sizeof(uint)];
        trailer[0] = Version;
        trailer[1] = LongLength;
        BinaryPrimitives.WriteUInt32BigEndian(trailer[2..], (uint)_hashedPart.Length);
        digest.AppendData(trailer);
        return digest.GetHashAndReset();
    }

    /// <summary>Returns the packet.</summary>
    /// <param name="digest">The result of <see cref="Digest"/>.</param>
    /// <param name="numbers">The numbers of the signature, big-endian, in the order of the algorithm.</param>
    public byte[] Build(byte[] digest, params IEnumerable<byte[]> numbers)
    {
        byte[] body = [.. _hashedPart, 0, 0, digest[0], digest[1], .. numbers.SelectMany(MultiPrecision)];
        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)body.Length);
        return body.Length switch
        {
            < 192 => [PacketHeader, (byte)body.Length, .. body],
            < 8384 => [PacketHeader, (byte)(192 + ((body.Length - 192) >> 8)), (byte)(body.Length - 192), .. body],
            _ => [PacketHeader, LongLength, .. length, .. body],
        };
    }

    private static byte[] Subpacket(SignatureSubpacketTag tag, byte[] body) => [(byte)(body.Length + 1), (byte)tag, .. body];

    // RFC 9580 section 3.2: the number of bits without leading zeros, then the bytes.
    private static IEnumerable<byte> MultiPrecision(byte[] number)
    {
        var digits = number.AsSpan().TrimStart((byte)0).ToArray();
        var bits = digits.Length == 0 ? 0 : (digits.Length * 8) - byte.LeadingZeroCount(digits[0]);
        return [(byte)(bits >> 8), (byte)bits, .. digits];
    }
}
