using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Signing.Keys;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>OpenSSL's verdict on signatures.</summary>
internal sealed class OpenSsl : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("openssl-");

    public OpenSsl() => Availability.RequireProgram("openssl");

    /// <summary>Verifies a detached CMS signature up to the root of a key's certificates.</summary>
    public async Task<ProcessResult> VerifyCmsAsync(byte[] cms, byte[] content, CertificateKey key) => await ProcessRunner.RunAsync(
        "openssl", "cms", "-verify", "-inform", "DER", "-in", Write("cms.der", cms), "-content", Write("content", content), "-binary",
        "-CAfile", WritePem(key.Certificates[^1]), "-purpose", "any", "-ignore_critical", "-out", "/dev/null");

    /// <summary>Verifies a raw RSA signature of a digest.</summary>
    public async Task<ProcessResult> VerifyDigestAsync(byte[] signature, byte[] digest, string algorithm, CertificateKey key) =>
        await ProcessRunner.RunAsync(
            "openssl", "pkeyutl", "-verify", "-certin", "-inkey", WritePem(key.Certificate), "-sigfile", Write("rsa", signature),
            "-in", Write("digest", digest), "-pkeyopt", "rsa_padding_mode:pkcs1", "-pkeyopt", $"digest:{algorithm}");

    public void Dispose() => _directory.Delete(recursive: true);

    private string WritePem(X509Certificate2 certificate)
    {
        var path = Path.Combine(_directory.FullName, certificate.Thumbprint + ".pem");
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return path;
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
