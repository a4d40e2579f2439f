using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Signing.Verification;

/// <summary>What the verification of a signed file found.</summary>
/// <param name="Thumbprint">The fingerprint of the OpenPGP key, or the SHA-1 thumbprint of the signer's certificate; null if there is
/// none.</param>
/// <param name="Timestamp">The time of the OpenPGP signature or of the timestamp, or null if there is none.</param>
/// <param name="Faults">What is wrong; empty if the file is what the signer signed.</param>
internal sealed record SignatureVerification(string? Thumbprint, DateTimeOffset? Timestamp, IReadOnlyList<PackageFault> Faults)
{
    /// <summary>The rule of the faults.</summary>
    public const string Rule = "Signature";

    /// <summary>Creates a fault.</summary>
    public static PackageFault Fault(string message) => new(Rule, message);

    /// <summary>Combines the results of a package's signatures: the first one's signer and time, and the faults of all.</summary>
    public static SignatureVerification Combine(IEnumerable<SignatureVerification> signatures)
    {
        var all = signatures.ToList();
        return all.Count == 0
            ? new(null, null, [Fault("The package has no signature.")])
            : all[0] with { Faults = [.. all.SelectMany(signature => signature.Faults)] };
    }
}
