using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Formats.Tests.Deb;
using ServicePackaging.Signing.Deb;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Verification;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>Signed Debian packages, dpkg and debsig-verify.</summary>
public sealed class DebSignatureTests
{
    private static readonly byte[] Unsigned = Write();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rsa3072")]
    [InlineData("ed25519")]
    [InlineData("nistp384")]
    public async Task Debsig_verify_accepts_it(string algorithm)
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync(algorithm)));
        using var policy = new DebsigPolicy(key);

        var signed = Sign(key);

        Assert.Empty(DebVerifier.Verify(new MemoryStream(signed), VerificationDepth.Payload, Token));
        Assert.Empty(DebSignatureVerification.Verify(new MemoryStream(signed), key.PublicKey, Token).Faults);
        Assert.Equal(0, (await policy.VerifyAsync(signed)).ExitCode);
        Assert.Equal(Unsigned, Remove(signed));
        Assert.Equal(signed, Sign(key, signed));
    }

    [Fact]
    public async Task An_unsigned_or_changed_package_is_refused()
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("ed25519")));
        using var policy = new DebsigPolicy(key);
        var signed = Sign(key);

        Assert.Equal(10, (await policy.VerifyAsync(Unsigned)).ExitCode);
        Assert.NotEmpty(DebSignatureVerification.Verify(new MemoryStream(Unsigned), key.PublicKey, Token).Faults);
        using var other = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("ed25519")));
        Assert.NotEmpty(DebSignatureVerification.Verify(new MemoryStream(signed), other.PublicKey, Token).Faults);

        foreach (var member in ArReader.ReadMembers(new MemoryStream(signed)).ToList())
        {
            var changed = signed.ToArray();
            changed[member.Offset + (member.Length / 2)] ^= 1;
            Assert.NotEqual(0, (await policy.VerifyAsync(changed)).ExitCode);
            Assert.NotEmpty(DebSignatureVerification.Verify(new MemoryStream(changed), key.PublicKey, Token).Faults);
        }
    }

    [Fact]
    public async Task Dpkg_reads_a_signed_package()
    {
        Availability.RequireProgram("dpkg-deb");
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("ed25519")));
        using var directory = new TemporaryDirectory();

        var file = directory.Write("x.deb", Sign(key));

        (await ProcessRunner.RunAsync("dpkg-deb", "--info", file)).Succeeded();
        (await ProcessRunner.RunAsync("dpkg-deb", "--contents", file)).Succeeded();
    }

    private static byte[] Write()
    {
        using var package = new MemoryStream();
        DebWriter.Write(Debs.Sample(), package, CancellationToken.None);
        return package.ToArray();
    }

    private static byte[] Sign(IOpenPgpSigner key, byte[]? package = null)
    {
        using var signed = new MemoryStream();
        DebSigner.Sign(new MemoryStream(package ?? Unsigned), signed, key, DateTimeOffset.UnixEpoch, Token);
        return signed.ToArray();
    }

    private static byte[] Remove(byte[] package)
    {
        using var unsigned = new MemoryStream();
        DebSigner.Remove(new MemoryStream(package), unsigned, Token);
        return unsigned.ToArray();
    }
}
