using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>The time of a signature: that of the package, but never before the key, because rpm 4.20 and apt 3 refuse such signatures.</summary>
public sealed class SignatureTimeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2020-01-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData("2025-03-04T05:06:07Z", "2025-03-04T05:06:07Z")]
    public async Task The_time_is_that_of_the_package_but_not_before_the_key(string package, string expected)
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("ed25519")));

        Assert.Equal(Time(expected), key.Sign(new MemoryStream([1]), Time(package), Token).Time);
    }

    // GnuPG replaces the self-signature when it changes the expiry date; sqv: "No binding signature at time".
    [Fact]
    public async Task The_time_is_not_before_the_key_was_renewed()
    {
        await using var gpg = new GnuPg();
        var fingerprint = await gpg.CreateAsync("ed25519", expires: "2y");
        await gpg.RunAsync("20250601T000000", "--passphrase", "", "--quick-set-expire", fingerprint, "5y");
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(fingerprint));

        Assert.Equal(Time("2025-06-01T00:00:00Z"), key.Sign(new MemoryStream([1]), Time("2024-05-05T00:00:00Z"), Token).Time);
    }

    [Fact]
    public async Task The_time_is_not_before_a_subkey()
    {
        await using var gpg = new GnuPg();
        var primary = await gpg.CreateAsync("ed25519");
        await gpg.AddSubkeyAsync(primary, "ed25519", date: "20240601T000000");
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(primary));

        Assert.Equal(Time("2024-06-01T00:00:00Z"), key.Sign(new MemoryStream([1]), Time("2024-02-02T00:00:00Z"), Token).Time);
    }

    [Fact]
    public async Task A_package_of_tomorrow_is_refused()
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("ed25519")));

        var fault = Assert.Throws<SigningException>(() => key.Sign(new MemoryStream([1]), OpenPgpKeys.Now.AddDays(1), Token));

        Assert.Equal(SigningProblem.NotYetValid, fault.Problem);
    }

    // Seconds 1 to 16 give numbers with and without leading zeros.
    [Theory]
    [InlineData("ed25519")]
    [InlineData("nistp256")]
    [InlineData("rsa2048")]
    [InlineData("dsa2048")]
    public async Task Two_signatures_are_the_same_and_gpgv_accepts_each(string algorithm)
    {
        Availability.RequireProgram("gpgv");
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync(algorithm)));
        using var verifier = new DetachedVerifier(key.PublicKey);
        for (var second = 1; second <= 16; second++)
        {
            var time = Time("2025-01-01T00:00:00Z").AddSeconds(second);
            var signature = key.Sign(new MemoryStream([1, 2, 3]), time, Token);

            Assert.Equal(signature.Packet, key.Sign(new MemoryStream([1, 2, 3]), time, Token).Packet);
            Assert.Equal(0, (await verifier.RunAsync("gpgv", [1, 2, 3], signature.Packet)).ExitCode);
            Assert.NotEqual(0, (await verifier.RunAsync("gpgv", [1, 2, 4], signature.Packet)).ExitCode);
        }
    }

    // What apt of Debian 13 runs; DSA, which it refuses, is in the installation tests.
    [Theory]
    [InlineData("rsa4096")]
    [InlineData("ed25519")]
    [InlineData("nistp384")]
    [InlineData("nistp521")]
    public async Task Sqv_and_gpgv_accept_it(string algorithm)
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync(algorithm)));
        using var verifier = new DetachedVerifier(key.PublicKey);

        var signature = key.Sign(new MemoryStream([1, 2, 3]), Rpms.Time, Token);

        Assert.Equal(0, (await verifier.RunAsync("sqv", [1, 2, 3], signature.Packet)).ExitCode);
        Assert.Equal(0, (await verifier.RunAsync("gpgv", [1, 2, 3], signature.Packet)).ExitCode);
    }

    [Fact]
    public async Task A_package_signed_twice_is_the_same()
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("rsa3072")));
        var package = Rpms.Write(Rpms.Sample());
        using var first = new MemoryStream();
        using var second = new MemoryStream();

        var signature = RpmSigner.Sign(new MemoryStream(package), first, key, Rpms.Time, Token);
        RpmSigner.Sign(new MemoryStream(package), second, key, Rpms.Time, Token);

        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Equal(Time("2024-01-01T00:00:00Z"), signature.Time);
        Assert.Equal(RpmSignatureTag.Rsa, signature.IsRsa ? RpmSignatureTag.Rsa : RpmSignatureTag.Dsa);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
