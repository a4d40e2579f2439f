using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Signing.Keys;

namespace ServicePackaging.Signing.Apple;

/// <summary>Checks whether a certificate can sign macOS packages or programs, before anything is signed with it.</summary>
internal static class AppleCertificateRules
{
    /// <summary>The extension that marks a "Developer ID Application" certificate.</summary>
    public const string ApplicationMarker = "1.2.840.113635.100.6.1.13";

    private const string ApplePublisher = "O=Apple Inc.";

    // The purposes and marker extensions of Apple's "Developer ID Certification Practice Statement", sections 4.11.1 and 4.11.2.
    private static readonly Kind[] Kinds =
    [
        new(AppleCertificatePurpose.Application, "Developer ID Application", "programs and libraries",
            CertificateRules.CodeSigning, ApplicationMarker),
        new(AppleCertificatePurpose.Installer, "Developer ID Installer", "packages",
            "1.2.840.113635.100.4.13", "1.2.840.113635.100.6.1.14"),
    ];

    // https://www.apple.com/certificateauthority. Every Mac has these roots, so they need not be among the certificates.
    private static readonly string[] KnownRoots =
    [
        "CN=Apple Root CA, OU=Apple Certification Authority, O=Apple Inc., C=US",
        "CN=Apple Root CA - G2, OU=Apple Certification Authority, O=Apple Inc., C=US",
        "CN=Apple Root CA - G3, OU=Apple Certification Authority, O=Apple Inc., C=US",
    ];

    /// <summary>Checks a certificate.</summary>
    /// <param name="key">The key whose certificate is checked, and its issuers.</param>
    /// <param name="purpose">What is to be signed.</param>
    /// <param name="now">The time at which the signature is made.</param>
    /// <exception cref="SigningException">The certificate cannot be used for the purpose.</exception>
    public static void Check(CertificateKey key, AppleCertificatePurpose purpose, DateTimeOffset now)
    {
        var certificate = key.Certificate;
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        CertificateRules.RequireValid(certificate, now);
        CertificateRules.RequireStrong(key);
        CheckPurpose(certificate, name, purpose);
        CheckChain(key.Certificates);
    }

    private static void CheckPurpose(X509Certificate2 certificate, string name, AppleCertificatePurpose purpose)
    {
        var wanted = Kinds.Single(kind => kind.Purpose == purpose);
        var other = Kinds.Single(kind => kind.Purpose != purpose);
        var purposes = CertificateRules.PurposesOf(certificate);
        var isOfOther = HasExtension(other.Marker) || (purposes.Contains(other.KeyPurpose) && !purposes.Contains(wanted.KeyPurpose));
        if (isOfOther)
        {
            throw new SigningException(
                SigningProblem.WrongPurpose, name,
                $"it is of the kind \"{other.Name}\", which signs {other.Signs}; "
                + $"for {wanted.Signs}, a \"{wanted.Name}\" certificate is needed");
        }

        if (!purposes.Contains(wanted.KeyPurpose))
        {
            throw new SigningException(
                SigningProblem.WrongPurpose, name, $"its extended key usage does not contain {wanted.KeyPurpose} ({wanted.Name})");
        }

        // Apple issues certificates with the same purpose for development, too. An organization's own authority has no markers.
        if (certificate.Issuer.Contains(ApplePublisher, StringComparison.Ordinal) && !HasExtension(wanted.Marker))
        {
            throw new SigningException(
                SigningProblem.WrongPurpose, name, $"it is a certificate of Apple, but not a \"{wanted.Name}\" certificate");
        }

        bool HasExtension(string oid) => certificate.Extensions.Any(extension => extension.Oid?.Value == oid);
    }

    // macOS does not look for intermediate certificates on a network: those that a signature does not contain are missing.
    private static void CheckChain(IReadOnlyList<X509Certificate2> certificates)
    {
        for (var i = 0; i < certificates.Count; i++)
        {
            var certificate = certificates[i];
            var issuer = certificate.IssuerName;
            if (CertificateChain.IsSelfIssued(certificate) || (i > 0 && KnownRoots.Contains(issuer.Name)))
            {
                return;
            }

            if (i + 1 == certificates.Count || !issuer.RawData.AsSpan().SequenceEqual(certificates[i + 1].SubjectName.RawData))
            {
                throw new SigningException(
                    SigningProblem.ChainIncomplete, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), issuer.Name);
            }
        }
    }

    private sealed record Kind(AppleCertificatePurpose Purpose, string Name, string Signs, string KeyPurpose, string Marker);
}
