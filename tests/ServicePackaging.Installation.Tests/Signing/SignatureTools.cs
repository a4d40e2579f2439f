using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Tests;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Signing;

/// <summary>What is signed.</summary>
public enum SignedKind
{
    /// <summary>A package of Windows Installer.</summary>
    Msi,

    /// <summary>A program or library.</summary>
    Program,
}

/// <summary>The verifier of others, and files for it.</summary>
internal static class SignatureTools
{
    /// <summary>
    /// osslsigncode 2.14, and nothing older: 2.5 to 2.9 say "ok" to signatures in the form of the newer CMS, which Windows does not accept.
    /// </summary>
    public static BoxImage Image { get; } = new("signatures", "mount procps osslsigncode openssl rpm sqv gpgv debsig-verify", "sid");

    public static AuthenticodeOptions Options { get; } = new() { Name = "Orders", Url = new Uri("https://example.com/orders") };

    /// <summary>Signs a file.</summary>
    public static void Sign(SignedKind kind, string source, string target, CertificateKey key, AuthenticodeOptions? options = null)
    {
        using var input = File.OpenRead(source);
        using var output = File.Create(target);
        Action<Stream, Stream, CertificateKey, AuthenticodeOptions, CancellationToken> sign = kind == SignedKind.Msi ? MsiSigner.Sign : PeSigner.Sign;
        sign(input, output, key, options ?? Options, TestContext.Current.CancellationToken);
    }

    /// <summary>Verifies a file with the root of the test's authority.</summary>
    /// <param name="time">The time at which it is verified; null for now.</param>
    public static async Task<ProcessResult> VerifyAsync(this PlainRoot box, TestCertificates authority, string file, DateTimeOffset? time = null)
    {
        var root = Path.Combine(box.ShareDirectory, "root.pem");
        await File.WriteAllTextAsync(root, authority.Root.ExportCertificatePem(), TestContext.Current.CancellationToken);
        string[] at = time is null ? [] : ["-time", time.Value.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)];
        return await box.ExecAsync(
            ["osslsigncode", "verify", "-CAfile", "/share/root.pem", "-TSA-CAfile", "/share/root.pem", .. at, "-in", box.Share(file)]);
    }
}
