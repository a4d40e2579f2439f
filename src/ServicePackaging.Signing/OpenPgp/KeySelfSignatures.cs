using System.Buffers.Binary;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>The signatures that a primary key makes over itself and over its subkeys, as far as they are valid (RFC 9580 section
/// 5.2.1).</summary>
internal static class KeySelfSignatures
{
    private const byte KeyPrefix = 0x99;
    private const byte UserIdPrefix = 0xB4;

    /// <summary>The valid self-signatures of a primary key: over its user IDs, and direct ones.</summary>
    public static IEnumerable<PgpSignature> OfPrimary(PgpPublicKey primary) =>
        primary.GetRawUserIds().SelectMany(id => OfUserId(primary, id))
            .Concat(DirectOf(primary, PgpSignature.DirectKey));

    /// <summary>The valid signatures that bind a subkey to its primary key.</summary>
    public static IEnumerable<PgpSignature> BindingsOf(PgpPublicKey primary, PgpPublicKey subkey) =>
        OfSubkey(primary, subkey, PgpSignature.SubkeyBinding);

    /// <summary>Whether the key, which may be a subkey, has a valid revocation.</summary>
    public static bool IsRevoked(PgpPublicKey primary, PgpPublicKey key) => key.KeyId == primary.KeyId
        ? DirectOf(primary, PgpSignature.KeyRevocation).Any()
        : OfSubkey(primary, key, PgpSignature.SubkeyRevocation).Any();

    private static IEnumerable<PgpSignature> OfUserId(PgpPublicKey primary, byte[] userId)
    {
        var signatures = (primary.GetSignaturesForId(userId) ?? []).Where(signature => signature.KeyId == primary.KeyId).ToList();
        return signatures.Any(signature => signature.SignatureType == PgpSignature.CertificationRevocation && IsValid(signature))
            ? []
            : signatures.Where(signature => signature.IsCertification() && IsValid(signature));

        bool IsValid(PgpSignature signature) => Verifies(signature, primary, [.. Content(primary), .. Content(userId)]);
    }

    private static IEnumerable<PgpSignature> DirectOf(PgpPublicKey primary, int type) =>
        primary.GetKeySignatures().Where(signature => signature.SignatureType == type && signature.KeyId == primary.KeyId)
            .Where(signature => Verifies(signature, primary, Content(primary)));

    private static IEnumerable<PgpSignature> OfSubkey(PgpPublicKey primary, PgpPublicKey subkey, int type) =>
        subkey.GetSignatures().Where(signature => signature.SignatureType == type && signature.KeyId == primary.KeyId)
            .Where(signature => Verifies(signature, primary, [.. Content(primary), .. Content(subkey)]));

    // What is signed of a key and of a user ID (RFC 9580 section 5.2.4).
    private static byte[] Content(PgpPublicKey key)
    {
        var content = key.PublicKeyPacket.GetEncodedContents();
        return [KeyPrefix, (byte)(content.Length >> 8), (byte)content.Length, .. content];
    }

    private static byte[] Content(byte[] userId)
    {
        var content = new byte[5 + userId.Length];
        content[0] = UserIdPrefix;
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(1), userId.Length);
        userId.CopyTo(content, 5);
        return content;
    }

    private static bool Verifies(PgpSignature signature, PgpPublicKey primary, byte[] content)
    {
        try
        {
            return OpenPgpSignatureCheck.IsValid(signature, primary, update => update(content));
        }
        catch (Exception exception) when (exception is PgpException or IOException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
