using System.Globalization;
using System.Security.Cryptography;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.Windows;

/// <summary>Answers requests for timestamps with <c>openssl ts</c>, as an authority below the root of the test certificates.</summary>
internal sealed class TimestampAuthority : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("servicepackaging-");
    private int _number;

    public TimestampAuthority(TestCertificates authority)
    {
        using var key = RSA.Create(2048);
        using var certificate = authority.Issue("CN=Test Timestamps", key, [TestCertificates.TimeStamping]);
        File.WriteAllText(Path("key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path("certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path("chain.pem"), $"{authority.Intermediate.ExportCertificatePem()}\n{authority.Root.ExportCertificatePem()}\n");
        File.WriteAllText(Path("serial"), "01");
        File.WriteAllText(Path("ts.conf"), $"""
            [tsa]
            default_tsa = server
            [server]
            serial = {Path("serial")}
            signer_cert = {Path("certificate.pem")}
            certs = {Path("chain.pem")}
            signer_key = {Path("key.pem")}
            signer_digest = sha256
            default_policy = 1.2.3.4
            digests = sha256
            accuracy = secs:1
            ess_cert_id_chain = no
            ess_cert_id_alg = sha256

            """);
    }

    /// <summary>Answers a request.</summary>
    public async Task<byte[]> ReplyAsync(byte[] query)
    {
        Availability.RequireProgram("openssl");
        var number = Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
        await File.WriteAllBytesAsync(Path(number + ".query"), query);
        (await ProcessRunner.RunAsync(
            "openssl", "ts", "-reply", "-config", Path("ts.conf"), "-queryfile", Path(number + ".query"), "-out", Path(number + ".reply"))).Succeeded();
        return await File.ReadAllBytesAsync(Path(number + ".reply"));
    }

    /// <summary>A server with this authority.</summary>
    public TimestampServer Serve() => new(async (query, _) => ServerAnswer.Token(await ReplyAsync(query)));

    public void Dispose() => _directory.Delete(recursive: true);

    private string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);
}
