using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Signing.Keys;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>The throw-away key with certificates that look like Apple's.</summary>
internal static class MacKeys
{
    public const string Team = "ABCDE12345";

    public static readonly DateTimeOffset Time = new(2026, 12, 1, 3, 4, 5, TimeSpan.Zero);

    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "Keys", "throwaway-mac.pem");

    /// <summary>The key for programs.</summary>
    public static CertificateKey Application(bool withRoot = true) => Load(leaf: 0, withRoot);

    /// <summary>The key for packages.</summary>
    public static CertificateKey Installer(bool withRoot = true) => Load(leaf: 1, withRoot);

    private static CertificateKey Load(int leaf, bool withRoot)
    {
        var key = RSA.Create();
        key.ImportFromPem(System.IO.File.ReadAllText(File));
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(File);
        X509Certificate2[] root = withRoot ? [certificates[3]] : [];
        return new CertificateKey(key, [certificates[leaf], certificates[2], .. root]);
    }
}
