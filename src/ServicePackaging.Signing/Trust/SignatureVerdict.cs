namespace ServicePackaging.Signing.Trust;

/// <summary>What clients think of a signature. Of several, the highest counts.</summary>
internal enum SignatureStanding
{
    /// <summary>None of the keys made it.</summary>
    UnknownKey,

    /// <summary>It does not match the content, is older than its key, or has expired.</summary>
    Invalid,

    /// <summary>It uses a hash algorithm that clients refuse.</summary>
    WeakHash,

    /// <summary>It is valid, but the key has been revoked.</summary>
    RevokedKey,

    /// <summary>It is valid, but the key has expired.</summary>
    ExpiredKey,

    /// <summary>It is valid, but clients refuse the kind of key, or its self-signature.</summary>
    WeakKey,

    /// <summary>Clients accept it.</summary>
    Valid,
}

/// <summary>The result for one signature.</summary>
/// <param name="Standing">What clients think of it.</param>
/// <param name="Key">The key: its fingerprint and kind, or its ID if it is unknown.</param>
/// <param name="Detail">What the standing refers to: the hash algorithm, the day of expiry, or the weakness as the end of a sentence about
/// the key; empty if there is nothing.</param>
internal sealed record SignatureVerdict(SignatureStanding Standing, string Key, string Detail);
