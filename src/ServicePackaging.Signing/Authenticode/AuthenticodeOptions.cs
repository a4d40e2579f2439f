using ServicePackaging.Signing.Timestamps;

namespace ServicePackaging.Signing.Authenticode;

/// <summary>What a signature contains beside the digest.</summary>
internal sealed record AuthenticodeOptions
{
    /// <summary>The name of the product, which Windows shows when it asks whether to run a package; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The product's page, to which Windows links the name; null for none.</summary>
    public Uri? Url { get; init; }

    /// <summary>The source of a timestamp. Without one, the signature ends with the certificate, and is the same at each run.</summary>
    public ITimestampSource? Timestamps { get; init; }
}
