namespace ServicePackaging.Signing.Notary;

/// <summary>How Apple's notary service is used.</summary>
/// <param name="KeyId">The ID of the App Store Connect API key.</param>
/// <param name="IssuerId">The ID of the issuer of that key.</param>
/// <param name="PrivateKey">The text of the key file (.p8), a secret.</param>
internal sealed record NotaryOptions(string KeyId, string IssuerId, string PrivateKey)
{
    /// <summary>The address of the notary service.</summary>
    public Uri Service { get; init; } = new("https://appstoreconnect.apple.com/notary/v2/");

    /// <summary>The address of the storage that packages are uploaded to; null for that of Amazon for the bucket that the service
    /// names.</summary>
    public Uri? Storage { get; init; }

    /// <summary>The address at which notarization tickets are looked up.</summary>
    public Uri Tickets { get; init; } =
        new("https://api.apple-cloudkit.com/database/1/com.apple.gk.ticket-delivery/production/public/records/lookup");

    /// <summary>How long the result is waited for.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The pause between two questions for the status.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A text without the key: a record's own text would contain it.</summary>
    public override string ToString() => $"{nameof(NotaryOptions)} {KeyId}";
}
