using System.Globalization;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Repositories.Verification;

/// <summary>What is wrong with a key that made a valid signature.</summary>
internal sealed record KeyFault(RepositoryRule Rule, string Message);

/// <summary>Judges keys as gpgv and sqv do, as measured with apt 2.6 to 3.3.</summary>
internal static class KeyFaults
{
    private const int LeastRsaBits = 2048;
    private const string MakeAnother = "Create a key with RSA 3072 or 4096, and sign with both keys until clients have the new one.";

    /// <summary>Finds the fault of a key.</summary>
    /// <param name="ring">The key with its primary key.</param>
    /// <param name="key">The key that signed, which may be a subkey.</param>
    /// <param name="now">The time of the clock.</param>
    public static KeyFault? Find(PgpPublicKeyRing ring, PgpPublicKey key, DateTimeOffset now)
    {
        var primary = ring.GetPublicKey();
        var name = $"The key {Convert.ToHexString(key.GetFingerprint())} ({OpenPgpAlgorithms.Describe(key)})";
        return FindRevoked(primary, key, name) ?? FindExpired(primary, key, name, now) ?? FindWeak(primary, key, name);
    }

    private static KeyFault? FindRevoked(PgpPublicKey primary, PgpPublicKey key, string name) =>
        KeySelfSignatures.IsRevoked(primary, primary) || KeySelfSignatures.IsRevoked(primary, key)
            ? new(SignatureRules.RevokedKey, $"{name} has been revoked. All clients refuse it. Sign with another key.")
            : null;

    private static KeyFault? FindExpired(PgpPublicKey primary, PgpPublicKey key, string name, DateTimeOffset now)
    {
        var end = new[] { EndOf(primary), EndOf(key) }.Min();
        return end is { } expiry && expiry <= now
            ? new(SignatureRules.ExpiredKey, string.Create(
                CultureInfo.InvariantCulture,
                $"{name} expired on {expiry:yyyy-MM-dd}. apt refuses it, and newer versions accept only signatures from before that day. ")
                + "Extend the key, and give clients the new public key.")
            : null;
    }

    private static KeyFault? FindWeak(PgpPublicKey primary, PgpPublicKey key, string name) =>
        new[] { key, primary }.Select(WeaknessOf).FirstOrDefault(weakness => weakness is not null) is { } weakness
            ? new(SignatureRules.WeakKey, $"{name} {weakness}, which apt of Debian 13 and newer refuses. {MakeAnother}")
        : HasWeakSelfSignature(primary, key)
            ? new(SignatureRules.WeakKey,
                $"{name} has a self-signature that uses SHA-1 or MD5, which apt of Debian 13 and rpm 4.20 and newer refuse. Let GnuPG "
                + "2.2 or newer sign "
                + "the key again, such as by changing its expiry date, and give clients the new public key.")
            : null;

    private static string? WeaknessOf(PgpPublicKey key) => key.Algorithm switch
    {
        PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign or PublicKeyAlgorithmTag.RsaEncrypt =>
            key.BitStrength < LeastRsaBits ? "is an RSA key with less than 2048 bits" : null,
        PublicKeyAlgorithmTag.Dsa => "is a DSA key",
        PublicKeyAlgorithmTag.ECDsa => OpenPgpAlgorithms.IsNist(key) ? null : "is on a curve other than those of NIST",
        PublicKeyAlgorithmTag.EdDsa_Legacy or PublicKeyAlgorithmTag.Ed25519 or PublicKeyAlgorithmTag.Ed448 => null,
        _ => "has an unusual algorithm",
    };

    private static bool HasWeakSelfSignature(PgpPublicKey primary, PgpPublicKey key) =>
        IsWeak(KeySelfSignatures.OfPrimary(primary))
        || (key.KeyId != primary.KeyId && IsWeak(KeySelfSignatures.BindingsOf(primary, key)));

    private static bool IsWeak(IEnumerable<PgpSignature> signatures) =>
        signatures.MaxBy(signature => signature.CreationTime) is { HashAlgorithm: HashAlgorithmTag.Sha1 or HashAlgorithmTag.MD5 };

    private static DateTimeOffset? EndOf(PgpPublicKey key) => key.GetValidSeconds() is > 0 and var seconds
        ? new DateTimeOffset(DateTime.SpecifyKind(key.CreationTime, DateTimeKind.Utc)).AddSeconds(seconds)
        : null;
}
