using System.Globalization;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Signing.Trust;

/// <summary>Judges a key that made a valid signature.</summary>
internal static class KeyJudge
{
    private const int LeastRsaBits = 2048;

    /// <summary>Judges a key.</summary>
    /// <param name="primary">Its primary key, which may be the same.</param>
    /// <param name="key">The key that signed.</param>
    /// <param name="now">The time of the clock.</param>
    public static SignatureVerdict Judge(PgpPublicKey primary, PgpPublicKey key, DateTimeOffset now)
    {
        var name = $"{Convert.ToHexString(key.GetFingerprint())} ({OpenPgpAlgorithms.Describe(key)})";
        if (KeySelfSignatures.IsRevoked(primary, primary) || KeySelfSignatures.IsRevoked(primary, key))
        {
            return new(SignatureStanding.RevokedKey, name, "");
        }

        if (new[] { EndOf(primary), EndOf(key) }.Min() is { } end && end <= now)
        {
            return new(SignatureStanding.ExpiredKey, name, end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        var weakness = new[] { key, primary }.Select(WeaknessOf).FirstOrDefault(found => found is not null)
            ?? (HasWeakSelfSignature(primary, key) ? "has a self-signature that uses SHA-1 or MD5" : null);
        return weakness is null ? new(SignatureStanding.Valid, name, "") : new(SignatureStanding.WeakKey, name, weakness);
    }

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
