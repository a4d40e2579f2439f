using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Signing.MacPkg;
using ServicePackaging.Signing.Notary;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Signing.Tests.MacOS;

public sealed class StaplerTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();
    private readonly HttpClient _http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _key.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData(MacPackageDigest.Sha1, 1)]
    [InlineData(MacPackageDigest.Sha256, 2)]
    public async Task A_ticket_is_appended_and_removed(MacPackageDigest digest, int type)
    {
        var ticket = "s8ch and the ticket"u8.ToArray();
        await using var apple = new FakeApple(_key) { Ticket = ticket };
        var package = Signed(digest);

        var stapled = await StapleAsync(apple, package);

        var archive = new XarReader(new MemoryStream(package));
        var toc = new byte[20];
        archive.OpenHeap(0, 20).ReadExactly(toc);
        Assert.Equal($"2/{type}/{Convert.ToHexStringLower(toc)}", apple.Record);
        byte[] trailer =
        [
            .. "t8lr"u8, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. ticket, .. "t8lr"u8, 1, 0, 2, 0, (byte)ticket.Length, 0, 0, 0, 0, 0, 0, 0,
        ];
        Assert.Equal([.. package, .. trailer], stapled);
        Assert.Equal(stapled, await StapleAsync(apple, stapled));
        Assert.Empty(MacPackageSignatureVerification.Verify(new MemoryStream(stapled), Cancellation).Faults);
        Assert.Empty(MacPackageVerifier.Verify(new MemoryStream(stapled), VerificationDepth.Payload, Cancellation));

        using var unstapled = new MemoryStream();
        Stapler.Remove(new MemoryStream(stapled), unstapled, Cancellation);
        Assert.Equal(package, unstapled.ToArray());
    }

    [Fact]
    public async Task A_package_without_a_ticket_is_reported()
    {
        await using var apple = new FakeApple(_key);

        var e = await Assert.ThrowsAsync<SigningException>(() => StapleAsync(apple, Signed(MacPackageDigest.Sha1)));

        Assert.Equal(SigningProblem.NotarizationFailed, e.Problem);
        Assert.Equal([apple.Record!, "There is no notarization ticket for the package: NOT_FOUND."], e.Arguments);
    }

    private async Task<byte[]> StapleAsync(FakeApple apple, byte[] package)
    {
        using var stapled = new MemoryStream();
        var options = new NotaryOptions("", "", "") { Tickets = new Uri(apple.Address, "tickets") };
        await new Stapler(options, _http).StapleAsync(new MemoryStream(package), stapled, Cancellation);
        return stapled.ToArray();
    }

    private static byte[] Signed(MacPackageDigest digest)
    {
        using var key = MacKeys.Installer();
        using var signed = new MemoryStream();
        MacPackageSigner.Sign(new MemoryStream(MacPackages.Sample(digest)), signed, key, MacKeys.Time, null, Cancellation);
        return signed.ToArray();
    }
}
