using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Keys;

/// <summary>The certificate store of Windows: of the user, then of the machine. Keys in tokens and hardware modules are there,
/// too.</summary>
internal static class WindowsCertificateStore
{
    private static readonly StoreLocation[] Locations = [StoreLocation.CurrentUser, StoreLocation.LocalMachine];

    /// <summary>Finds a certificate with a private key.</summary>
    /// <param name="thumbprint">The SHA-1 thumbprint in hexadecimal. Spaces and colons are ignored.</param>
    /// <exception cref="SigningException">This is not Windows, or there is no such certificate with a usable RSA key.</exception>
    public static CertificateKey Load(string thumbprint)
    {
        if (!OperatingSystem.IsWindows())
        {
            throw new SigningException(
                SigningProblem.CertificateNotInStore, thumbprint, "only Windows has a certificate store, and this build runs elsewhere");
        }

        var digits = string.Concat(thumbprint.Where(char.IsAsciiHexDigit));
        foreach (var location in Locations)
        {
            using var store = new X509Store(StoreName.My, location, OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            if (store.Certificates.Find(X509FindType.FindByThumbprint, digits, validOnly: false).FirstOrDefault() is { } certificate)
            {
                return Create(certificate, thumbprint);
            }
        }

        throw new SigningException(
            SigningProblem.CertificateNotInStore, thumbprint, "neither the user's nor the machine's personal store contains it");
    }

    private static CertificateKey Create(X509Certificate2 certificate, string thumbprint)
    {
        try
        {
            var key = certificate.GetRSAPrivateKey()
                ?? throw new SigningException(
                    SigningProblem.CertificateNotInStore, thumbprint, "the store has it without a private RSA key");
            return new(key, FindIssuers(certificate));
        }
        catch (CryptographicException e)
        {
            throw new SigningException(
                SigningProblem.CertificateNotInStore, thumbprint, $"its private key cannot be opened ({e.Message})");
        }
    }

    // The chain comes from the stores of this machine, without the network.
    private static X509Certificate2[] FindIssuers(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.Build(certificate);
        var found = chain.ChainElements.Select(element => element.Certificate);
        return [.. CertificateChain.Order(certificate, found)
            .Select(member => X509CertificateLoader.LoadCertificate(member.RawData))];
    }
}
