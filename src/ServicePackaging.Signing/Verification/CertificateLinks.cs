using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Security.Certificates;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace ServicePackaging.Signing.Verification;

/// <summary>Checks that the certificates of a signature are intact: each was signed by the next one. Only the topmost may have an issuer that is
/// not there, because a root need not be included.</summary>
internal static class CertificateLinks
{
    /// <summary>Checks certificates of any order.</summary>
    public static void Check(X509Certificate2Collection certificates, string what, SignatureFaults faults)
    {
        BouncyCertificate[] parsed = [.. certificates.Select(certificate => new BouncyCertificate(certificate.RawData))];
        var tops = 0;
        foreach (var certificate in parsed)
        {
            var issuers = parsed.Where(issuer => issuer.SubjectDN.Equivalent(certificate.IssuerDN, inOrder: true)).ToArray();
            tops += issuers.Length == 0 || certificate.SubjectDN.Equivalent(certificate.IssuerDN, inOrder: true) ? 1 : 0;
            faults.Require(
                issuers.Length == 0 || issuers.Any(issuer => IsSignedBy(certificate, issuer)),
                $"{what} contains the certificate '{certificate.SubjectDN}', which was not signed by its issuer.");
        }

        faults.Require(tops == 1, $"{what} contains certificates that do not belong together.");
    }

    private static bool IsSignedBy(BouncyCertificate certificate, BouncyCertificate issuer)
    {
        try
        {
            certificate.Verify(issuer.GetPublicKey());
            return true;
        }
        catch (Exception e) when (e is GeneralSecurityException or CertificateException or InvalidKeyException)
        {
            return false;
        }
    }
}
