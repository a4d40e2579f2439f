using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Formats.Msi.CompoundFiles;

namespace ServicePackaging.Signing.Verification;

/// <summary>
/// Verifies Authenticode signatures of any origin: that the file is what was signed, by the certificate that the signature contains, and
/// that a timestamp is of this signature. It shares no code with the signers. It does not decide whether to trust the certificate.
/// </summary>
internal static class AuthenticodeVerification
{
    private const string PeImageData = "1.3.6.1.4.1.311.2.1.15";
    private const string SipInfo = "1.3.6.1.4.1.311.2.1.30";

    /// <summary>Verifies a program or library.</summary>
    /// <param name="file">A seekable stream, which stays open.</param>
    /// <param name="certificates">The certificates that the signature must contain, or null for any. A signature does not cover its
    /// certificates; only this comparison finds each change of a chain whose root is not among them.</param>
    public static SignatureVerification OfPortableExecutable(Stream file, IReadOnlyList<X509Certificate2>? certificates = null) =>
        Run(() =>
        {
            var digest = new PeDigest(file);
            var result = new SignatureVerifier(digest.Compute, PeImageData, certificates).Verify(digest.ReadSignature());
            return digest.HasRightChecksum() ? result : WithFault(result, "The checksum in the header is wrong.");
        });

    /// <summary>Verifies a package of Windows Installer. The format's own verification finds what a signature does not cover, such as bytes
    /// outside the streams.</summary>
    /// <param name="package">A seekable stream, which stays open.</param>
    /// <param name="certificates">The certificates that the signature must contain, or null for any.</param>
    public static SignatureVerification OfInstallerPackage(Stream package, IReadOnlyList<X509Certificate2>? certificates = null) =>
        Run(() =>
        {
            using var file = CompoundFileReader.Open(package, leaveOpen: true);
            var digest = new MsiDigest(file);
            var result = new SignatureVerifier(digest.Compute, SipInfo, certificates).Verify(digest.ReadSignature());
            return digest.FindMetadataFault() is { } fault ? WithFault(result, fault) : result;
        });

    private static SignatureVerification WithFault(SignatureVerification result, string message) =>
        result with { Faults = [.. result.Faults, new(SignatureVerification.Rule, message)] };

    private static SignatureVerification Run(Func<SignatureVerification> verify)
    {
        try
        {
            return verify();
        }
        catch (InvalidDataException e)
        {
            return new(null, null, [new(SignatureVerification.Rule, e.Message)]);
        }
    }
}
