using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>Systems that do not accept a public key, with the reason.</summary>
/// <param name="Systems">The systems.</param>
/// <param name="Reason">What they refuse.</param>
/// <param name="Remedy">What to do instead.</param>
internal sealed record KeyRefusal(string Systems, string Reason, string Remedy);

/// <summary>Finds what in a public key some target systems refuse, as measured with rpm 4.18, 4.20 and 6.1, gpgv and sqv.</summary>
internal static class KeyCompatibility
{
    private const string OldRpm = "rpm 4.18 and older (such as RHEL 9, openSUSE Leap 15, Debian 12)";
    private const string OldestRpm = "rpm before 4.16 (such as RHEL 8, SLES 15)";
    private const string Sequoia = "rpm 4.20 and newer (such as RHEL 10, Fedora) and apt of Debian 13";
    private const string UseGnuPg = "make a key with GnuPG: RSA with 3072 or 4096 bits";

    // rpm 4.18 knows these as critical ones (rpmio/rpmpgp_internal.c); key flags since 4.17.
    private static readonly SignatureSubpacketTag[] KnownCritical =
        [SignatureSubpacketTag.CreationTime, SignatureSubpacketTag.IssuerKeyId, SignatureSubpacketTag.KeyFlags];

    private static readonly (Func<PgpPublicKeyRing, bool> Applies, KeyRefusal Refusal)[] Rows =
    [
        (HasUnknownCritical, new(OldRpm, "it has critical subpackets, as keys of Sequoia have", UseGnuPg)),
        (HasRevokedSubkey, new(OldRpm, "it contains a revoked subkey", "export the key without the revoked subkey")),
        (ring => ring.GetPublicKeys().Any(OpenPgpAlgorithms.IsNist), new(OldRpm, "it is an ECDSA key", UseGnuPg)),
        (ring => Any(ring, PublicKeyAlgorithmTag.EdDsa_Legacy), new(OldestRpm, "it is an Ed25519 key", UseGnuPg)),
        (ring => Any(ring, PublicKeyAlgorithmTag.Dsa), new("apt of Debian 13", "it is a DSA key", UseGnuPg)),
        (HasSha1, new(
            Sequoia, "its self-signature uses SHA-1",
            "let GnuPG 2.2 or newer sign the key again, for example by changing its expiry date")),
    ];

    /// <summary>Returns the systems that refuse a key.</summary>
    /// <param name="publicKey">The public key in its binary form.</param>
    public static IEnumerable<KeyRefusal> Find(byte[] publicKey)
    {
        var rings = new PgpPublicKeyRingBundle(publicKey).GetKeyRings().ToList();
        return Rows.Where(row => rings.Any(row.Applies)).Select(row => row.Refusal);
    }

    private static bool Any(PgpPublicKeyRing ring, PublicKeyAlgorithmTag algorithm) =>
        ring.GetPublicKeys().Any(key => key.Algorithm == algorithm);

    private static bool HasRevokedSubkey(PgpPublicKeyRing ring) => ring.GetPublicKeys()
        .Where(key => key.KeyId != ring.GetPublicKey().KeyId)
        .Any(key => KeySelfSignatures.IsRevoked(ring.GetPublicKey(), key));

    private static bool HasUnknownCritical(PgpPublicKeyRing ring) => ring.GetPublicKeys()
        .SelectMany(key => key.GetSignatures())
        .SelectMany(signature => signature.GetHashedSubPackets()?.ToArray() ?? [])
        .Any(subpacket => subpacket.IsCritical() && !KnownCritical.Contains(subpacket.SubpacketType));

    private static bool HasSha1(PgpPublicKeyRing ring) =>
        KeySelfSignatures.OfPrimary(ring.GetPublicKey()).MaxBy(signature => signature.CreationTime)
            is { HashAlgorithm: HashAlgorithmTag.Sha1 or HashAlgorithmTag.MD5 };
}
