using System.Security.Cryptography;
using ServicePackaging.Formats.Tests.Msi;
using ServicePackaging.Formats.Tests.Msi.Audit;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Tests;
using ServicePackaging.Signing.Tests.Windows;
using ServicePackaging.Signing.Timestamps;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Installation.Tests.Signing;

/// <summary>What osslsigncode says of signatures: another implementation, which is strict about their form.</summary>
public sealed class AuthenticodeTests : IDisposable
{
    private const string Ok = "Signature verification: ok";
    private const string TimestampOk = "Timestamp Server Signature verification: ok";

    private static readonly DateTimeOffset Expiry = new(2027, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset AfterExpiry = Expiry.AddYears(1);

    private readonly TestCertificates _authority = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("servicepackaging-");
    private readonly CertificateKey _key;

    public AuthenticodeTests()
    {
        var key = RSA.Create(2048);
        _key = new(key, [_authority.Issue("CN=Example Orders", key, [TestCertificates.CodeSigning], until: Expiry), _authority.Intermediate]);
    }

    public void Dispose()
    {
        _key.Dispose();
        _authority.Dispose();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(SignedKind.Msi)]
    [InlineData(SignedKind.Program)]
    public async Task A_signature_is_good_until_the_certificate_expires(SignedKind kind)
    {
        await using var box = await PlainRoot.StartAsync(SignatureTools.Image);
        var signed = Sign(kind, SignatureTools.Options);

        var now = (await box.VerifyAsync(_authority, signed)).Succeeded();
        Assert.Contains(Ok, now.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("Text description: Orders", now.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("URL description: https://example.com/orders", now.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("MISMATCH", now.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("arning", now.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(0, (await box.VerifyAsync(_authority, signed, AfterExpiry)).ExitCode);
    }

    [Theory]
    [InlineData(SignedKind.Msi)]
    [InlineData(SignedKind.Program)]
    public async Task A_signature_with_a_time_stamp_outlives_the_certificate(SignedKind kind)
    {
        await using var box = await PlainRoot.StartAsync(SignatureTools.Image);
        using var authority = new TimestampAuthority(_authority);
        using var server = authority.Serve();
        var signed = Sign(kind, SignatureTools.Options with { Timestamps = new TimestampClient([server.Address]) });

        var after = (await box.VerifyAsync(_authority, signed, AfterExpiry)).Succeeded();

        Assert.Contains(Ok, after.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(TimestampOk, after.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignedKind.Msi)]
    [InlineData(SignedKind.Program)]
    public async Task A_changed_file_is_refused(SignedKind kind)
    {
        await using var box = await PlainRoot.StartAsync(SignatureTools.Image);
        var signed = Sign(kind, SignatureTools.Options);
        var bytes = await File.ReadAllBytesAsync(signed, TestContext.Current.CancellationToken);
        bytes[1000] ^= 1;
        await File.WriteAllBytesAsync(signed, bytes, TestContext.Current.CancellationToken);

        var result = await box.VerifyAsync(_authority, signed);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("MISMATCH", result.ToString(), StringComparison.Ordinal);
    }

    // Removal by the other implementation, and signing again by ours, of what the other one signed.
    [Theory]
    [InlineData(SignedKind.Msi)]
    [InlineData(SignedKind.Program)]
    public async Task A_signature_of_osslsigncode_is_replaced(SignedKind kind)
    {
        await using var box = await PlainRoot.StartAsync(SignatureTools.Image);
        var unsigned = Unsigned(kind);
        await File.WriteAllTextAsync(
            Path.Combine(box.ShareDirectory, "key.pem"), _key.Key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(box.ShareDirectory, "chain.pem"),
            string.Join('\n', _key.Certificates.Select(certificate => certificate.ExportCertificatePem())), TestContext.Current.CancellationToken);
        string[] extended = kind == SignedKind.Msi ? ["-add-msi-dse"] : [];
        string[] keys = ["-certs", "/share/chain.pem", "-key", "/share/key.pem"];
        (await box.ExecAsync(
            ["osslsigncode", "sign", .. keys, "-h", "sha256", .. extended, "-in", box.Share(unsigned), "-out", "/share/theirs"])).Succeeded();
        var theirs = Path.Combine(box.ShareDirectory, "theirs");
        using (var file = File.OpenRead(theirs))
        {
            var verified = kind == SignedKind.Msi
                ? AuthenticodeVerification.OfInstallerPackage(file)
                : AuthenticodeVerification.OfPortableExecutable(file);
            Assert.Empty(verified.Faults);
            Assert.Equal(_key.Thumbprint, verified.Thumbprint);
        }

        var ours = Path.Combine(_directory.FullName, "ours");
        SignatureTools.Sign(kind, theirs, ours, _key);

        (await box.VerifyAsync(_authority, ours)).Succeeded();
        if (kind == SignedKind.Program)
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(Sign(kind, SignatureTools.Options), TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(ours, TestContext.Current.CancellationToken));
        }
    }

    private string Unsigned(SignedKind kind)
    {
        if (kind == SignedKind.Program)
        {
            return typeof(AuthenticodeTests).Assembly.Location;
        }

        var package = Path.Combine(_directory.FullName, "orders.msi");
        Msis.Write(Audited.Sound(), package);
        return package;
    }

    private string Sign(SignedKind kind, AuthenticodeOptions options)
    {
        var signed = Path.Combine(_directory.FullName, kind == SignedKind.Msi ? "signed.msi" : "signed.dll");
        SignatureTools.Sign(kind, Unsigned(kind), signed, _key, options);
        return signed;
    }
}
