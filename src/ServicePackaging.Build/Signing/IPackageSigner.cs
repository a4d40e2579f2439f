using ServicePackaging.Signing;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>What a signature states about the signed package.</summary>
/// <param name="Package">The package's name.</param>
/// <param name="Name">The product's name.</param>
/// <param name="Homepage">The product's page, or null.</param>
/// <param name="Time">The time of the package.</param>
internal sealed record SignedSubject(string Package, string Name, Uri? Homepage, DateTimeOffset Time);

/// <summary>Signs the packages of one format with an opened key.</summary>
internal interface IPackageSigner
{
    /// <summary>The armored public key that users import, or null if there is none.</summary>
    string? PublicKey { get; }

    /// <summary>Writes a signed copy.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="signed">Receives the signed package.</param>
    /// <param name="subject">What the signature states.</param>
    /// <param name="temporaryDirectory">A directory for temporary files.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="SigningException">The package cannot be signed.</exception>
    void Sign(Stream package, Stream signed, SignedSubject subject, string temporaryDirectory, CancellationToken cancellationToken);

    /// <summary>Verifies a signed package, with code that shares nothing with the signing one.</summary>
    SignatureVerification Verify(Stream package, CancellationToken cancellationToken);
}
