using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Signing.Verification;

/// <summary>What the verification of a signed file found.</summary>
/// <param name="Thumbprint">The SHA-1 thumbprint of the signer's certificate, or null if there is none.</param>
/// <param name="Timestamp">The time in the time-stamp, or null if there is none.</param>
/// <param name="Faults">What is wrong; empty if the file is what the signer signed.</param>
internal sealed record SignatureVerification(string? Thumbprint, DateTimeOffset? Timestamp, IReadOnlyList<PackageFault> Faults)
{
    /// <summary>The rule of the faults.</summary>
    public const string Rule = "Signature";
}
