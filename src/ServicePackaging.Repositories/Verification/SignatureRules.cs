namespace ServicePackaging.Repositories.Verification;

/// <summary>The rules of signatures and keys, for both kinds of repositories.</summary>
internal static class SignatureRules
{
    /// <summary>A signature does not belong to the file that it should sign, or cannot be read.</summary>
    public static RepositoryRule Invalid { get; } =
        new("signature-invalid", FaultSeverity.Error, "A signature does not belong to the file that it should sign, or cannot be read.");

    /// <summary>No given key made the signature.</summary>
    public static RepositoryRule UnknownKey { get; } =
        new("signature-unknown-key", FaultSeverity.Error, "No given key made the signature.");

    /// <summary>A signature uses a hash algorithm that clients refuse, such as SHA-1.</summary>
    public static RepositoryRule Weak { get; } =
        new("signature-weak", FaultSeverity.Error, "A signature uses a hash algorithm that clients refuse, such as SHA-1.");

    /// <summary>The key uses an algorithm, a length or a self-signature that clients refuse.</summary>
    public static RepositoryRule WeakKey { get; } =
        new("key-weak", FaultSeverity.Error, "The key uses an algorithm, a length or a self-signature that clients refuse.");

    /// <summary>The key has expired.</summary>
    public static RepositoryRule ExpiredKey { get; } = new("key-expired", FaultSeverity.Error, "The key has expired.");

    /// <summary>The key has been revoked.</summary>
    public static RepositoryRule RevokedKey { get; } = new("key-revoked", FaultSeverity.Error, "The key has been revoked.");

    /// <summary>All of these rules.</summary>
    public static IReadOnlyList<RepositoryRule> All { get; } =
    [
        Invalid, UnknownKey, Weak, WeakKey, ExpiredKey, RevokedKey,
    ];
}
