using System.Globalization;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>The algorithms of keys, and which systems accept them.</summary>
internal static class OpenPgpAlgorithms
{
    // By the object identifiers of RFC 9580 section 9.2.
    private static readonly Dictionary<string, string> NistCurves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = "NIST P-256",
        ["1.3.132.0.34"] = "NIST P-384",
        ["1.3.132.0.35"] = "NIST P-521",
    };

    private static readonly Dictionary<string, string> OtherCurves = new(StringComparer.Ordinal)
    {
        ["1.3.132.0.10"] = "secp256k1",
        ["1.3.36.3.3.2.8.1.1.7"] = "brainpoolP256r1",
        ["1.3.36.3.3.2.8.1.1.11"] = "brainpoolP384r1",
        ["1.3.36.3.3.2.8.1.1.13"] = "brainpoolP512r1",
    };

    /// <summary>A name for people, such as <c>RSA 3072</c>.</summary>
    public static string Describe(PgpPublicKey key) => key.Algorithm switch
    {
        PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign or PublicKeyAlgorithmTag.RsaEncrypt =>
            string.Create(CultureInfo.InvariantCulture, $"RSA {key.BitStrength}"),
        PublicKeyAlgorithmTag.EdDsa_Legacy => "Ed25519",
        PublicKeyAlgorithmTag.Dsa => string.Create(CultureInfo.InvariantCulture, $"DSA {key.BitStrength}"),
        PublicKeyAlgorithmTag.ECDsa or PublicKeyAlgorithmTag.ECDH => Curve(key) is { } curve
            ? NistCurves.GetValueOrDefault(curve) ?? OtherCurves.GetValueOrDefault(curve) ?? $"curve {curve}"
            : key.Algorithm.ToString(),
        var other => other.ToString(),
    };

    /// <summary>Whether the key cannot sign by its algorithm.</summary>
    public static bool IsEncryptionOnly(PgpPublicKey key) => key.Algorithm is PublicKeyAlgorithmTag.RsaEncrypt
        or PublicKeyAlgorithmTag.ECDH or PublicKeyAlgorithmTag.ElGamalEncrypt or PublicKeyAlgorithmTag.X25519 or PublicKeyAlgorithmTag.X448;

    /// <summary>Whether a system accepts signatures of the key. Curves other than those of NIST are refused by every rpm.</summary>
    public static bool IsSupported(PgpPublicKey key) => key.Algorithm switch
    {
        PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign or PublicKeyAlgorithmTag.Dsa
            or PublicKeyAlgorithmTag.EdDsa_Legacy => true,
        PublicKeyAlgorithmTag.ECDsa => IsNist(key),
        _ => false,
    };

    /// <summary>Whether the key is on one of NIST's curves.</summary>
    public static bool IsNist(PgpPublicKey key) =>
        key.Algorithm == PublicKeyAlgorithmTag.ECDsa && Curve(key) is { } curve && NistCurves.ContainsKey(curve);

    /// <summary>The hash algorithm for a key. gpgv refuses SHA-256 with P-384 and P-521 (measured with 2.2 and 2.4).</summary>
    public static HashAlgorithmName HashOf(PgpPublicKey key) =>
        key.Algorithm == PublicKeyAlgorithmTag.ECDsa && key.BitStrength > 256 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;

    private static string? Curve(PgpPublicKey key) =>
        key.PublicKeyPacket.Key is ECPublicBcpgKey { CurveOid: DerObjectIdentifier curve } ? curve.Id : null;
}
