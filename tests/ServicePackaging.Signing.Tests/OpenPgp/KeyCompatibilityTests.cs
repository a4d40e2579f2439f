using System.Text;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>What a public key contains that a target system refuses, and whether rpm 4.18 agrees.</summary>
public sealed class KeyCompatibilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rsa2048", "")]
    [InlineData("rsa4096", "")]
    [InlineData("ed25519", "rpm before 4.16")]
    [InlineData("nistp256", "rpm 4.18 and older")]
    [InlineData("dsa2048", "apt of Debian 13")]
    public async Task Algorithms_have_systems_that_refuse_them(string algorithm, string systems)
    {
        await using var gpg = new GnuPg();
        await AssertAsync(await gpg.ExportPublicAsync(await gpg.CreateAsync(algorithm)), systems);
    }

    [Fact]
    public async Task A_revoked_subkey_keeps_old_rpm_from_importing_and_an_expired_one_does_not()
    {
        await using var gpg = new GnuPg();
        var primary = await gpg.CreateAsync("rsa2048");
        await gpg.AddSubkeyAsync(primary, "rsa2048", expires: "1y");
        await AssertAsync(await gpg.ExportPublicAsync(primary), "");

        await gpg.FeedAsync("20240801T000000", "key 1\nrevkey\ny\n0\n\ny\nsave\n", "--command-fd", "0", "--passphrase", "", "--edit-key", primary);
        await AssertAsync(await gpg.ExportPublicAsync(primary), "rpm 4.18 and older");
    }

    [Fact]
    public async Task A_key_of_sequoia_keeps_old_rpm_from_importing()
    {
        Availability.RequireProgram("sq");
        using var directory = new TemporaryDirectory();
        var file = directory.File("key.asc");
        (await ProcessRunner.RunAsync(
            "sq", "key", "generate", "--userid", "Test <test@example.org>", "--cipher-suite", "rsa3k", "--can-sign", "--creation-time",
            "20240101T000000Z", "--export", file)).Succeeded();
        using var key = OpenPgpKeys.Open(await File.ReadAllBytesAsync(file, Token));

        await AssertAsync(OpenPgpArmor.EncodePublicKey(key.PublicKey), "rpm 4.18 and older");

        using var verifier = new DetachedVerifier(key.PublicKey);
        var signature = key.Sign(new MemoryStream([1, 2, 3]), OpenPgpKeys.Now, Token);
        Assert.Equal(0, (await verifier.RunAsync("sqv", [1, 2, 3], signature.Packet)).ExitCode);
        Assert.Equal(0, (await verifier.RunAsync("gpgv", [1, 2, 3], signature.Packet)).ExitCode);
    }

    [Fact]
    public async Task A_self_signature_with_sha1_is_refused_by_new_systems()
    {
        await using var gpg = new GnuPg();
        await gpg.RunAsync(
            GnuPg.Created, "--cert-digest-algo", "SHA1", "--passphrase", "", "--quick-generate-key", "Old <old@example.org>", "rsa2048",
            "sign", "never");
        var armored = await gpg.ExportPublicAsync("old@example.org");

        await AssertAsync(armored, "rpm 4.20 and newer");

        using var key = OpenPgpKeys.Open(await gpg.ExportAsync("old@example.org"));
        using var verifier = new DetachedVerifier(key.PublicKey);
        var signature = key.Sign(new MemoryStream([1, 2, 3]), OpenPgpKeys.Now, Token);
        Assert.NotEqual(0, (await verifier.RunAsync("sqv", [1, 2, 3], signature.Packet)).ExitCode);
    }

    // rpm of Debian 12 is 4.18: it imports exactly the keys for which it is not named.
    private static async Task AssertAsync(string armored, string systems)
    {
        var refusals = KeyCompatibility.Find(OpenPgpArmor.Decode(Encoding.UTF8.GetBytes(armored), "key.asc")).ToList();

        Assert.Equal(systems.Length > 0, refusals.Count > 0);
        Assert.StartsWith(systems, refusals.FirstOrDefault()?.Systems ?? "", StringComparison.Ordinal);
        using var rpm = new RpmDatabase();
        Assert.Equal(!refusals.Any(refusal => refusal.Systems.Contains("4.18", StringComparison.Ordinal)), await rpm.ImportAsync(armored));
    }
}
