using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Timestamps;

namespace ServicePackaging.Signing.MachO;

/// <summary>How a Mach-O file is signed.</summary>
/// <param name="Identifier">The identifier of the code, such as <c>org.example.service</c>.</param>
internal sealed record MachOSigningOptions(string Identifier)
{
    /// <summary>The key with a Developer ID Application certificate; null for an ad-hoc signature, which only protects from
    /// damage.</summary>
    public CertificateKey? Key { get; init; }

    /// <summary>The entitlements of a program; null for none. Libraries have none of their own.</summary>
    public Entitlements? Entitlements { get; init; }

    /// <summary>The time that the signature states.</summary>
    public DateTimeOffset SigningTime { get; init; }

    /// <summary>Confirms the time of the signature; null for none.</summary>
    public ITimestampSource? Timestamps { get; init; }
}
