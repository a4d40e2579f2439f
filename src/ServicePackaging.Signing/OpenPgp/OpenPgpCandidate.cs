using System.Globalization;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Bcpg.Sig;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>A primary key or subkey of a key file, and whether it can sign.</summary>
internal sealed class OpenPgpCandidate
{
    // GnuPG's marks for a secret key that is not in the file: on a card, or left out of the export (GnuPG, doc/DETAILS).
    private const int GnuStub = 101;

    // A secret key that is encrypted with AEAD (RFC 9580 section 3.7.2), which BouncyCastle 2.7 cannot open.
    private const int AeadUsage = 253;

    private const int LeastRsaBits = 2048;

    private readonly PgpPublicKey _primary;
    private readonly PgpSignature? _latest;
    private readonly PgpSignature? _latestOfPrimary;

    /// <param name="secret">The key.</param>
    /// <param name="primary">Its primary key, which may be the same.</param>
    /// <param name="now">The current time.</param>
    public OpenPgpCandidate(PgpSecretKey secret, PgpPublicKey primary, DateTimeOffset now)
    {
        Secret = secret;
        _primary = primary;
        _latestOfPrimary = KeySelfSignatures.OfPrimary(primary).MaxBy(signature => signature.CreationTime);
        _latest = IsPrimary
            ? _latestOfPrimary
            : KeySelfSignatures.BindingsOf(primary, secret.PublicKey).MaxBy(signature => signature.CreationTime);
        Reason = FindReason(now);
    }

    /// <summary>The key.</summary>
    public PgpSecretKey Secret { get; }

    /// <summary>The fingerprint in upper case hexadecimal.</summary>
    public string Fingerprint => Convert.ToHexString(Secret.PublicKey.GetFingerprint());

    /// <summary>Whether the key is the primary key of its ring.</summary>
    public bool IsPrimary => Secret.KeyId == _primary.KeyId;

    /// <summary>When the key was created.</summary>
    public DateTimeOffset Created => Utc(Secret.PublicKey.CreationTime);

    /// <summary>Why the key cannot sign, or null.</summary>
    public string? Reason { get; }

    /// <summary>The earliest time that systems accept in a signature of this key: Sequoia, which rpm 4.20 and apt 3 use, demands that the
    /// key and its newest self-signature existed (measured with sqv 1.3).</summary>
    public DateTimeOffset Earliest => new[] { Created, Utc(_latest?.CreationTime), Utc(_latestOfPrimary?.CreationTime) }.Max();

    /// <summary>The key in a message: its fingerprint and what it is.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Fingerprint} ({OpenPgpAlgorithms.Describe(Secret.PublicKey)}{(IsPrimary ? "" : ", subkey")})");

    private string? FindReason(DateTimeOffset now) =>
        FindFaultOfAlgorithm()
        ?? (_latestOfPrimary is null ? "its primary key has no valid self-signature" : null)
        ?? (_latest is null ? "it is not bound to its primary key" : null)
        ?? (KeySelfSignatures.IsRevoked(_primary, _primary) ? "its primary key is revoked" : null)
        ?? (KeySelfSignatures.IsRevoked(_primary, Secret.PublicKey) ? "it is revoked" : null)
        ?? FindFaultOfTime(_primary, _latestOfPrimary!, "its primary key", now)
        ?? FindFaultOfTime(Secret.PublicKey, _latest!, "it", now)
        ?? FindFaultOfPurpose()
        ?? FindFaultOfSecret();

    private string? FindFaultOfAlgorithm() => Secret.PublicKey switch
    {
        { Algorithm: PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign, BitStrength: < LeastRsaBits } key =>
            string.Create(CultureInfo.InvariantCulture, $"it has {key.BitStrength} bits only; rpm and apt require {LeastRsaBits}"),
        var key when OpenPgpAlgorithms.IsEncryptionOnly(key) => "it is for encryption",
        var key when !OpenPgpAlgorithms.IsSupported(key) => "no rpm accepts its algorithm",
        _ => null,
    };

    private static string? FindFaultOfTime(PgpPublicKey key, PgpSignature latest, string subject, DateTimeOffset now)
    {
        var created = Utc(key.CreationTime);
        var seconds = latest.GetHashedSubPackets()?.GetKeyExpirationTime() ?? 0;
        return created > now ? $"{subject} was created in the future, on {created:yyyy-MM-dd}"
            : seconds > 0 && created.AddSeconds(seconds) <= now ? $"{subject} expired on {created.AddSeconds(seconds):yyyy-MM-dd}"
            : null;
    }

    private string? FindFaultOfPurpose()
    {
        var flags = _latest!.GetHashedSubPackets()?.GetSubpacket(SignatureSubpacketTag.KeyFlags) as KeyFlags;
        if (flags is not null && (flags.Flags & KeyFlags.SignData) == 0)
        {
            return "it is not for signing";
        }

        // A key without flags is an old one, for every purpose its algorithm has. A signing subkey must confirm that it belongs to the
        // primary key (RFC 9580 section 5.2.1.10).
        return IsPrimary || _latest.GetHashedSubPackets()?.HasSubpacket(SignatureSubpacketTag.EmbeddedSignature) == true
            || _latest.GetUnhashedSubPackets()?.HasSubpacket(SignatureSubpacketTag.EmbeddedSignature) == true
            ? null
            : "it does not confirm its primary key";
    }

    private string? FindFaultOfSecret() => Secret switch
    {
        { S2k.Type: GnuStub } or { IsPrivateKeyEmpty: true } =>
            "its secret part is not in the file, because it was exported without it or is on a card",
        { S2kUsage: AeadUsage } =>
            "its secret part is encrypted with AEAD, which is not supported; export it with GnuPG, or without a passphrase",
        _ => null,
    };

    private static DateTimeOffset Utc(DateTime? time) =>
        time is { } value ? new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)) : DateTimeOffset.MinValue;
}
